import type { PhotoKind } from '../../contract/environment';
import { Problem } from '../errors';
import type { StoredPhoto } from './photo-store';

const HOUR_MS = 3_600_000;

/** Where the photo of a subject is. The subject's alphabet (identity.ts) has no character that could leave the prefix. */
export function objectKey(kind: PhotoKind, subject: string): string {
  return kind.key.replace('{subject}', () => subject);
}

/**
 * What can be judged before a photo is read. `now` is in milliseconds.
 * @throws Problem `face-unusable` for one that is too large, `face-too-new` within the waiting time after an enrolment.
 */
export function requireUsable(photo: StoredPhoto, kind: PhotoKind, now: number): void {
  if (photo.bytes > kind.maxBytes) {
    throw new Problem('face-unusable', `the object has ${photo.bytes} bytes, allowed are ${kind.maxBytes}`);
  }
  if (kind.minimumAgeHours === undefined) return;
  if (photo.enrolledAt === undefined) throw new Problem('face-unusable', 'the store does not say when the object was enrolled');
  // Negated, so that a date that is none (NaN) counts as too new.
  if (!(now - photo.enrolledAt.getTime() >= kind.minimumAgeHours * HOUR_MS)) {
    throw new Problem('face-too-new', `the object was enrolled less than ${kind.minimumAgeHours} hours ago`);
  }
}
