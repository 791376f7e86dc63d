import { type SubjectRule, subjectFault } from '../../subject';

const PHOTO_NAME = /^(.*)\.(?:jpe?g|png)$/i;

/** Whose photo a file is by its name: the subject, a dot, and an ending of a photo. */
export function subjectOfName(name: string, rule: SubjectRule): { readonly subject: string } | { readonly fault: string } {
  const [, subject] = PHOTO_NAME.exec(name) ?? [];
  if (subject === undefined) return { fault: 'Its name does not end in .jpg, .jpeg or .png.' };
  const fault = subjectFault(subject, rule);
  return fault === undefined ? { subject } : { fault: `The name without its ending is the subject. ${fault.what} ${fault.toDo}` };
}

/** Whether a name is that of a photo, of any subject. */
export function isPhotoName(name: string): boolean {
  return PHOTO_NAME.test(name);
}

/** Files that file managers leave, and hidden files: not meant as photos. */
export function isClutter(name: string): boolean {
  return name.startsWith('.') || /^(thumbs\.db|desktop\.ini)$/i.test(name);
}
