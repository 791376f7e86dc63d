/** Bytes that may stand between the last block and an end marker. */
const STRAY_BYTES = 64;

/** How the data begins that cameras and phones put behind a picture. */
const BEGINNINGS: readonly ((trailer: Buffer) => boolean)[] = [
  // Samsung's blocks: two zeros, a type, the length of a name in four bytes, the name.
  (trailer) =>
    trailer.length > 8 && trailer.readUInt16LE(0) === 0 && isName(trailer.subarray(8, 8 + Math.min(trailer.readUInt32LE(4), 64))),
  // A name alone, as of a motion photo; a video (ISO/IEC 14496-12); another JPEG.
  (trailer) => trailer.length >= 8 && isName(trailer.subarray(0, 8)),
  (trailer) => trailer.toString('latin1', 4, 8) === 'ftyp',
  (trailer) => trailer.toString('hex', 0, 3) === 'ffd8ff',
  (trailer) => trailer.every((byte) => byte === trailer[0]),
];

/**
 * Whether bytes behind a whole scan without an end marker are no part of it. Where a scan was cut and something was put behind, its codes may seem to
 * go on in that and to end somewhere within: then what is left begins in the middle.
 */
export function isTrailer(bytes: Buffer): boolean {
  return BEGINNINGS.some((begins) => begins(bytes));
}

/** Whether so few bytes, or nothing but zeros, stand before an end marker that they are no part of a scan. */
export function isStray(bytes: Buffer): boolean {
  return bytes.length <= STRAY_BYTES || bytes.every((byte) => byte === 0);
}

function isName(bytes: Buffer): boolean {
  return bytes.length > 0 && bytes.every((byte) => byte >= 0x20 && byte < 0x7f);
}
