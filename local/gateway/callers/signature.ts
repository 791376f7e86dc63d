import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { ACCOUNT_ID, REGION, type SignedCaller } from '../exchange';
import { GatewayRefusal } from '../refusal';
import { type GatewayRequest, headerOf } from '../request';
import type { MethodProperties } from '../routes';
import type { ResourcePolicy } from './policy';

/** A role's session that may sign. */
export interface Signer {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly roleArn: string;
}

/** Says who has signed a request, or refuses it. Undefined for a method that asks for no signature. */
export type SignatureCheck = (method: MethodProperties, request: GatewayRequest) => Promise<SignedCaller | undefined>;

const SESSION = 'local';

/** By how much a signature may be older or newer than now, in milliseconds ("Elements of an AWS API request signature" in the IAM user guide). */
const SKEW_MS = 5 * 60_000;

const CREDENTIAL = /^(?<id>[\w-]+)\/(?<day>\d{8})\/(?<region>[a-z0-9-]+)\/(?<service>[a-z0-9-]+)\/aws4_request$/;

/**
 * Verifies AWS Signature Version 4 as AWS does: the request is signed again, with the same headers at the same time, and the signatures are compared.
 * Credentials in the query are not taken.
 */
export function signatureCheck(signers: readonly Signer[], isLetIn: ResourcePolicy): SignatureCheck {
  return async (method, request) => {
    if (method.AuthorizationType !== 'AWS_IAM') return undefined;
    const header = headerOf(request, 'authorization');
    if (header === undefined) throw new GatewayRefusal('MISSING_AUTHENTICATION_TOKEN', 'Missing Authentication Token');
    const given = parse(header);
    const signer = signers.find(({ accessKeyId }) => accessKeyId === given.id);
    if (signer === undefined) throw refused('The security token included in the request is invalid.');
    const expected = await signatureOf(request, given, signer, signingDate(request, given.day));
    if (!isSame(given.signature, expected)) throw refused('The request signature we calculated does not match the signature you provided.');
    const userArn = `${signer.roleArn.replace(':iam:', ':sts:').replace(/:role\/(?:.*\/)?/, ':assumed-role/')}/${SESSION}`;
    if (!isLetIn(signer.roleArn)) {
      throw new GatewayRefusal(
        'ACCESS_DENIED',
        `User: ${userArn} is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:${REGION}:********${ACCOUNT_ID.slice(-4)}`,
      );
    }
    return { accessKeyId: signer.accessKeyId, userArn, userId: `AROALOCALLOCALLOCAL0:${SESSION}` };
  };
}

interface Given {
  readonly id: string;
  readonly day: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

function parse(header: string): Given {
  const [algorithm = '', rest = ''] = header.split(/ (.*)/s);
  const parts = new Map(rest.split(',').map((part) => part.trim().split(/=(.*)/s) as [string, string]));
  const credential = CREDENTIAL.exec(parts.get('Credential') ?? '')?.groups;
  const signedHeaders = parts.get('SignedHeaders')?.split(';') ?? [];
  const signature = parts.get('Signature') ?? '';
  if (algorithm !== 'AWS4-HMAC-SHA256' || credential === undefined || signature === '' || !signedHeaders.includes('host'))
    throw refused('The Authorization header is no whole signature of the form AWS4-HMAC-SHA256 with the header host signed.');
  const { id = '', day = '', region, service } = credential;
  if (region !== REGION || service !== 'execute-api') throw refused(`Credential should be scoped to ${REGION} and to execute-api.`);
  return { id, day, signedHeaders, signature };
}

function signingDate(request: GatewayRequest, day: string): Date {
  const [, year, month, date, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(headerOf(request, 'x-amz-date') ?? '') ?? [];
  const time = new Date(`${year}-${month}-${date}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(time.getTime()) || `${year}${month}${date}` !== day) throw refused('X-Amz-Date is missing, or of another day.');
  if (Math.abs(request.receivedAt.getTime() - time.getTime()) > SKEW_MS) throw refused('Signature expired or not yet current.');
  return time;
}

async function signatureOf(request: GatewayRequest, given: Given, signer: Signer, signingDate: Date): Promise<string> {
  const names = request.headers.map(([name]) => name.toLowerCase());
  const unsigned = names.filter((name) => name.startsWith('x-amz-') && !given.signedHeaders.includes(name));
  if (unsigned.length > 0) throw refused(`There are headers that must be signed and are not: ${unsigned.join(', ')}.`);
  const payloadHash = headerOf(request, 'x-amz-content-sha256');
  if (payloadHash !== undefined && payloadHash !== createHash('sha256').update(request.body).digest('hex'))
    throw refused('X-Amz-Content-Sha256 is not the hash of the body.');
  const { accessKeyId, secretAccessKey } = signer;
  const service = new SignatureV4({
    ...{ service: 'execute-api', region: REGION, credentials: { accessKeyId, secretAccessKey }, sha256: Sha256 },
    // The client's own headers are what was signed; none is added.
    applyChecksum: false,
  });
  const signed = await service.sign(
    {
      method: request.method,
      protocol: 'https:',
      hostname: '',
      path: request.path,
      query: Object.fromEntries([...new Set(request.query.keys())].map((name) => [name, request.query.getAll(name)])),
      headers: Object.fromEntries(given.signedHeaders.map((name) => [name, sentAs(request, name)])),
      body: request.body,
    },
    { signingDate, signableHeaders: new Set(given.signedHeaders) },
  );
  return /Signature=(\w+)$/.exec(signed.headers.authorization ?? '')?.[1] ?? '';
}

/** A header that was sent more than once counts with all its values. */
function sentAs({ headers }: GatewayRequest, name: string): string {
  return headers
    .filter(([own]) => own.toLowerCase() === name)
    .map(([, value]) => value)
    .join(',');
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function refused(message: string): GatewayRefusal {
  return new GatewayRefusal('INVALID_SIGNATURE', message);
}

/** SHA-256, and HMAC with a secret, in the form that the signer takes. */
class Sha256 {
  private readonly hash;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }

  update(data: Uint8Array): void {
    this.hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.hash.digest();
  }

  reset(): void {
    throw new Error('The signer makes a new one for each value.');
  }
}

function bytesOf(value: string | ArrayBuffer | ArrayBufferView): string | Uint8Array {
  if (typeof value === 'string') return value;
  return ArrayBuffer.isView(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : new Uint8Array(value);
}
