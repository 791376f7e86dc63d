import { Problem } from './errors';

/** Long enough to be no accident, short enough to be found in a value that was shortened before it was quoted. */
const SAMPLE_CHARACTERS = 48;

/** A shorter sample, as of a photo of a few bytes, could stand in any text. */
const FEWEST_CHARACTERS = 16;

/** Of a base64 text or a secret, its beginning without the signs that a writer may escape. */
export function sampleOf(base64: string): string {
  return plain(base64).slice(0, SAMPLE_CHARACTERS);
}

/** Of the header that carries the credentials: its base64 text, and the secret within. */
export function samplesOfCredentials(authorization: string): string[] {
  const encoded = authorization.replace('Basic ', '');
  const decoded = Buffer.from(encoded, 'base64').toString();
  return [sampleOf(encoded), sampleOf(decoded.slice(decoded.indexOf(':') + 1))];
}

/**
 * Error messages like to quote the value that they refuse. A reply that repeats a photo, or our credentials, would hand them to
 * whoever holds the caller's token, so it is not relayed, whatever its status.
 * @param samples made by `sampleOf`.
 * @throws Problem `agent-bad-response`.
 */
export function refuseEcho(reply: Buffer, samples: readonly string[]): void {
  const text = plain(reply.toString('latin1'));
  if (samples.some((sample) => sample.length >= FEWEST_CHARACTERS && text.includes(sample))) {
    throw new Problem('agent-bad-response', 'the reply repeats the photo or the credentials that it was sent');
  }
}

/** `+` and `/` may come back as `\u002B`, `\u002f`, `\/` or `%2F`; without signs and escapes all of these are equal. */
function plain(text: string): string {
  return text.replace(/\\u00[0-9a-f]{2}|%[0-9a-f]{2}|[^A-Za-z0-9]/gi, '');
}
