import { createHash } from 'node:crypto';

const JPEG_HEAD = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, 0x4a, 0x46, 0x49, 0x46]);

/** Bytes that begin as a JPEG and are noise from then on, the same for the same seed. `bytes` is at least 10. */
export function jpegOf(bytes: number, seed = 'photo'): Buffer {
  const blocks: Buffer[] = [];
  for (let at = 0; at * 32 < bytes; at++) blocks.push(createHash('sha256').update(`${seed}${at}`).digest());
  return Buffer.concat([JPEG_HEAD, Buffer.concat(blocks)]).subarray(0, bytes);
}
