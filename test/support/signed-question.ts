import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { VerdictDetails } from '../../local/stack-file';

/** SHA-256 and HMAC in the form that the signer takes. */
class Sha256 {
  private readonly hash;
  constructor(secret?: string | Uint8Array) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  }
  update = (data: Uint8Array): void => void this.hash.update(data);
  digest = async (): Promise<Uint8Array> => this.hash.digest();
  reset = (): void => undefined;
}

/** Signs as a backend with the key of the local stack. */
export function signerOf({ region, accessKeyId, secretAccessKey }: Omit<VerdictDetails, 'url'>): SignatureV4 {
  return new SignatureV4({ service: 'execute-api', region, credentials: { accessKeyId, secretAccessKey }, sha256: Sha256 as never });
}

/** Sends a question, signed. */
export async function askSigned(details: VerdictDetails, question: unknown): Promise<Response> {
  const url = new URL(details.url);
  const body = JSON.stringify(question);
  const request = { method: 'POST', protocol: url.protocol, hostname: url.hostname, path: url.pathname, body };
  const { headers } = await signerOf(details).sign({ ...request, headers: { host: url.host, 'content-type': 'application/json' } });
  return await fetch(url, { method: 'POST', headers, body });
}
