import { createHash } from 'node:crypto';
import { BindingError } from './members';

/** What a form value holds, when it is an image. */
export interface ImageSummary {
  readonly type: string;
  readonly bytes: number;
  /** SHA-256 of the image's bytes, as 64 lower-case hexadecimal digits. */
  readonly sha256: string;
}

const SIGNATURES: readonly (readonly [type: string, hexadecimal: RegExp])[] = [
  ['image/jpeg', /^ffd8ff/],
  ['image/png', /^89504e470d0a1a0a/],
  ['image/gif', /^474946383[79]61/],
  ['image/webp', /^52494646.{8}57454250/],
  ['image/heic', /^.{8}66747970(68656963|68656978|6d696631)/],
  ['image/avif', /^.{8}6674797061766966/],
  ['image/bmp', /^424d.{8}00000000/],
  ['image/tiff', /^(49492a00|4d4d002a)/],
];

/** The image that a form value decodes to, also out of a `data:` URL or broken lines; undefined when it is none. */
export function summarizeImage(value: unknown): ImageSummary | undefined {
  if (typeof value !== 'string') return undefined;
  const bytes = Buffer.from(value.replace(/^data:[^,]*,/i, ''), 'base64');
  const head = bytes.subarray(0, 16).toString('hex');
  const type = SIGNATURES.find(([, pattern]) => pattern.test(head))?.[0];
  if (type === undefined) return undefined;
  return { type, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/**
 * Refuses an image in any form but plain base64, which is the one that the Agent API documents.
 * @param fields Form fields that hold images by their name.
 * @throws BindingError
 */
export function checkImages(formValues: Readonly<Record<string, unknown>>, fields: ReadonlySet<string>): void {
  for (const [name, value] of Object.entries(formValues)) {
    if (!fields.has(name) && summarizeImage(value) === undefined) continue;
    if (typeof value !== 'string' || !isPlainBase64(value)) throw new BindingError(`The form value ${name} is not plain base64.`);
  }
}

/** Not by a pattern: on millions of characters one overflows V8’s stack, in a process that has compiled much code. */
function isPlainBase64(value: string): boolean {
  return value.length > 0 && Buffer.from(value, 'base64').toString('base64') === value;
}
