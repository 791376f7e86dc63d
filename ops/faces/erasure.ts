import { Failure } from '../failures';
import type { NamedKind } from './image-kind';
import { keyOf } from './image-kind';
import type { PhotoBucket } from './photo-bucket';
import type { PhotoVersion } from './photo-version';
import { versionsOfKey } from './status';

/** One version or marker, as the receipt has it. */
export interface ErasedVersion {
  readonly kind: string;
  readonly key: string;
  readonly version: string;
  readonly isMarker: boolean;
  readonly bytes: number;
  readonly enrolledAt: string;
}

export interface Erasure {
  readonly erased: readonly (ErasedVersion & { readonly at: string; readonly requestId: string | undefined })[];
  readonly failed: readonly (ErasedVersion & { readonly error: string })[];
  /** What a second listing still found; empty when everything is gone. */
  readonly left: readonly ErasedVersion[];
}

/** Everything of a subject in the order in which it is erased: the newest last, so that no older photo is ever the current one. */
export async function findVersions(bucket: PhotoBucket, kinds: readonly NamedKind[], subject: string): Promise<ErasedVersion[]> {
  const found: ErasedVersion[] = [];
  for (const kind of kinds) {
    const versions = await versionsOfKey(bucket, keyOf(kind, subject));
    found.push(...versions.toReversed().map((version) => entry(kind, version)));
  }
  return found;
}

/** Erases what was found, one after the other, and looks again. A version that cannot be erased stops none of the others. */
export async function eraseVersions(
  bucket: PhotoBucket,
  versions: readonly ErasedVersion[],
  look: () => Promise<readonly ErasedVersion[]>,
  now: () => Date,
): Promise<Erasure> {
  const erased: Erasure['erased'][number][] = [];
  const failed: Erasure['failed'][number][] = [];
  for (const version of versions) {
    try {
      const requestId = await bucket.erase(version.key, version.version);
      erased.push({ ...version, at: now().toISOString(), requestId });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      failed.push({ ...version, error: error.text.what });
    }
  }
  return { erased, failed, left: await look() };
}

function entry({ name }: NamedKind, { key, version, isMarker, bytes, at }: PhotoVersion): ErasedVersion {
  return { kind: name, key, version, isMarker, bytes, enrolledAt: at.toISOString() };
}
