/** What a subject's photo is called in the bucket: a fixed prefix, the subject, and perhaps a fixed rest. */
export const SUBJECT = '{subject}';

/** Longest template; with a subject of 128 characters it stays far below S3's limit of 1,024 bytes. */
const LONGEST = 256;

/** Characters that S3 calls safe in keys and that mean nothing in an IAM resource pattern (so neither `*` nor `?`). */
const FIXED_TEXT = /^[A-Za-z0-9_./=-]*$/;

/** In words, for the fault of a template that is not accepted. */
export const IMAGE_KEY_ACCEPTS = `a key with ${SUBJECT} exactly once, after a fixed prefix that ends in "/" and with only letters, digits, "_ . = - /" around it, such as faces/${SUBJECT}`;

/** The same for editors, as far as a pattern can say it. */
export const IMAGE_KEY_PATTERN = '^(?:[A-Za-z0-9_.=-]+/)+\\{subject\\}(?:[/.][A-Za-z0-9_./=-]*)?$';

/** Whether a template leads each subject to one object, below a prefix that belongs to the kind. */
export function isImageKey(template: string): boolean {
  const [prefix, rest, ...more] = template.split(SUBJECT);
  if (prefix === undefined || rest === undefined || more.length > 0 || template.length > LONGEST) return false;
  return FIXED_TEXT.test(prefix + rest) && isPrefix(prefix) && isRest(rest);
}

/** The part before the subject, with its slash: what the function's permission and the operators' are given for. */
export function prefixOf(template: string): string {
  return template.slice(0, template.indexOf(SUBJECT));
}

function isPrefix(prefix: string): boolean {
  return prefix.endsWith('/') && prefix.slice(0, -1).split('/').every(isSegment);
}

function isRest(rest: string): boolean {
  if (rest === '') return true;
  if (rest.startsWith('/')) return rest.slice(1).split('/').every(isSegment);
  return rest.startsWith('.') && rest.split('/').every(isSegment);
}

/** `.` and `..` are ordinary text to S3, but not to every tool that lists or copies a bucket. */
function isSegment(segment: string): boolean {
  return segment !== '' && segment !== '.' && segment !== '..';
}
