/** How many of a file's first bytes say what it is. */
export const SIGNATURE_BYTES = 8;

const JPEG = [0xff, 0xd8, 0xff];
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Whether these first bytes are of a JPEG or PNG file, the two formats that are injected. */
export function isPhoto(head: Uint8Array): boolean {
  return startsWith(head, JPEG) || startsWith(head, PNG);
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return bytes.length >= signature.length && signature.every((byte, at) => bytes[at] === byte);
}
