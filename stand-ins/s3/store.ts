import type { IncomingMessage } from 'node:http';
import type { Faulty } from '../faulty';
import type { ChecksumKind } from './checksums';
import type { Permission } from './refusal';

/** One version of an object, or a delete marker (without bytes). */
export interface Version {
  readonly id: string;
  readonly bytes: Buffer | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly at: Date;
}

/** The versions of a bucket by key, the newest first. */
export type Versions = Map<string, Version[]>;

/** A request as it was seen. */
export interface SeenRequest {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  readonly headers: IncomingMessage['headers'];
}

/** A photo as an operator would have put it. */
export interface StoredPhoto {
  readonly bytes: Buffer;
  /** @default the next one */
  readonly version?: string;
  /** @default by the clock */
  readonly lastModified?: Date;
  /** @default crc32 */
  readonly checksum?: ChecksumKind;
}

/**
 * A stand-in for S3, in memory: versions and delete markers, writes on a condition, checksums, listings in pages, the texts of its refusals, and
 * switches for what a role lacks and for faults. It checks no signature and encrypts nothing.
 */
export interface S3 extends Faulty {
  /** The one bucket that every name leads to, if there is one; else use `bucket`. */
  readonly versions: Versions;
  bucket(name: string): Versions | undefined;
  createBucket(name: string): void;
  readonly requests: SeenRequest[];
  /** What the calling role lacks. */
  readonly denied: Set<Permission>;
  /** As the bucket's policy for a role that is not in operators.replace. */
  refusesUnconditionalWrites: boolean;
  /** Entries on a page of a listing. */
  pageSize: number;
  /** Runs before a request is looked at. An S3Refusal that it throws is the answer; any other error closes the connection. */
  before: ((request: SeenRequest) => void | Promise<void>) | undefined;
  /** Puts a version as another operator would. @param bytes undefined for a delete marker @param into the bucket. @default the one */
  put(key: string, bytes: Buffer | undefined, options?: Partial<Omit<Version, 'bytes'>>, into?: Versions): Version;
  /** Puts a photo with its checksum into the one bucket. */
  putPhoto(key: string, photo: StoredPhoto): void;
}
