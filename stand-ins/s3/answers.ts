import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Upload } from './body';
import { listObjects, listVersions } from './listings';
import { denial, noSuchKey, S3Refusal } from './refusal';
import type { S3, SeenRequest, Version, Versions } from './store';

interface Question extends SeenRequest {
  readonly bucket: string;
  readonly upload: Upload;
  readonly query: URLSearchParams;
}

/** Answers one request for a bucket or an object. @throws S3Refusal */
export function answer(s3: S3, question: Question, response: ServerResponse): void {
  const { method, bucket, key, query } = question;
  if (key === '' && method === 'PUT') {
    s3.createBucket(bucket);
    return void response.writeHead(200).end();
  }
  const versions = s3.bucket(bucket);
  if (versions === undefined) throw new S3Refusal(404, 'NoSuchBucket', 'The specified bucket does not exist.');
  const version = query.get('versionId');
  if (method === 'PUT') put(s3, versions, question, response);
  else if (method === 'DELETE') erase(s3, versions, key, version, response);
  else if (key !== '') get(s3, versions, question, version, response);
  else if (query.has('versions')) listVersions(s3, versions, query, response);
  else listObjects(s3, versions, query, response);
}

function put(s3: S3, versions: Versions, { key, headers, upload }: Question, response: ServerResponse): void {
  const { 'if-none-match': none, 'if-match': match } = headers;
  if (s3.denied.has('s3:PutObject')) throw denial('s3:PutObject', key);
  if (s3.refusesUnconditionalWrites && none === undefined)
    throw denial('s3:PutObject', key, 'with an explicit deny in a resource-based policy');
  // "To perform conditional writes with If-Match you must have s3:PutObject and s3:GetObject."
  if (match !== undefined && s3.denied.has('s3:GetObject')) throw denial('s3:GetObject', key);
  const current = newest(versions, key);
  if (none === '*' && current !== undefined)
    throw new S3Refusal(412, 'PreconditionFailed', 'At least one of the pre-conditions did not hold');
  if (match !== undefined && current === undefined) throw noSuchKey();
  if (match !== undefined && current !== undefined && etagOf(current) !== match) throw new S3Refusal(412, 'PreconditionFailed', 'changed');
  const kept = { 'content-type': headers['content-type'] ?? 'application/octet-stream', ...upload.checksums };
  const version = s3.put(key, upload.bytes, { headers: kept }, versions);
  response.writeHead(200, { 'x-amz-version-id': version.id, ETag: etagOf(version), ...upload.checksums }).end();
}

function get(s3: S3, versions: Versions, { method, key }: Question, id: string | null, response: ServerResponse): void {
  const permission = id === null ? 's3:GetObject' : 's3:GetObjectVersion';
  if (s3.denied.has(permission)) throw denial(permission, key);
  const version = id === null ? newest(versions, key) : versions.get(key)?.find((candidate) => candidate.id === id);
  if (version?.bytes === undefined) {
    if (s3.denied.has('s3:ListBucket')) throw denial('s3:ListBucket', key);
    throw noSuchKey();
  }
  const head = { 'content-length': String(version.bytes.length), 'last-modified': version.at.toUTCString(), ETag: etagOf(version) };
  response.writeHead(200, { ...version.headers, ...head, 'x-amz-version-id': version.id });
  response.end(method === 'HEAD' ? undefined : version.bytes);
}

/** Without a version, a marker comes on top and nothing is gone ("Deleting object versions" in the S3 user guide). */
function erase(s3: S3, versions: Versions, key: string, id: string | null, response: ServerResponse): void {
  const permission = id === null ? 's3:DeleteObject' : 's3:DeleteObjectVersion';
  if (s3.denied.has(permission)) throw denial(permission, key);
  if (id === null) {
    const marker = s3.put(key, undefined, {}, versions);
    return void response.writeHead(204, { 'x-amz-version-id': marker.id, 'x-amz-delete-marker': 'true' }).end();
  }
  versions.set(
    key,
    (versions.get(key) ?? []).filter((version) => version.id !== id),
  );
  response.writeHead(204).end();
}

function newest(versions: Versions, key: string): Version | undefined {
  const version = versions.get(key)?.[0];
  return version?.bytes === undefined ? undefined : version;
}

/** Not the MD5 of the content, as with a key of KMS: no one may compare photos by it. */
export function etagOf({ id }: Version): string {
  return `"${createHash('md5').update(id).digest('hex')}"`;
}
