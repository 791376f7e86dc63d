import { sampleOf } from '../agent/echo-guard';
import type { Payload } from '../agent/payload';
import type { Deadline } from '../deadline/deadline';
import { Problem } from '../errors';
import type { OpenBody } from '../request/transaction-body';
import { isPhoto, SIGNATURE_BYTES } from './image-signature';
import type { StoredPhoto } from './photo-store';

/** More than enough for a sample; a multiple of three, so that its base64 is the beginning of the photo's. */
const SAMPLE_BYTES = 96;

/**
 * Puts a photo, as base64, into the hole of a body, as a stream of exactly known length. Memory does not grow with the photo.
 * The closing bytes are the commit point: before them no server can accept the request, and they are only given out when
 * the object ended well, had as many bytes as announced, began as a JPEG or PNG, and the deadline has not passed.
 * @throws Problem `face-unusable` before a single byte is given out when the first bytes are no photo's.
 */
export async function splicePhoto(open: OpenBody, photo: StoredPhoto, deadline: Deadline): Promise<Payload> {
  const head = await readHead(photo.chunks);
  if (!isPhoto(head)) throw new Problem('face-unusable', 'the object is neither a JPEG nor a PNG');
  const prefix = Buffer.from(open.prefix);
  let committed = false;

  async function* chunks(): AsyncGenerator<Uint8Array | string, void> {
    // Its bytes as characters, so that they leave together with the first of the photo's.
    let before = prefix.toString('latin1');
    const encoder = createEncoder();
    let count = 0;
    for (let chunk: Buffer = head; ; ) {
      count += chunk.length;
      if (count > photo.bytes) break;
      const text = encoder.encode(chunk);
      if (text !== '') {
        yield before + text;
        before = '';
      }
      const next = await photo.chunks.next();
      if (next.done) break;
      chunk = asBuffer(next.value);
    }
    if (count !== photo.bytes) throw new Problem('face-unusable', `the object has not the ${photo.bytes} bytes that were announced`);
    deadline.requireTime();
    committed = true;
    yield encoder.end() + open.suffix;
  }

  return {
    bytes: prefix.length + Math.ceil(photo.bytes / 3) * 4 + Buffer.byteLength(open.suffix),
    chunks: chunks(),
    isCommitted: () => committed,
    samples: [sampleOf(head.subarray(0, SAMPLE_BYTES).toString('base64'))],
  };
}

/** The first chunk, or the first chunks until there are enough bytes for a signature. */
async function readHead(chunks: AsyncIterator<Uint8Array>): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < SIGNATURE_BYTES) {
    const next = await chunks.next();
    if (next.done) break;
    head = head.length === 0 ? asBuffer(next.value) : Buffer.concat([head, next.value]);
  }
  return head;
}

/** Base64 of a stream, chunk by chunk: the one or two bytes that make no whole group of three wait for the next chunk. */
function createEncoder(): { encode(chunk: Buffer): string; end(): string } {
  let rest: Buffer = Buffer.alloc(0);
  return {
    encode(chunk) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const whole = bytes.length - (bytes.length % 3);
      rest = bytes.subarray(whole);
      return bytes.toString('base64', 0, whole);
    },
    end: () => rest.toString('base64'),
  };
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
