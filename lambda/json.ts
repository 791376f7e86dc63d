import { Problem } from './errors';

export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject;
export type JsonObject = { [name: string]: JsonValue };

/** Deeper than any SDK nests, and far from what a recursive reader on the other side could choke on. */
const MAX_DEPTH = 32;

/**
 * Parses a JSON object whose meaning cannot change on the way: what this side reads is what the Agent API will read.
 * @throws Problem `not-json` for anything that is no JSON, `invalid-request` for JSON that is no object, nests deeper than 32
 *   or holds a number that JavaScript would round (it would leave here as another number).
 */
export function parseJsonObject(text: string): JsonObject {
  if (depth(text) > MAX_DEPTH) throw new Problem('invalid-request', `the body nests deeper than ${MAX_DEPTH}`);
  const value = parse(text);
  if (!isJsonObject(value)) throw new Problem('invalid-request', 'the body is not a JSON object');
  return value;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object with exactly these members. `Object.fromEntries` defines them, so a member called `__proto__` stays a member. */
export function jsonObject(entries: Iterable<readonly [string, JsonValue]>): JsonObject {
  return Object.fromEntries(entries) as JsonObject;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text, keepExactNumbers);
  } catch (error) {
    if (error instanceof Problem) throw error;
    // The parser's own message quotes the body, so it is not kept as a cause.
    throw new Problem('not-json', 'the body does not parse as JSON');
  }
}

/** The third argument is the source text of a primitive (TC39 "JSON.parse source text access", in V8 since Node 21). */
function keepExactNumbers(_name: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value === 'number' && context?.source !== undefined && !isExact(context.source, value)) {
    throw new Problem('invalid-request', 'the body holds a number that cannot be kept exactly');
  }
  return value;
}

/** Whether a JSON number means the same as the text that `JSON.stringify` will write for it. */
function isExact(source: string, value: number): boolean {
  return Number.isFinite(value) && decimal(source) === decimal(String(value));
}

/** A number's digits without outer zeros, and its exponent of ten: equal texts mean equal numbers. */
function decimal(text: string): string {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = withoutEndingZeros(digits);
  if (significant === '') return '0';
  const shift = Number(exponent) - fraction.length + (digits.length - significant.length);
  return `${mantissa.startsWith('-') ? '-' : ''}${significant}e${shift}`;
}

/** A loop, since `/0+$/` tries again at every zero: a number of 250,000 digits would hold the event loop for half a minute. */
function withoutEndingZeros(digits: string): string {
  let end = digits.length;
  while (digits[end - 1] === '0') end--;
  return digits.slice(0, end);
}

/** Counted on the text before parsing, since parsing with a reviver recurses and a deep body could exhaust the stack. */
function depth(text: string): number {
  let open = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') deepest = Math.max(deepest, ++open);
    else if (character === '}' || character === ']') open--;
  }
  return deepest;
}
