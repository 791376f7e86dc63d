import { isSubject, SUBJECT_ACCEPTS } from '../subject';

const PHOTO_NAME = /^(.*)\.(?:jpe?g|png)$/i;

/** Whose photo a file is by its name: the subject, a dot, and an ending of a photo. */
export function subjectOfName(name: string): { readonly subject: string } | { readonly fault: string } {
  const [, subject] = PHOTO_NAME.exec(name) ?? [];
  if (subject === undefined) return { fault: 'Its name does not end in .jpg, .jpeg or .png.' };
  if (!isSubject(subject)) return { fault: `Its name without the ending is not a subject that the function accepts: ${SUBJECT_ACCEPTS}.` };
  return { subject };
}

/** What file managers leave everywhere, and hidden files: nobody means them. */
export function isClutter(name: string): boolean {
  return name.startsWith('.') || /^(thumbs\.db|desktop\.ini)$/i.test(name);
}
