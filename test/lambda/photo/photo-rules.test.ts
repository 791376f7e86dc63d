import type { PhotoKind } from '../../../contract/environment';
import { objectKey, requireUsable } from '../../../lambda/photo/photo-rules';
import type { StoredPhoto } from '../../../lambda/photo/photo-store';
import { refusal } from '../../support/refusal';

const KIND: PhotoKind = { key: 'faces/{subject}', maxBytes: 1000 };
const AGED: PhotoKind = { ...KIND, minimumAgeHours: 24 };
const NOW = Date.UTC(2026, 10, 22);
const HOUR = 3_600_000;

function photo(changes: Partial<StoredPhoto>): StoredPhoto {
  return {
    bytes: 1000,
    version: 'v1',
    enrolledAt: new Date(0),
    requestId: 'S3REQUEST',
    chunks: [][Symbol.iterator]() as never,
    close: () => undefined,
    ...changes,
  };
}

describe('the key of a photo', () => {
  it('is the key of the kind with the subject in it', () => {
    expect(objectKey(KIND, 'alice')).toBe('faces/alice');
    expect(objectKey({ ...KIND, key: 'documents/{subject}/front.jpg' }, 'alice')).toBe('documents/alice/front.jpg');
  });

  it.each(['$&', '$1', "$'", '$`', '$$', '{subject}'])('takes the subject %s as it is, not as a pattern', (subject) => {
    expect(objectKey(KIND, subject)).toBe(`faces/${subject}`);
  });
});

describe('a photo', () => {
  it('may have as many bytes as its kind allows, not one more', () => {
    expect(() => requireUsable(photo({ bytes: 1000 }), KIND, NOW)).not.toThrow();
    expect(() => requireUsable(photo({ bytes: 1001 }), KIND, NOW)).toThrow(refusal('face-unusable', /1001 bytes/));
  });

  it('may be of any age where no waiting time is configured', () => {
    for (const enrolledAt of [new Date(NOW), undefined]) expect(() => requireUsable(photo({ enrolledAt }), KIND, NOW)).not.toThrow();
  });

  it('is used from the end of the waiting time on', () => {
    expect(() => requireUsable(photo({ enrolledAt: new Date(NOW - 24 * HOUR) }), AGED, NOW)).not.toThrow();
    expect(() => requireUsable(photo({ enrolledAt: new Date(NOW - 24 * HOUR + 1) }), AGED, NOW)).toThrow(refusal('face-too-new'));
  });

  it.each([
    ['in the future', new Date(NOW + HOUR)],
    ['at a time that is none', new Date(Number.NaN)],
  ])('is too new when it was enrolled %s', (_what, enrolledAt) => {
    expect(() => requireUsable(photo({ enrolledAt }), AGED, NOW)).toThrow(refusal('face-too-new'));
  });

  it('is not used when the store does not say since when it is there', () => {
    expect(() => requireUsable(photo({ enrolledAt: undefined }), AGED, NOW)).toThrow(refusal('face-unusable'));
  });

  it('is refused for its size before its age', () => {
    expect(() => requireUsable(photo({ bytes: 1001, enrolledAt: new Date(NOW) }), AGED, NOW)).toThrow(refusal('face-unusable'));
  });
});
