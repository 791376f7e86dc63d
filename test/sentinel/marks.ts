/** A secret of a test: a text or bytes that stand nowhere else in the world. */
export interface Mark {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Enough that no chance finds it, short enough to be found in a value that was cut. */
const SAMPLE_BYTES = 18;

/** Samples of a value from its beginning, its middle and its end, so that a part of it is found, too. */
export function marksOf(name: string, value: string | Buffer): Mark[] {
  const bytes = Buffer.from(value);
  const places = [0, Math.floor((bytes.length - SAMPLE_BYTES) / 2), bytes.length - SAMPLE_BYTES];
  return [...new Set(places.map((at) => Math.max(0, at)))].map((at) => ({ name, bytes: bytes.subarray(at, at + SAMPLE_BYTES) }));
}

/** The names of the marks that a text holds in any form, in any case. */
export function findMarks(text: string, marks: readonly Mark[]): string[] {
  const haystacks = [text, unescaped(text), unescaped(unescaped(text))].map((form) => form.toLowerCase());
  const found = marks.filter(({ bytes }) =>
    formsOf(bytes).some((form) => haystacks.some((haystack) => haystack.includes(form.toLowerCase()))),
  );
  return [...new Set(found.map(({ name }) => name))];
}

/** Each way in which bytes may stand in a text: raw, base64 at each alignment in both alphabets, hexadecimal, encoded for a URL. */
export function formsOf(bytes: Buffer): string[] {
  const base64 = [0, 1, 2].map((before) => alignedBase64(bytes, before));
  const hex = bytes.toString('hex');
  return [
    ...[bytes.toString('latin1'), bytes.toString('utf8')],
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    ...[hex, hex.replace(/../g, '%$&'), urlEncoded(bytes), [...bytes].join(',')],
  ];
}

/** What is the same in the base64 of every text that has these bytes behind `before` others: without the signs at both borders. */
function alignedBase64(bytes: Buffer, before: number): string {
  const text = Buffer.concat([Buffer.alloc(before), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  const foreign = Math.ceil((before * 8) / 6);
  const whole = Math.floor(((before + bytes.length) * 8) / 6);
  return text.slice(foreign, whole);
}

/** As `encodeURIComponent`, of bytes that may be no text. */
function urlEncoded(bytes: Buffer): string {
  return Array.from(bytes, (byte) => {
    const character = String.fromCharCode(byte);
    return /[A-Za-z0-9_.!~*'()-]/.test(character) ? character : `%${byte.toString(16).padStart(2, '0')}`;
  }).join('');
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** Without the escapes of JSON (RFC 8259 section 7). */
function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-f]{4})|(.))/gi, (_, code, short) =>
    code === undefined ? (SHORT_ESCAPES[short] ?? short) : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
