import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** What is wrong with an object in the bucket; `none` for a photo as it should be. */
export const DEFECTS = ['none', 'cut', 'short', 'corrupt', 'text'] as const;
export type Defect = (typeof DEFECTS)[number];

const SUBJECT = /^(?<defect>[a-z]+)-(?<bytes>\d+)$/;

/** Whom a request is for says which object the bucket has for them: its size, and what is wrong with it. */
export function subjectOf(bytes: number, defect: Defect | 'stall' = 'none'): string {
  return `${defect}-${bytes}`;
}

export interface Photo {
  readonly bytes: Buffer;
  readonly defect: Defect;
  /** CRC-32 of what the object should be, in the form of S3's header. */
  readonly checksum: string;
}

/** @param key Ends in what {@link subjectOf} made. @returns undefined for any other key. */
export function photoAt(key: string): Photo | undefined {
  const found = SUBJECT.exec(key.slice(key.lastIndexOf('/') + 1))?.groups;
  if (found === undefined) return undefined;
  const defect = DEFECTS.find((name) => name === found.defect) ?? 'none';
  const bytes = noise(Number(found.bytes), defect === 'text' ? Buffer.from('<html>') : Buffer.from([0xff, 0xd8, 0xff, 0xe0]));
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE((crc32(bytes) ^ (defect === 'corrupt' ? 1 : 0)) >>> 0);
  return { bytes, defect, checksum: checksum.toString('base64') };
}

/** Incompressible bytes, the same each time. */
function noise(length: number, head: Buffer): Buffer {
  const block = Buffer.concat(Array.from({ length: 512 }, (_, at) => createHash('sha256').update(`noise ${at}`).digest()));
  const bytes = Buffer.alloc(length, block);
  head.copy(bytes);
  return bytes;
}
