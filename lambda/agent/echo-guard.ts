import { Problem } from '../errors';

/** Long enough to be no accident, short enough to be found in a value that was shortened before it was quoted. */
const SAMPLE_CHARACTERS = 48;

/** A shorter sample, as of a photo of a few bytes, could stand in any text. */
const FEWEST_CHARACTERS = 16;

/** Of credentials fewer do: they are random, where the first of a photo are the same in every JPEG. */
const SECRET_CHARACTERS = 24;

/** Of a base64 text, its beginning without the signs that a writer may escape. */
export function sampleOf(base64: string): string {
  return plain(base64).slice(0, SAMPLE_CHARACTERS);
}

/** Of the header that carries the credentials: its base64 text, and the secret within. Both ends of each, since an error may shorten what it quotes. */
export function samplesOfCredentials(authorization: string): string[] {
  const encoded = authorization.replace('Basic ', '');
  const decoded = Buffer.from(encoded, 'base64').toString();
  const secret = Buffer.from(decoded.slice(decoded.indexOf(':') + 1));
  const written = [encoded, secret.toString(), secret.toString('base64'), secret.toString('hex')].map(plain);
  // The first characters of the whole header are the client id's.
  return [
    sampleOf(encoded),
    ...written.slice(1).map((text) => text.slice(0, SECRET_CHARACTERS)),
    ...written.map((text) => text.slice(-SECRET_CHARACTERS)),
  ];
}

/**
 * Error messages like to quote the value that they refuse. A reply that repeats a photo, or our credentials, would hand them to
 * anyone who holds the caller's token, so it is not relayed, with any status.
 * @param samples made by `sampleOf`.
 * @throws Problem `agent-bad-response`.
 */
export function refuseEcho(reply: Buffer, samples: readonly string[]): void {
  const text = plain(reply.toString('latin1'));
  if (samples.some((sample) => sample.length >= FEWEST_CHARACTERS && text.includes(sample))) {
    throw new Problem('agent-bad-response', 'the reply repeats the photo or the credentials that it was sent');
  }
}

/**
 * A character that a writer of JSON, C, URLs or HTML has escaped, once or more often: by its number, or by a name. Of backslashes only the last
 * counts, so that many of them take no longer.
 */
const NUMBERED = /(?:\\(?:u00|u\{|x)|%(?:25)*|&(?:amp;)*#x0*)([0-9a-f]{2})[;}]?/gi;
const NAMED = /\\[bfnrt]|&(?:amp;)*(?:#\d{1,5}|[a-z]{2,6});/gi;

/**
 * `+` and `/` may come back as `\u002B`, `\/`, `%2F` or `&#43;`, and a line may be broken by `\n`; without signs, escapes and case all
 * of these are equal.
 */
function plain(text: string): string {
  const read = /[\\%&]/.test(text)
    ? text.replace(NUMBERED, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))).replace(NAMED, '')
    : text;
  return read.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
}
