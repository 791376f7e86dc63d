import { Problem } from '../errors';

/** A number in its sender's own digits, as `JSON.rawJSON` makes it: JavaScript would round some of 17 digits, and 64-bit ids. */
export interface JsonNumber {
  readonly rawJSON: string;
}

declare global {
  /** TC39 "JSON.parse source text access", in V8 since Node 21; not in TypeScript's own declarations. */
  interface JSON {
    rawJSON(text: string): JsonNumber;
    isRawJSON(value: unknown): boolean;
  }
}

export type JsonValue = null | boolean | JsonNumber | string | JsonValue[] | JsonObject;
export type JsonObject = { [name: string]: JsonValue };

/** Deeper than any SDK nests, and far from what a recursive reader on the other side could choke on. */
const MAX_DEPTH = 32;
const MAX_MEMBERS = 64;
const MAX_DIGITS = 40;

/**
 * Parses a JSON object whose meaning cannot change on the way: what this side reads is what the Agent API will read.
 * @throws Problem `not-json` for anything that is no JSON, `invalid-request` for JSON that is no object, nests deeper than 32,
 *   or holds an object of more than 64 members or a number of more than 40 characters.
 */
export function parseJsonObject(text: string): JsonObject {
  const { depth, members, hasNumbers } = measure(text);
  if (depth > MAX_DEPTH) throw new Problem('invalid-request', `the body nests deeper than ${MAX_DEPTH}`);
  if (members > MAX_MEMBERS) throw new Problem('invalid-request', `an object of the body has more than ${MAX_MEMBERS} members`);
  const value = parse(text, hasNumbers);
  if (!isJsonObject(value)) throw new Problem('invalid-request', 'the body is not a JSON object');
  return value;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isJsonNumber(value);
}

export function isJsonNumber(value: unknown): value is JsonNumber {
  return JSON.isRawJSON(value);
}

/** An object with exactly these members. `Object.fromEntries` defines them, so a member called `__proto__` stays a member. */
export function jsonObject(entries: Iterable<readonly [string, JsonValue]>): JsonObject {
  return Object.fromEntries(entries) as JsonObject;
}

/** Whether each member name of a value, at every depth, is fit. */
export function everyName(value: JsonValue | undefined, isFit: (name: string) => boolean): boolean {
  if (Array.isArray(value)) return value.every((item) => everyName(item, isFit));
  if (!isJsonObject(value)) return true;
  return Object.entries(value).every(([name, member]) => isFit(name) && everyName(member, isFit));
}

export interface Measures {
  readonly depth: number;
  /** The most members of one object, repeated ones included. */
  readonly members: number;
  readonly hasNumbers: boolean;
}

/** What a JSON text holds, counted in one pass before it is parsed: a parser recurses into a deep body. */
export function measure(text: string): Measures {
  const open: number[] = [];
  let depth = 0;
  let members = 0;
  let inString = false;
  let hasNumbers = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (inString) {
      if (character === '\\') at++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') depth = Math.max(depth, open.push(0));
    else if (character === '}' || character === ']') open.pop();
    else if (character === ':') {
      const count = (open.pop() ?? 0) + 1;
      members = Math.max(members, count);
      open.push(count);
    } else if (character >= '0' && character <= '9') hasNumbers = true;
  }
  return { depth, members, hasNumbers };
}

/** A text without numbers needs no look at each value, which takes several times longer than the parsing. */
function parse(text: string, hasNumbers: boolean): unknown {
  try {
    return hasNumbers ? JSON.parse(text, asWritten) : JSON.parse(text);
  } catch (error) {
    if (error instanceof Problem) throw error;
    // The parser's own message quotes the body, so it is not kept as a cause.
    throw new Problem('not-json', 'the body does not parse as JSON');
  }
}

/** The third argument is the source text of a primitive. */
function asWritten(_name: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number') return value;
  const source = context?.source ?? '';
  if (source === '' || source.length > MAX_DIGITS) {
    throw new Problem('invalid-request', `the body holds a number of more than ${MAX_DIGITS} characters`);
  }
  return JSON.rawJSON(source);
}
