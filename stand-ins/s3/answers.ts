import { createHash } from 'node:crypto';
import type { Reply } from '../exchange';
import type { Upload } from './body';
import { listObjects, listVersions } from './listings';
import { denial, missingKeyDenial, noSuchKey, S3Refusal } from './refusal';
import type { S3, SeenRequest, Version, Versions } from './store';

interface Question extends SeenRequest {
  readonly bucket: string;
  readonly upload: Upload;
  readonly query: URLSearchParams;
}

/** Answers one request for a bucket or an object. @throws S3Refusal */
export function answer(s3: S3, question: Question): Reply {
  const { method, bucket, key, query } = question;
  if (key === '' && method === 'PUT') {
    s3.createBucket(bucket);
    return reply(200);
  }
  const versions = s3.bucket(bucket);
  if (versions === undefined) throw new S3Refusal(404, 'NoSuchBucket', 'The specified bucket does not exist.');
  const version = query.get('versionId');
  if (method === 'PUT') return put(s3, versions, question);
  if (method === 'DELETE') return erase(s3, versions, key, version);
  if (key !== '') return get(s3, versions, key, version);
  return query.has('versions') ? listVersions(s3, versions, query) : listObjects(s3, versions, query);
}

function put(s3: S3, versions: Versions, { key, headers, upload }: Question): Reply {
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
  return reply(200, { 'x-amz-version-id': version.id, ETag: etagOf(version), ...upload.checksums });
}

function get(s3: S3, versions: Versions, key: string, id: string | null): Reply {
  const permission = id === null ? 's3:GetObject' : 's3:GetObjectVersion';
  if (s3.denied.has(permission)) throw denial(permission, key);
  const version = id === null ? newest(versions, key) : versions.get(key)?.find((candidate) => candidate.id === id);
  if (version?.bytes === undefined) {
    if (s3.denied.has('s3:ListBucket')) throw missingKeyDenial();
    throw noSuchKey();
  }
  const head = { 'last-modified': version.at.toUTCString(), ETag: etagOf(version), 'x-amz-version-id': version.id };
  return reply(200, { ...version.headers, ...head }, version.bytes);
}

/** Without a version, a marker comes on top and nothing is gone ("Deleting object versions" in the S3 user guide). */
function erase(s3: S3, versions: Versions, key: string, id: string | null): Reply {
  const permission = id === null ? 's3:DeleteObject' : 's3:DeleteObjectVersion';
  if (s3.denied.has(permission)) throw denial(permission, key);
  if (id === null) {
    const marker = s3.put(key, undefined, {}, versions);
    return reply(204, { 'x-amz-version-id': marker.id, 'x-amz-delete-marker': 'true' });
  }
  versions.set(
    key,
    (versions.get(key) ?? []).filter((version) => version.id !== id),
  );
  return reply(204);
}

function reply(status: number, headers: Reply['headers'] = {}, body: Reply['body'] = ''): Reply {
  return { status, headers, body };
}

function newest(versions: Versions, key: string): Version | undefined {
  const version = versions.get(key)?.[0];
  return version?.bytes === undefined ? undefined : version;
}

/** Not the MD5 of the content, as with a key of KMS: no one may compare photos by it. */
export function etagOf({ id }: Version): string {
  return `"${createHash('md5').update(id).digest('hex')}"`;
}
