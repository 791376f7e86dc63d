/** How many of a file's first bytes tell what it is. */
export const SIGNATURE_BYTES = 8;

const JPEG = [0xff, 0xd8, 0xff];
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Whether these first bytes are of a JPEG or PNG file, the two formats that are injected. */
export function isPhoto(head: Uint8Array): boolean {
  return startsWith(head, JPEG) || startsWith(head, PNG);
}

/**
 * Whether a text is a picture in disguise: a `data:` URL, its scheme cut off or not, or base64 of a format that image libraries
 * open and that has a signature (TGA has none). Foreign characters are passed over and the URL alphabet is read, as the most
 * lenient decoder would.
 */
export function isEncodedImage(text: string): boolean {
  if (/^\s*data\s*:|;\s*base64\s*,/i.test(text)) return true;
  const dense = text.replace(/[^A-Za-z0-9+/_-]/g, '');
  return isAnyImage(Buffer.from(dense.slice(0, 64), 'base64'));
}

function isAnyImage(head: Buffer): boolean {
  const text = head.toString('latin1');
  return (
    isPhoto(head) ||
    text.startsWith('GIF8') ||
    (text.startsWith('RIFF') && text.startsWith('WEBP', 8)) ||
    // TIFF and BigTIFF, in both byte orders.
    /^(?:II[*+]\0|MM\0[*+])/.test(text) ||
    text.startsWith('qoif') ||
    // Netpbm: the number of a format, a blank, a width or a comment. `PAM` (P7) goes on with a word.
    /^P(?:[1-6]\s+[\d#]|7\s+[A-Z#])/.test(text) ||
    text.startsWith('%PDF-') ||
    // ISO media: HEIC and AVIF. A box of type "ftyp" after its four bytes of length.
    text.startsWith('ftyp', 4) ||
    // JPEG 2000: its signature box, or a bare code stream.
    text.startsWith('jP  ', 4) ||
    startsWith(head, [0xff, 0x4f, 0xff, 0x51]) ||
    // JPEG XL in its box. The two bytes of a bare code stream are base64 of every text that begins with "/wo".
    text.startsWith('JXL ', 4) ||
    // BMP: two letters are too common in text; the four reserved bytes behind the size are zero.
    (text.startsWith('BM') && startsWith(head.subarray(6), [0, 0, 0, 0]))
  );
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return bytes.length >= signature.length && signature.every((byte, at) => bytes[at] === byte);
}
