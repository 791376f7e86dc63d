import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandInput,
  type ListObjectVersionsCommandOutput,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { hasFullChecksum, withKnownChecksums } from '../../contract/checksum';
import { asking, awsFailure } from '../failures/aws-failures';
import { Failure } from '../failures/failures';
import type { Photo } from './photo/photo';
import { type PhotoVersion, versionsOf } from './photo-version';

/** What is put. */
type Content = Pick<Photo, 'bytes' | 'type'>;

/** Where S3 put a photo. */
export interface Written {
  /** Undefined in a bucket without versions. */
  readonly version: string | undefined;
  readonly etag: string;
  /** Under which the request stands in the audit trail. */
  readonly requestId: string | undefined;
}

/** A photo on record, opened and not read. The caller reads it to its end or destroys `body`. */
export interface OpenPhoto {
  readonly version: string | undefined;
  readonly etag: string;
  readonly bytes: number;
  readonly enrolledAt: Date | undefined;
  readonly type: string | undefined;
  /** Whether S3 has a checksum over the whole object, without which the function does not take it. */
  readonly hasWholeChecksum: boolean;
  readonly requestId: string | undefined;
  /** Fails at its end when the bytes do not match the checksum. */
  readonly body: Readable;
}

/** What the commands do to the bucket of a stage. Everything that S3 refuses becomes a Failure. */
export interface PhotoBucket {
  readonly name: string;
  /**
   * Puts a photo where there is none.
   * @returns `on-record` when there is one; `mayBeOwn` when an earlier try of this very request may have put it
   */
  create(key: string, photo: Content): Promise<Written | { readonly onRecord: true; readonly mayBeOwn: boolean }>;
  /** Puts a photo over the one with this ETag; `unseen` over any photo. @returns `changed` when another has come in between. */
  replace(key: string, photo: Content, etag: string | 'unseen'): Promise<Written | 'changed'>;
  /** @param version Default: the newest. @returns undefined when there is no photo. */
  open(key: string, version?: string): Promise<OpenPhoto | undefined>;
  /** Every version and delete marker under a prefix, by key, the newest first; a page at a time. */
  versions(prefix: string): AsyncIterable<PhotoVersion>;
  /** Removes one version or marker for good. @returns the request's id in the trail. */
  erase(key: string, version: string): Promise<string | undefined>;
}

type Marker = Pick<ListObjectVersionsCommandInput, 'KeyMarker' | 'VersionIdMarker'>;

/** @param signal Ends what is read. What is written is never cut off: no one would know whether it arrived. */
export function photoBucket(s3: S3Client, name: string, signal?: AbortSignal): PhotoBucket {
  const client = withKnownChecksums(s3);
  const options = { abortSignal: signal };
  const put = async (key: string, photo: Content, condition: { IfNoneMatch?: string; IfMatch?: string }): Promise<Written> => {
    const command = new PutObjectCommand({
      ...{ Bucket: name, Key: key, Body: photo.bytes, ContentType: photo.type },
      // Computed from what was checked, so that it holds from here to the function, which compares it as it streams.
      ...{ ChecksumAlgorithm: 'CRC32', ChecksumCRC32: crc32Of(photo.bytes) },
      ...condition,
    });
    const { VersionId, ETag = '', $metadata } = await client.send(command);
    return { version: VersionId, etag: ETag, requestId: $metadata.requestId };
  };
  return {
    name,
    create: async (key, photo) => {
      try {
        return await put(key, photo, { IfNoneMatch: '*' });
      } catch (error) {
        if (!isCollision(error)) throw awsFailure(error, `S3, PutObject of ${key} in ${name}`);
        return { onRecord: true, mayBeOwn: attemptsOf(error) > 1 };
      }
    },
    replace: async (key, photo, etag) => {
      try {
        return await put(key, photo, etag === 'unseen' ? {} : { IfMatch: etag });
      } catch (error) {
        // 404: erased in between ("Conditional write behavior" in the S3 user guide).
        if (isCollision(error) || (etag !== 'unseen' && (error as Error).name === 'NoSuchKey')) return 'changed';
        throw awsFailure(error, `S3, PutObject of ${key} in ${name}`);
      }
    },
    open: async (key, version) => {
      try {
        const command = new GetObjectCommand({ Bucket: name, Key: key, VersionId: version });
        return openPhoto(await client.send(command, options));
      } catch (error) {
        if (isAbsence(error)) return undefined;
        if (version !== undefined && (error as Error).name === 'MethodNotAllowed') throw deletionMarker(`${key} in ${name}`, error);
        throw awsFailure(error, `S3, GetObject of ${key} in ${name}`);
      }
    },
    async *versions(prefix) {
      let at: Marker | undefined = {};
      while (at !== undefined) {
        const command: ListObjectVersionsCommand = new ListObjectVersionsCommand({ Bucket: name, Prefix: prefix, ...at });
        const page: ListObjectVersionsCommandOutput = await asking(`S3, ListObjectVersions under ${prefix} in ${name}`, () =>
          client.send(command, options),
        );
        yield* versionsOf(page);
        at = page.IsTruncated ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker } : undefined;
      }
    },
    erase: async (key, version) => {
      const command = new DeleteObjectCommand({ Bucket: name, Key: key, VersionId: version });
      const { $metadata } = await asking(`S3, DeleteObject of ${key} in ${name}`, () => client.send(command));
      return $metadata.requestId;
    },
  };
}

function openPhoto(object: GetObjectCommandOutput): OpenPhoto {
  return {
    version: object.VersionId,
    etag: object.ETag ?? '',
    bytes: object.ContentLength ?? 0,
    enrolledAt: object.LastModified,
    type: object.ContentType,
    // That of an upload in parts ends in "-<parts>": it is over the parts' checksums.
    hasWholeChecksum: hasFullChecksum(object),
    requestId: object.$metadata.requestId,
    body: object.Body as Readable,
  };
}

/** Base64 of the four bytes, the first the highest, as the header wants it. */
export function crc32Of(bytes: Uint8Array): string {
  const value = Buffer.alloc(4);
  value.writeUInt32BE(crc32(bytes));
  return value.toString('base64');
}

/** 412: the condition does not hold. 409: somebody else's request on the same key was under way. */
function isCollision(error: unknown): boolean {
  return ['PreconditionFailed', 'ConditionalRequestConflict'].includes((error as Error).name);
}

/** Anyone who may not list a bucket gets 403 for a missing key; the sentence names `s3:ListBucket` in that case alone. */
function isAbsence(error: unknown): boolean {
  const { name, message } = error as Error;
  return name === 'NoSuchKey' || name === 'NoSuchVersion' || (name === 'AccessDenied' && message.includes('s3:ListBucket'));
}

/** S3 answers 405 when the version asked for is a marker ("Working with delete markers" in the S3 user guide). */
function deletionMarker(where: string, cause: unknown): Failure {
  const what = 'This version is a deletion marker: it says that the photo was deleted then, and holds none.';
  return new Failure('not-found', { what, where, toDo: 'Name another version; faces status lists them.' }, { cause });
}

function attemptsOf(error: unknown): number {
  return (error as { $metadata?: { attempts?: number } }).$metadata?.attempts ?? 1;
}
