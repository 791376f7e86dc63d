/** One for all, since making one takes longer than decoding with it: a whole text at once leaves no state behind (Encoding standard). */
const STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Bytes as text, none of them replaced. A byte order mark of a caller's body is kept, so that the parser refuses it (RFC 8259 section 8.1).
 * @throws TypeError when they are not UTF-8.
 */
export function readUtf8(bytes: Buffer): string {
  return STRICT.decode(bytes);
}
