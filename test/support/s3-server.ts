import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { crc32 } from 'node:zlib';
import { sendS3Error } from '../../stand-ins/s3/refusal';
import { KEPT_MS } from './agent-server';

/** What the store holds at one key, and how it says so. */
export interface StoredObject {
  readonly bytes: Buffer;
  readonly version?: string;
  readonly lastModified?: Date;
  /** `wrong` and `composite` carry checksums that do not fit, or cannot be verified; any other name is that of an algorithm. */
  readonly checksum?: 'crc32' | 'wrong' | 'composite' | 'none' | NewerChecksum;
}

/** Algorithms of S3 since April 2026, as its headers spell them; the last is one of tomorrow. */
export const NEWER_CHECKSUMS = ['sha512', 'xxhash3', 'xxhash64', 'xxhash128', 'md5', 'blake4'] as const;
type NewerChecksum = (typeof NEWER_CHECKSUMS)[number];

/** Answers instead of the store; what it does not answer, the store does. */
export type S3Fault = (request: IncomingMessage, response: ServerResponse) => void;

/** An S3 that speaks the protocol of GetObject on a real socket and can fail in every way that the real one can. */
export interface S3Server {
  readonly url: string;
  readonly objects: Map<string, StoredObject>;
  /** Keys that were asked for, in order, with the bucket: `bucket/key`. */
  readonly reads: string[];
  fault: S3Fault | undefined;
  openSockets(): Promise<number>;
  stop(): Promise<void>;
}

export async function startS3Server(): Promise<S3Server> {
  const objects = new Map<string, StoredObject>();
  const reads: string[] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://s3').pathname.slice(1));
    reads.push(path);
    if (s3.fault !== undefined) return s3.fault(request, response);
    const object = objects.get(path);
    if (object === undefined) return sendS3Error(response, 403, 'AccessDenied', MISSING_KEY_MESSAGE);
    sendObject(response, object);
  });
  server.keepAliveTimeout = KEPT_MS;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const s3: S3Server = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    reads,
    fault: undefined,
    openSockets: () => new Promise((resolve, reject) => server.getConnections((error, count) => (error ? reject(error) : resolve(count)))),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return s3;
}

/** The text by which S3 shows a reader without `s3:ListBucket` that the key does not exist. */
export const MISSING_KEY_MESSAGE =
  'User: arn:aws:sts::111122223333:assumed-role/proxy/fn is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::faces" because no identity-based policy allows the s3:ListBucket action';

/** The head of a whole object; a fault may then send less than it announces. */
export function objectHeaders(object: StoredObject): Record<string, string> {
  return {
    'Content-Type': 'image/jpeg',
    'Content-Length': String(object.bytes.length),
    'Last-Modified': (object.lastModified ?? new Date('2026-01-01T00:00:00Z')).toUTCString(),
    ETag: '"0"',
    'x-amz-request-id': 'S3REQUEST',
    ...(object.version && { 'x-amz-version-id': object.version }),
    ...checksumHeaders(object),
  };
}

function sendObject(response: ServerResponse, object: StoredObject): void {
  response.writeHead(200, objectHeaders(object));
  response.end(object.bytes);
}

function checksumHeaders({ bytes, checksum = 'crc32' }: StoredObject): Record<string, string> {
  const value = Buffer.alloc(4);
  value.writeUInt32BE((crc32(bytes) ^ (checksum === 'wrong' ? 1 : 0)) >>> 0);
  if (checksum === 'none') return {};
  if (checksum === 'composite') return { 'x-amz-checksum-crc32': `${value.toString('base64')}-2`, 'x-amz-checksum-type': 'COMPOSITE' };
  const algorithm = checksum === 'wrong' ? 'crc32' : checksum;
  return { [`x-amz-checksum-${algorithm}`]: value.toString('base64'), 'x-amz-checksum-type': 'FULL_OBJECT' };
}
