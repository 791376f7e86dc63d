import type { Readable } from 'node:stream';
import { GetObjectCommand, type GetObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { hasFullChecksum, withKnownChecksums } from '../../contract/checksum';
import type { BucketRules } from '../../contract/environment';
import type { Deadline } from '../deadline/deadline';
import { Problem } from '../errors';
import { type HeldRequest, heldRequest } from './held-request';
import { refusalOfStore } from './store-refusals';

/** A photo that has been opened, not read. The one who opens it closes it. */
export interface StoredPhoto {
  /** Size of the object, as the store announced it. */
  readonly bytes: number;
  /** Version of the object; undefined in a bucket without versions. */
  readonly version: string | undefined;
  readonly enrolledAt: Date | undefined;
  /** Under which S3 and CloudTrail have the request that opened it; undefined if the store does not say. */
  readonly requestId: string | undefined;
  /** Ends without an error only when the store stands by every byte: connection whole, checksum right. */
  readonly chunks: AsyncIterator<Uint8Array>;
  /** Gives the connection up; harmless after the end. */
  close(): void;
}

export interface PhotoStore {
  /** Makes the request for a photo ready, up to its signature, and sends nothing: that is for {@link PhotoRequest.open}. */
  prepare(key: string, deadline: Deadline): PhotoRequest;
}

export interface PhotoRequest {
  /**
   * The first call sends what was prepared; every later call makes a new request and sends that.
   * @throws Problem `no-face-on-record`, `face-unusable` or `face-store-unavailable`.
   */
  open(): Promise<StoredPhoto>;
}

/** One error for all, since making one takes longer than anything else about closing. */
const CLOSED = new Error('the object is no longer needed');

/** The store in S3. `client` verifies checksums as it streams (its default, `responseChecksumValidation: WHEN_SUPPORTED`). */
export function s3PhotoStore(client: S3Client, bucket: string, rules: BucketRules, stallMs: number): PhotoStore {
  const s3 = withKnownChecksums(client);
  return {
    prepare(key, deadline) {
      const prepareOne = () => heldRequest(s3, new GetObjectCommand({ Bucket: bucket, Key: key }), deadline.part());
      let prepared: HeldRequest | undefined = prepareOne();
      return {
        async open() {
          const { part, reply, release } = prepared ?? prepareOne();
          prepared = undefined;
          release();
          const close = () => part.end(CLOSED);
          try {
            const object = await deadline.within(reply, stallMs, () => unavailable('S3 sent no first byte in time'));
            return openedPhoto(object, rules, close, deadline, stallMs);
          } catch (error) {
            close();
            throw refusalOfStore(error, rules);
          }
        },
      };
    },
  };
}

function openedPhoto(
  object: GetObjectCommandOutput,
  rules: BucketRules,
  close: () => void,
  deadline: Deadline,
  stallMs: number,
): StoredPhoto {
  // No one asked for a part. One is not the photo, and without a checksum nothing else would show it.
  if (object.ContentRange !== undefined || object.$metadata.httpStatusCode === 206) {
    throw new Problem('face-unusable', 'the store sent a part of the object');
  }
  if (object.Body === undefined || !object.ContentLength) throw new Problem('face-unusable', 'the object is empty or of unknown size');
  if (rules.requireChecksum && !hasFullChecksum(object)) {
    throw new Problem('face-unusable', 'the object carries no checksum that can be verified, and one is required');
  }
  const body = object.Body as Readable;
  const reading = startReading(body, deadline, stallMs);
  return {
    bytes: object.ContentLength,
    version: object.VersionId,
    enrolledAt: object.LastModified,
    requestId: object.$metadata.requestId,
    chunks: reading.chunks,
    close: () => {
      reading.end();
      body.destroy();
      close();
    },
  };
}

/** When a chunk is waited for in vain, the body is destroyed, which ends the wait; why it was is kept here. */
function startReading(body: Readable, deadline: Deadline, stallMs: number): { chunks: AsyncIterator<Uint8Array, void>; end(): void } {
  let over: unknown;
  const giveUp = (reason: unknown) => {
    over = reason;
    body.destroy();
  };
  const idle = deadline.idleTimeout(stallMs, () => unavailable('S3 stopped sending the object'), giveUp);
  const chunks: AsyncIterator<Uint8Array, void> = body[Symbol.asyncIterator]();
  const next = async () => {
    idle.begin();
    try {
      return await chunks.next();
    } catch (error) {
      throw over ?? unreadable(error);
    } finally {
      idle.rest();
    }
  };
  return { chunks: { next }, end: () => idle.end() };
}

function unreadable(error: unknown): Problem {
  return isChecksumMismatch(error)
    ? new Problem('face-unusable', 'the object does not match its checksum', { cause: error })
    : new Problem('face-store-unavailable', 'the connection to S3 broke while the object was read', { cause: error });
}

/** The SDK has no class for it; its message is the only mark (ChecksumStream in @smithy/core). A test holds it to that. */
function isChecksumMismatch(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('Checksum mismatch');
}

function unavailable(reason: string): Problem {
  return new Problem('face-store-unavailable', reason);
}
