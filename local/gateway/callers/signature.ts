import { createHash, timingSafeEqual } from 'node:crypto';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { GatewayRefusal } from '../refusal';
import type { GatewayRequest } from '../request';
import { readSignature, SIGNATURE_PARAMETERS, type SignatureParts } from './signature-parts';

/** A role's session that may sign. */
export interface Signer {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly roleArn: string;
}

/** What a signature is measured by. */
export interface Verification {
  readonly signers: readonly Signer[];
  readonly region: string;
  readonly service: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** How far the date of a signature may be off, either way, in milliseconds. */
const SKEW_MS = 5 * 60_000;

/**
 * Verifies AWS Signature Version 4, in the Authorization header or in the query, by signing again what the client says that it has signed, and
 * comparing (docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html). As on AWS the host must be signed, and the body always is: a hash
 * that the client only claims counts for nothing. A signed header `Date` in the place of `X-Amz-Date` is refused here, which AWS would take.
 * @returns the signer. @throws GatewayRefusal
 */
export async function verifySignature(request: GatewayRequest, verification: Verification): Promise<Signer> {
  const { signers, region, service, now } = verification;
  const signed = readSignature(request);
  const signer = signers.find(({ accessKeyId }) => accessKeyId === signed.accessKeyId);
  // None of them has a session token: one that is sent is of other credentials.
  if (signer === undefined || signed.token !== undefined) throw refused('The security token included in the request is invalid.');
  const date = dateOf(signed);
  refuseTime(signed, date, now());
  if (signed.scope !== `${signed.date.slice(0, 8)}/${region}/${service}/aws4_request`) {
    throw refused('Credential should be scoped to a valid region, service and date.');
  }
  if (!signed.signedHeaders.includes('host')) throw refused("'Host' must be a 'SignedHeader' in the AWS Authorization.");
  const toSign = { ...withoutSignature(request, signed.signedHeaders), body: honestBody(request) };
  const library = new SignatureV4({ credentials: signer, region, service, sha256: Sha256, applyChecksum: false });
  const again = await (signed.place === 'header'
    ? signInHeader(library, toSign, signed, date)
    : signInQuery(library, toSign, signed, date));
  if (!isSame(again, signed)) {
    throw refused('The request signature we calculated does not match the signature you provided.');
  }
  return signer;
}

interface ToSign {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly path: string;
  readonly query: Record<string, string | string[]>;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

async function signInHeader(library: SignatureV4, toSign: ToSign, { signedHeaders }: SignatureParts, signingDate: Date): Promise<string> {
  const { headers } = await library.sign(toSign, { signingDate, signableHeaders: new Set(signedHeaders) });
  return (
    /SignedHeaders=(.+), Signature=(.+)$/
      .exec(headers.authorization ?? '')
      ?.slice(1)
      .join(' ') ?? ''
  );
}

async function signInQuery(library: SignatureV4, toSign: ToSign, signed: SignatureParts, signingDate: Date): Promise<string> {
  const all = new Set(signed.signedHeaders);
  const options = { signingDate, expiresIn: signed.expires ?? 0, signableHeaders: all, unhoistableHeaders: all };
  const { query = {} } = await library.presign(toSign, options);
  return `${query['X-Amz-SignedHeaders']} ${query['X-Amz-Signature']}`;
}

/** The list of headers too: each of them was sent, once in the list, and in the order in which they are signed. */
function isSame(again: string, { signedHeaders, signature }: SignatureParts): boolean {
  const [one, other] = [Buffer.from(again), Buffer.from(`${signedHeaders.join(';')} ${signature}`)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** The request as it was before it was signed, with no header but those that are. */
function withoutSignature({ method, path, query, headers }: GatewayRequest, signedHeaders: readonly string[]): Omit<ToSign, 'body'> {
  const sent = Map.groupBy(headers, ([name]) => name.toLowerCase());
  const parameters = Map.groupBy(query, ([name]) => name);
  // In a request that is signed in its header there are none of them (signature-parts.ts).
  for (const name of SIGNATURE_PARAMETERS) parameters.delete(name);
  return {
    method,
    protocol: 'https:',
    hostname: '',
    path,
    query: Object.fromEntries([...parameters].map(([name, pairs]) => [name, pairs.map(([, value]) => value)])),
    headers: Object.fromEntries(
      signedHeaders.flatMap((name) => {
        const values = sent.get(name)?.map(([, value]) => value.trim());
        return values === undefined ? [] : [[name, values.join(',')]];
      }),
    ),
  };
}

/** @throws GatewayRefusal for a body of which the client claims another hash than it has. */
function honestBody({ headers, body }: GatewayRequest): Buffer {
  const claimed = headers.filter(([name]) => name.toLowerCase() === 'x-amz-content-sha256').map(([, value]) => value);
  const hash = createHash('sha256').update(body).digest('hex');
  if (claimed.some((value) => value !== hash)) throw refused('The hash of the body is not the one that was signed.');
  return body;
}

function dateOf({ date }: SignatureParts): Date {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
  const parsed = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(parsed.getTime())) throw refused('Date must be in ISO-8601 basic format.');
  return parsed;
}

function refuseTime({ date, expires }: SignatureParts, signedAt: Date, now: number): void {
  const age = now - signedAt.getTime();
  if (age < -SKEW_MS) throw refused(`Signature not yet current: ${date} is still later than now.`);
  if (age > (expires === undefined ? SKEW_MS : expires * 1000)) throw refused(`Signature expired: ${date} is now too early.`);
}

function refused(message: string): GatewayRefusal {
  return new GatewayRefusal('INVALID_SIGNATURE', message);
}
