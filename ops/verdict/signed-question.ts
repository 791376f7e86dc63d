import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';
import { readAnswer, requestApi } from '../api/api-request';
import { asking } from '../failures/aws-failures';
import type { StageVerdicts } from '../stage/stage';

/** What came back. */
export interface Reply {
  readonly status: number;
  /** Seconds after which to ask again, where it says so. */
  readonly retryAfter: string | undefined;
  /** The body, if it is a JSON object, else an empty one. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** The service in the signature's scope: API Gateway is called by this name. */
const SERVICE = 'execute-api';

/**
 * Puts a question as the backend does, signed with Signature Version 4.
 * @param isSigned false sends it without a signature, which the API has to refuse. @default true
 * @throws Failure where there are no credentials, or no answer
 */
export async function putQuestion(verdicts: StageVerdicts, question: object, signal: AbortSignal, isSigned = true): Promise<Reply> {
  const body = JSON.stringify(question);
  const headers = isSigned ? await signedHeaders(verdicts, body) : { 'Content-Type': 'application/json' };
  const response = await requestApi(verdicts.url, { method: 'POST', headers, body }, signal);
  const text = await readAnswer(response, (answer) => answer.text(), signal);
  return { status: response.status, retryAfter: response.headers.get('retry-after') ?? undefined, body: parse(text) };
}

async function signedHeaders({ url, region, credentials }: StageVerdicts, body: string): Promise<Record<string, string>> {
  const { protocol, hostname, host, pathname } = new URL(url);
  const signer = new SignatureV4({ service: SERVICE, region, credentials, sha256: Hash.bind(null, 'sha256') });
  const headers = { host, 'content-type': 'application/json' };
  // The host is signed, and sent by what makes the connection.
  const { headers: signed } = await asking('the credentials to sign with', () =>
    signer.sign({ method: 'POST', protocol, hostname, path: pathname, headers, body }),
  );
  const { host: _, ...others } = signed;
  return others;
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    return {};
  }
}
