import { readUtf8 } from '../../../lambda/request/utf8';

const WHOLE = Buffer.from('{"name":"Zoë 🦉"}');

test('a text is read as it is, its byte order mark included', () => {
  expect(readUtf8(WHOLE)).toBe('{"name":"Zoë 🦉"}');
  expect(readUtf8(Buffer.from([0xef, 0xbb, 0xbf, 0x7b, 0x7d]))).toBe('\ufeff{}');
  expect(readUtf8(Buffer.alloc(0))).toBe('');
});

/** Node's own code for it; the class is that of another realm in a test. */
const INVALID = expect.objectContaining({ code: 'ERR_ENCODING_INVALID_ENCODED_DATA' });

const BROKEN: readonly (readonly [string, readonly number[]])[] = [
  ['a byte that begins nothing', [0x22, 0xff, 0x22]],
  ['a character that is cut', [0xf0, 0x9f, 0xa6]],
  ['a longer form than needed', [0xc0, 0xaf]],
  ['half of a surrogate pair', [0xed, 0xa0, 0x80]],
];

test.each(BROKEN)('%s is refused, and nothing of it reaches the text of the next caller', (_, bytes) => {
  expect(() => readUtf8(Buffer.from(bytes))).toThrow(INVALID);
  // The end of a cut character, were it still waited for, and a text of its own.
  expect(() => readUtf8(Buffer.from([0x89]))).toThrow(INVALID);
  expect(readUtf8(WHOLE)).toBe('{"name":"Zoë 🦉"}');
  expect(readUtf8(Buffer.from([0x28]))).toBe('(');
});
