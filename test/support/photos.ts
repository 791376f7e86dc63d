import { createCipheriv, createHash } from 'node:crypto';

const JPEG_HEAD = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, 0x4a, 0x46, 0x49, 0x46]);
const ANY_START = Buffer.alloc(16);

/** Bytes that begin as a JPEG and are noise from then on, the same for the same seed. `bytes` is at least 10. */
export function jpegOf(bytes: number, seed = 'photo'): Buffer {
  // The key stream of a cipher: megabytes of it in a millisecond.
  const noise = createCipheriv('aes-256-ctr', createHash('sha256').update(seed).digest(), ANY_START);
  return Buffer.concat([JPEG_HEAD, noise.update(Buffer.alloc(bytes - JPEG_HEAD.length))]);
}
