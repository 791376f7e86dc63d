import type { JsonValue } from './json';
import { isJsonNumber } from './json';

const MAX_CHARACTERS = 256;

/** No markup, no control character but TAB, LF and CR, no run that could hold an encoded file. */
const NOT_PLAIN = /<|(?![\t\n\r])\p{Cc}|[A-Za-z0-9+/=_-]{65}/u;

/** A plain value, in words, for a refusal. */
export const PLAIN_VALUE = `a boolean, a number or plain text of at most ${MAX_CHARACTERS} characters`;

/**
 * Whether a value is a boolean, a number, or text such as a person types. A list of what may pass, not of what may not: no
 * encoding of a picture is plain short text.
 */
export function isPlainValue(value: JsonValue): boolean {
  return typeof value === 'boolean' || isJsonNumber(value) || (typeof value === 'string' && isPlainText(value));
}

function isPlainText(text: string): boolean {
  // A character is at most two units, so a longer text need not be counted.
  return text.length <= 2 * MAX_CHARACTERS && [...text].length <= MAX_CHARACTERS && !NOT_PLAIN.test(text);
}
