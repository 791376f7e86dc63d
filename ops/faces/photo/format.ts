/** What the function injects, by content; the name of a file says nothing. */
export type PhotoFormat = 'jpeg' | 'png';

const OTHERS: readonly (readonly [is: (head: Buffer) => boolean, name: string])[] = [
  [(head) => /^ftyp(?:heic|heix|hevc|mif1|msf1)/.test(head.toString('latin1', 4, 12)), 'a HEIC picture, as iPhones take them'],
  [(head) => head.toString('latin1', 4, 12) === 'ftypavif', 'an AVIF picture'],
  [(head) => head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP', 'a WebP picture'],
  [(head) => head.toString('latin1', 0, 4) === 'GIF8', 'a GIF picture'],
  [(head) => /^(?:II\*\0|MM\0\*)/.test(head.toString('latin1', 0, 4)), 'a TIFF picture'],
  [(head) => head.toString('latin1', 0, 2) === 'BM', 'a BMP picture'],
  [(head) => head.toString('latin1', 4, 8) === 'jP  ' || head.readUInt32BE(0) === 0xff4fff51, 'a JPEG 2000 picture'],
  [(head) => head.toString('latin1', 0, 5) === '%PDF-', 'a PDF document'],
  [(head) => /^(?:\/9j\/|iVBORw0KGgo|data:image\/)/.test(head.toString('latin1')), 'base64 text of a picture, not the picture'],
];

/** @returns the format, or in words what the content is instead. */
export function formatOf(file: Buffer): PhotoFormat | { readonly instead: string } {
  if (file.length === 0) return { instead: 'empty' };
  if (file.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'jpeg';
  if (file.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'))) return 'png';
  const head = Buffer.alloc(16);
  file.copy(head, 0, 0, 16);
  return { instead: OTHERS.find(([is]) => is(head))?.[1] ?? 'of no format that is known here' };
}
