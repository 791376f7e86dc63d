import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** Algorithms that are computed here; a checksum of any other is kept as it was sent. */
export const COMPUTED: Readonly<Record<string, (bytes: Buffer) => string>> = {
  crc32: crc32Of,
  sha1: (bytes) => createHash('sha1').update(bytes).digest('base64'),
  sha256: (bytes) => createHash('sha256').update(bytes).digest('base64'),
};

/** Algorithms of S3 since April 2026, as its headers spell them; the last is one of tomorrow. */
export const NEWER_CHECKSUMS = ['sha512', 'xxhash3', 'xxhash64', 'xxhash128', 'md5', 'blake4'] as const;

/** Which checksum is kept with an object: `wrong` does not match its bytes, `composite` is that of its parts. */
export type ChecksumKind = 'crc32' | 'wrong' | 'composite' | 'none' | (typeof NEWER_CHECKSUMS)[number];

/** The headers by which S3 tells the checksum of an object. */
export function checksumHeaders(bytes: Buffer, kind: ChecksumKind): Record<string, string> {
  if (kind === 'none') return {};
  if (kind === 'composite') return { 'x-amz-checksum-crc32': `${crc32Of(bytes)}-2`, 'x-amz-checksum-type': 'COMPOSITE' };
  const algorithm = kind === 'wrong' ? 'crc32' : kind;
  const value = kind === 'wrong' ? crc32Of(Buffer.concat([bytes, Buffer.of(0)])) : crc32Of(bytes);
  return { [`x-amz-checksum-${algorithm}`]: value, 'x-amz-checksum-type': 'FULL_OBJECT' };
}

function crc32Of(bytes: Buffer): string {
  const value = Buffer.alloc(4);
  value.writeUInt32BE(crc32(bytes));
  return value.toString('base64');
}
