import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendS3Error } from './s3-server';

/** One version of an object, or a delete marker (without bytes). */
export interface Version {
  readonly id: string;
  readonly bytes: Buffer | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly at: Date;
}

/** The permissions that decide here; what a role lacks is in `denied`. */
export type Permission =
  | 's3:PutObject'
  | 's3:GetObject'
  | 's3:GetObjectVersion'
  | 's3:ListBucket'
  | 's3:ListBucketVersions'
  | 's3:DeleteObjectVersion';

/** A request as the server saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly key: string;
  readonly headers: IncomingMessage['headers'];
}

/** S3 with versions, conditional writes, permissions and pages, on a real socket. One bucket, whatever its name. */
export interface VersionedS3 {
  readonly url: string;
  /** By key, the newest first. */
  readonly versions: Map<string, Version[]>;
  readonly requests: SeenRequest[];
  readonly denied: Set<Permission>;
  /** As the bucket's policy for a role that is not in operators.replace. */
  refusesUnconditionalWrites: boolean;
  /** Versions on a page of a listing. */
  pageSize: number;
  /** Runs before a request is looked at; `true` means that it has answered. */
  before: ((request: SeenRequest, response: ServerResponse) => boolean | Promise<boolean>) | undefined;
  /** Puts a version as another operator would. */
  put(key: string, bytes: Buffer | undefined, options?: Partial<Omit<Version, 'bytes'>>): Version;
  stop(): Promise<void>;
}

/** S3 lists whole seconds; each version here has one of its own. */
const EPOCH = Date.parse('2026-01-01T00:00:00Z');

export async function startVersionedS3(): Promise<VersionedS3> {
  const server = createServer((message, response) => void handle(s3, message, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  let last = 0;
  const s3: VersionedS3 = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    versions: new Map(),
    requests: [],
    denied: new Set(),
    refusesUnconditionalWrites: false,
    pageSize: 1000,
    before: undefined,
    put: (key, bytes, options = {}) => {
      last += 1;
      const version = { id: `v${last}`, bytes, headers: {}, at: new Date(EPOCH + last * 1000), ...options };
      s3.versions.set(key, [version, ...(s3.versions.get(key) ?? [])]);
      return version;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return s3;
}

async function handle(s3: VersionedS3, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(message.url ?? '/', 'http://s3');
  const key = decodeURIComponent(url.pathname.split('/').slice(2).join('/'));
  const request = { method: message.method ?? '', key, headers: message.headers };
  s3.requests.push(request);
  response.setHeader('x-amz-request-id', `R${s3.requests.length}`);
  const body = await read(message);
  if (s3.before !== undefined && (await s3.before(request, response))) return;
  try {
    answer(s3, { request, body, query: url.searchParams }, response);
  } catch (error) {
    if (!(error instanceof S3Refusal)) throw error;
    sendS3Error(response, error.status, error.code, error.message);
  }
}

/** An error as S3 answers with it. */
class S3Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

function answer(
  s3: VersionedS3,
  { request, body, query }: { request: SeenRequest; body: Buffer; query: URLSearchParams },
  response: ServerResponse,
): void {
  const version = query.get('versionId');
  if (request.method === 'PUT') put(s3, request, body, response);
  else if (request.method === 'DELETE') erase(s3, request.key, version, response);
  else if (query.has('versions')) list(s3, query, response);
  else get(s3, request.key, version, response);
}

function put(s3: VersionedS3, { key, headers }: SeenRequest, body: Buffer, response: ServerResponse): void {
  const { 'if-none-match': none, 'if-match': match } = headers;
  if (s3.denied.has('s3:PutObject')) throw denial('s3:PutObject', key);
  if (s3.refusesUnconditionalWrites && none === undefined)
    throw denial('s3:PutObject', key, 'with an explicit deny in a resource-based policy');
  // "To perform conditional writes with If-Match you must have s3:PutObject and s3:GetObject."
  if (match !== undefined && s3.denied.has('s3:GetObject')) throw denial('s3:GetObject', key);
  const current = newest(s3, key);
  if (none === '*' && current !== undefined)
    throw new S3Refusal(412, 'PreconditionFailed', 'At least one of the pre-conditions did not hold');
  if (match !== undefined && current === undefined) throw new S3Refusal(404, 'NoSuchKey', 'The specified key does not exist.');
  if (match !== undefined && current !== undefined && etagOf(current) !== match) throw new S3Refusal(412, 'PreconditionFailed', 'changed');
  const version = s3.put(key, body, { headers: { 'content-type': headers['content-type'] ?? '', ...checksumOf(headers) } });
  response.writeHead(200, { 'x-amz-version-id': version.id, ETag: etagOf(version) }).end();
}

function get(s3: VersionedS3, key: string, id: string | null, response: ServerResponse): void {
  const permission = id === null ? 's3:GetObject' : 's3:GetObjectVersion';
  if (s3.denied.has(permission)) throw denial(permission, key);
  const version = id === null ? newest(s3, key) : s3.versions.get(key)?.find((candidate) => candidate.id === id);
  if (version?.bytes === undefined) {
    if (s3.denied.has('s3:ListBucket')) throw denial('s3:ListBucket', key);
    throw new S3Refusal(404, 'NoSuchKey', 'The specified key does not exist.');
  }
  const head = { 'content-length': String(version.bytes.length), 'last-modified': version.at.toUTCString(), ETag: etagOf(version) };
  response.writeHead(200, { ...version.headers, ...head, 'x-amz-version-id': version.id }).end(version.bytes);
}

function erase(s3: VersionedS3, key: string, id: string | null, response: ServerResponse): void {
  if (s3.denied.has('s3:DeleteObjectVersion')) throw denial('s3:DeleteObjectVersion', key);
  s3.versions.set(
    key,
    (s3.versions.get(key) ?? []).filter((version) => version.id !== id),
  );
  response.writeHead(204).end();
}

function list(s3: VersionedS3, query: URLSearchParams, response: ServerResponse): void {
  if (s3.denied.has('s3:ListBucketVersions')) throw denial('s3:ListBucketVersions', '');
  const [prefix, afterKey, afterVersion] = ['prefix', 'key-marker', 'version-id-marker'].map((name) => query.get(name) ?? '');
  const all = [...s3.versions.keys()]
    .filter((key) => key.startsWith(prefix ?? ''))
    .sort()
    .flatMap((key) => (s3.versions.get(key) ?? []).map((version, at) => ({ key, version, isLatest: at === 0 })));
  const start = afterKey ? all.findIndex(({ key, version }) => key === afterKey && version.id === afterVersion) + 1 : 0;
  const page = all.slice(start, start + s3.pageSize);
  const end = page.at(-1);
  const next =
    start + page.length < all.length && end
      ? `<NextKeyMarker>${end.key}</NextKeyMarker><NextVersionIdMarker>${end.version.id}</NextVersionIdMarker>`
      : '';
  const entries = page.map(({ key, version, isLatest }) => {
    const common = `<Key>${key}</Key><VersionId>${version.id}</VersionId><IsLatest>${isLatest}</IsLatest><LastModified>${version.at.toISOString()}</LastModified>`;
    return version.bytes ? `<Version>${common}<Size>${version.bytes.length}</Size></Version>` : `<DeleteMarker>${common}</DeleteMarker>`;
  });
  const xml = `<?xml version="1.0"?><ListVersionsResult><IsTruncated>${next !== ''}</IsTruncated>${next}${entries.join('')}</ListVersionsResult>`;
  response.writeHead(200, { 'content-type': 'application/xml' }).end(xml);
}

function newest(s3: VersionedS3, key: string): Version | undefined {
  const version = s3.versions.get(key)?.[0];
  return version?.bytes === undefined ? undefined : version;
}

/** Not the MD5 of the content, as with a key of KMS: nobody may compare photos by it. */
function etagOf({ id }: Version): string {
  return `"${createHash('md5').update(id).digest('hex')}"`;
}

function checksumOf(headers: IncomingMessage['headers']): Record<string, string> {
  const value = headers['x-amz-checksum-crc32'];
  return typeof value === 'string' ? { 'x-amz-checksum-crc32': value, 'x-amz-checksum-type': 'FULL_OBJECT' } : {};
}

function denial(action: Permission, key: string, because = 'because no identity-based policy allows it'): S3Refusal {
  const user = 'User: arn:aws:sts::111122223333:assumed-role/operator/me is not authorized to perform';
  return new S3Refusal(403, 'AccessDenied', `${user}: ${action} on resource: "arn:aws:s3:::photos/${key}" ${because}`);
}

async function read(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
