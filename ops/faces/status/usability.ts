import { maxBytesOf, type NamedKind } from '../image-kind';
import { readFailure } from '../photo/digest';
import { formatOf } from '../photo/format';
import type { OpenPhoto } from '../photo-bucket';

/** Whether the function would use a photo, and every reason against it. */
export interface Verdict {
  readonly isAccepted: boolean;
  /** The code with which the function would answer, and a sentence. */
  readonly reasons: readonly { readonly code: 'face-unusable' | 'face-too-new'; readonly says: string }[];
}

const HOUR_MS = 3_600_000;

/**
 * Judges a photo on record by the rules of the function: size, checksum, first bytes, waiting time. Reads it to its end.
 * @throws Failure when S3 breaks off; a wrong checksum is a reason, not a failure
 */
export async function judge(photo: OpenPhoto, kind: NamedKind, now: Date): Promise<Verdict> {
  const content = await readThrough(photo);
  const reasons: Verdict['reasons'][number][] = [];
  const unusable = (says: string) => void reasons.push({ code: 'face-unusable', says });
  if (photo.bytes > maxBytesOf(kind)) unusable(`It has ${photo.bytes} bytes; the stage uses at most ${maxBytesOf(kind)}.`);
  if (kind.requireChecksum !== false && !photo.hasWholeChecksum)
    unusable('It has no checksum over the whole object: it was uploaded in parts, or long ago.');
  if (content.isDamaged) unusable('Its bytes do not match its checksum.');
  if (typeof formatOf(content.head) === 'object') unusable('It does not begin as a JPEG or PNG file.');
  if (content.bytes !== photo.bytes) unusable('It has fewer or more bytes than announced.');
  if (isTooNew(photo, kind, now)) reasons.push({ code: 'face-too-new', says: tooNew(photo, kind) });
  return { isAccepted: reasons.length === 0, reasons };
}

async function readThrough({ body }: OpenPhoto): Promise<{ head: Buffer; bytes: number; isDamaged: boolean }> {
  let head = Buffer.alloc(0);
  let bytes = 0;
  try {
    for await (const chunk of body) {
      if (head.length < 16) head = Buffer.concat([head, chunk as Buffer]).subarray(0, 16);
      bytes += (chunk as Buffer).length;
    }
  } catch (error) {
    const failure = readFailure(error, 'S3, while the photo was read');
    if (failure.code !== 'photo-damaged') throw failure;
    return { head, bytes, isDamaged: true };
  }
  return { head, bytes, isDamaged: false };
}

function isTooNew({ enrolledAt }: OpenPhoto, { minimumAgeHours = 0 }: NamedKind, now: Date): boolean {
  return minimumAgeHours > 0 && !(now.getTime() - (enrolledAt?.getTime() ?? Number.NaN) >= minimumAgeHours * HOUR_MS);
}

function tooNew({ enrolledAt }: OpenPhoto, { minimumAgeHours = 0 }: NamedKind): string {
  if (enrolledAt === undefined) return 'S3 does not say when it was enrolled.';
  return `It is used from ${new Date(enrolledAt.getTime() + minimumAgeHours * HOUR_MS).toISOString()} on: minimumAgeHours is ${minimumAgeHours}.`;
}
