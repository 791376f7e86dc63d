/**
 * What a subject looks like: it is a part of an object's key, and of nothing else. The function refuses every other, so a photo under
 * another would never be found.
 */
export const SUBJECT = /^[A-Za-z0-9][A-Za-z0-9._@+:=-]{0,127}$/;

export function isSubject(text: string): boolean {
  return SUBJECT.test(text);
}
