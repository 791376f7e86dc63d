import { awsFailure } from '../../failures/aws-failures';
import type { NamedKind } from '../image-kind';
import { keyOf } from '../image-kind';
import type { PhotoBucket } from '../photo-bucket';
import type { PhotoVersion } from '../photo-version';
import { versionsOfKey } from '../status/status';

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
  /** What a second listing still found; empty when everything is gone. Undefined when there was none, for the reason in `notListed`. */
  readonly left: readonly ErasedVersion[] | undefined;
  readonly notListed?: string;
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

/**
 * Erases what was found, one after the other, and looks again. A version that cannot be erased stops none of the others; `signal` stops
 * what has not begun. What was erased is always reported: nothing else would know.
 */
export async function eraseVersions(
  bucket: PhotoBucket,
  versions: readonly ErasedVersion[],
  look: () => Promise<readonly ErasedVersion[]>,
  { now, signal }: { readonly now: () => Date; readonly signal: AbortSignal },
): Promise<Erasure> {
  const erased: Erasure['erased'][number][] = [];
  const failed: Erasure['failed'][number][] = [];
  for (const version of versions) {
    if (signal.aborted) break;
    try {
      const requestId = await bucket.erase(version.key, version.version);
      erased.push({ ...version, at: now().toISOString(), requestId });
    } catch (error) {
      failed.push({ ...version, error: whatOf(error) });
    }
  }
  try {
    return { erased, failed, left: await look() };
  } catch (error) {
    return { erased, failed, left: undefined, notListed: whatOf(error) };
  }
}

function whatOf(error: unknown): string {
  return awsFailure(error, 'the erasure').text.what;
}

function entry({ name }: NamedKind, { key, version, isMarker, bytes, at }: PhotoVersion): ErasedVersion {
  return { kind: name, key, version, isMarker, bytes, enrolledAt: at.toISOString() };
}
