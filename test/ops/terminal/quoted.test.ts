import { quoted, shown } from '../../../ops/terminal/quoted';

test.each([
  ['photos/a.jpg', '"photos/a.jpg"'],
  ['mü ller', '"mü ller"'],
  ['mü'.normalize('NFD'), '"mu\\u0308"'],
  ['a ', '"a "'],
  ['a\u00a0b\u200bc\u202ed', '"a\\u00a0b\\u200bc\\u202ed"'],
  ['a\tb\u0000c\n', '"a\\u0009b\\u0000c\\u000a"'],
  ['\ufffd\ud800\ufeff', '"\\ufffd\\ud800\\ufeff"'],
  ['\u{e0041}', '"\\u{e0041}"'],
  ['C:\\a "b"', '"C:\\a "b""'],
])('%j is shown as %s', (text, seen) => {
  expect(quoted(text)).toBe(seen);
});

test('a name without anything odd needs no quotes', () => {
  expect([shown('mü ller.jpg'), shown('a '), shown('a\u200b')]).toEqual(['mü ller.jpg', '"a "', '"a\\u200b"']);
});
