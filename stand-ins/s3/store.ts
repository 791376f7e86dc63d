import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
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
  readonly key: string;
  readonly headers: IncomingMessage['headers'];
}

/**
 * A stand-in for S3, in memory: versions and delete markers, writes on a condition, checksums, listings in pages, the texts of its refusals, and
 * switches for what a role lacks and for faults. It checks no signature and encrypts nothing.
 */
export interface S3 {
  readonly listener: RequestListener;
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
  /** Runs before a request is looked at; `true` means that it has answered. */
  before: ((request: SeenRequest, response: ServerResponse) => boolean | Promise<boolean>) | undefined;
  /** Puts a version as another operator would. @param bytes undefined for a delete marker @param into the bucket. @default the one */
  put(key: string, bytes: Buffer | undefined, options?: Partial<Omit<Version, 'bytes'>>, into?: Versions): Version;
}
