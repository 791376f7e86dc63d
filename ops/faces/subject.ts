/** What a subject looks like: the function refuses every other, so a photo under another would never be found. */
export const SUBJECT = /^[A-Za-z0-9][A-Za-z0-9._@+:=-]{0,127}$/;

/** In words, for whoever gave another. */
export const SUBJECT_ACCEPTS = 'a letter or digit, then up to 127 letters, digits and . _ @ + : = -';

export function isSubject(text: string): boolean {
  return SUBJECT.test(text);
}
