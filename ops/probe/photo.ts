/** A grey square, of no one. */
const SQUARE = Buffer.from(
  '/9j/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAAQABADASIAAhEBAxEB/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/xAAUAQEAAAAAAAAAAAAAAAAAAAAA/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAwDAQACEQMRAD8AAA//2Q==',
  'base64',
);

/** The most that a comment of a JPEG holds (ITU-T T.81 section B.2.4.5): its length is in two bytes, and counts them. */
const COMMENT = 65_533;

/** A JPEG of about this size, in bytes: a picture with comments behind its first marker, which no reader shows. @param picture a JPEG */
export function jpegOf(bytes: number, picture: Buffer = SQUARE): Buffer {
  const comments: Buffer[] = [];
  for (let left = bytes - picture.length; left > 4; left -= COMMENT + 4) {
    const text = Buffer.alloc(Math.min(left - 4, COMMENT), 0x20);
    const head = Buffer.from([0xff, 0xfe, 0, 0]);
    head.writeUInt16BE(text.length + 2, 2);
    comments.push(head, text);
  }
  return Buffer.concat([picture.subarray(0, 2), ...comments, picture.subarray(2)]);
}
