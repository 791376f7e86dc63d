import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { Problem } from '../errors';

type Decoder = (bytes: Buffer, limit: number) => Buffer;

/** A reply without the end of its frame is whole to a reader of JSON, and a start is not to be lost for it. */
const LENIENT = { finishFlush: constants.Z_SYNC_FLUSH };

/** Two bytes and the only method, RFC 1952 section 2.3.1. */
const GZIP = Buffer.from([0x1f, 0x8b, 8]);

/** Of a frame without optional parts, as servers write it (RFC 1952 section 2.3; RFC 1950 section 2.2). */
const [GZIP_HEAD_BYTES, ZLIB_HEAD_BYTES] = [10, 2];

/** Bytes without its frame are left alone: it was named and not applied. */
const gunzip: Decoder = (bytes, maxOutputLength) =>
  isGzip(bytes) ? unframe(bytes, GZIP_HEAD_BYTES, maxOutputLength, () => gunzipSync(bytes, { ...LENIENT, maxOutputLength })) : bytes;

/** Some servers send `deflate` without its frame (RFC 9110 section 8.4.1.2). Of bytes without one, only a whole stream is believed. */
const inflate: Decoder = (bytes, maxOutputLength) =>
  isFramed(bytes)
    ? unframe(bytes, ZLIB_HEAD_BYTES, maxOutputLength, () => inflateSync(bytes, { ...LENIENT, maxOutputLength }))
    : inflateRawSync(bytes, { maxOutputLength });

const brotli: Decoder = (bytes, maxOutputLength) => brotliDecompressSync(bytes, { maxOutputLength });

const DECODERS: Readonly<Record<string, Decoder>> = { gzip: gunzip, 'x-gzip': gunzip, deflate: inflate, br: brotli };

/** No server applies more; each could grow the reply up to the limit. */
const MAX_CODINGS = 4;

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * A reply's bytes without its content codings, which we did not ask for, and without a byte order mark, which no sender of JSON may
 * add and not every parser passes over (RFC 8259 section 8.1). What cannot be decoded stays as it is: some servers name a coding and
 * do not apply it, and whether the bytes can be read is decided later. What begins as gzip is gzip, under any name: no JSON does.
 * @param contentEncoding the header, in any case (RFC 9110 section 8.4).
 * @throws Problem `agent-bad-response` for one that decodes to more than `limit` bytes.
 */
export function decodeReply(bytes: Buffer, contentEncoding: string | undefined, limit: number): Buffer {
  const named = (contentEncoding ?? '').toLowerCase().split(',');
  const applied = named.map((coding) => coding.trim()).filter((coding) => Object.hasOwn(DECODERS, coding));
  const decoded = decode(
    applied.slice(-MAX_CODINGS).reduceRight((rest, coding) => decode(rest, coding, limit), bytes),
    'gzip',
    limit,
  );
  return decoded.subarray(0, 3).equals(BYTE_ORDER_MARK) ? decoded.subarray(3) : decoded;
}

function decode(bytes: Buffer, coding: string, limit: number): Buffer {
  const decoder = DECODERS[coding];
  if (decoder === undefined || bytes.length === 0) return bytes;
  try {
    return decoder(bytes, limit);
  } catch (error) {
    if (isTooLarge(error)) throw new Problem('agent-bad-response', `the reply decodes to more than ${limit} bytes`);
    return bytes;
  }
}

/** Where the frame is damaged, or something follows it, what it holds can still be read. */
function unframe(bytes: Buffer, headBytes: number, maxOutputLength: number, whole: () => Buffer): Buffer {
  try {
    return whole();
  } catch (error) {
    if (isTooLarge(error)) throw error;
    return inflateRawSync(bytes.subarray(headBytes), { maxOutputLength });
  }
}

function isTooLarge(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
}

function isGzip(bytes: Buffer): boolean {
  return bytes.subarray(0, GZIP.length).equals(GZIP);
}

/** The two bytes of a zlib frame, RFC 1950 section 2.2. */
function isFramed(bytes: Buffer): boolean {
  return bytes.length >= 2 && ((bytes[0] ?? 0) & 0x0f) === 8 && bytes.readUInt16BE() % 31 === 0;
}
