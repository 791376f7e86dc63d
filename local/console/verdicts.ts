import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import type { StackDetails, VerdictDetails } from '../stack-file';
import { ConsoleFault } from './body';

/** What a question was told. */
export interface ToldVerdict {
  readonly status: number;
  /** As it came, so that a page can compare it byte for byte. */
  readonly body: string;
}

/** Asks as the company's backend does. The key is here, and not in the page, as a backend's is not in its app. */
export async function askForVerdict({ verdicts }: StackDetails, question: string): Promise<ToldVerdict> {
  if (verdicts === undefined) throw new ConsoleFault(404, 'This stage has no verdicts.');
  const response = await fetch(verdicts.url, { method: 'POST', headers: await signedHeaders(verdicts, question), body: question });
  return { status: response.status, body: await response.text() };
}

/** Says to the stand-in how a match ended. */
export async function endMatch({ agentApiUrl }: StackDetails, transactionId: string, ending: string): Promise<void> {
  const reply = await fetch(`${agentApiUrl}_stand-in/transactions/${transactionId}`, { method: 'PUT', body: ending });
  if (!reply.ok) throw new ConsoleFault(reply.status, ((await reply.json()) as { detail: string }).detail);
}

async function signedHeaders({ url, region, ...credentials }: VerdictDetails, body: string): Promise<Record<string, string>> {
  const { protocol, host, hostname, pathname: path } = new URL(url);
  const signer = new SignatureV4({ service: 'execute-api', region, credentials, sha256: Sha256 });
  const headers = { host, 'content-type': 'application/json' };
  const signed = await signer.sign({ method: 'POST', protocol, hostname, path, headers, body });
  return signed.headers;
}
