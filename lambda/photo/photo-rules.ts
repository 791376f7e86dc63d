import type { ImageKind } from '../../contract/environment';
import { Problem } from '../errors';
import type { StoredFace } from './photo-store';

const HOUR_MS = 3_600_000;

/** Where the photo of a subject lies. The subject's alphabet (identity.ts) has no character that could leave the prefix. */
export function faceKey(kind: ImageKind, subject: string): string {
  return kind.key.replace('{subject}', () => subject);
}

/**
 * What can be judged before a photo is read. `now` is in milliseconds.
 * @throws Problem `face-unusable` for one that is too large, `face-too-new` within the waiting time after an enrolment.
 */
export function requireUsable(face: StoredFace, kind: ImageKind, now: number): void {
  if (face.bytes > kind.maxBytes) {
    throw new Problem('face-unusable', `the object has ${face.bytes} bytes, allowed are ${kind.maxBytes}`);
  }
  if (kind.minimumAgeHours === undefined) return;
  if (face.enrolledAt === undefined) throw new Problem('face-unusable', 'the store does not say when the object was enrolled');
  // Negated, so that a date that is none (NaN) counts as too new.
  if (!(now - face.enrolledAt.getTime() >= kind.minimumAgeHours * HOUR_MS)) {
    throw new Problem('face-too-new', `the object was enrolled less than ${kind.minimumAgeHours} hours ago`);
  }
}
