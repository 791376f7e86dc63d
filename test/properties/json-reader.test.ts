import fc from 'fast-check';
import { couldBe, Members, type Read, readJson } from './json-reader';

/** What judges the function has to be right itself. */
function plain(value: Read): unknown {
  if (value instanceof Members) return Object.fromEntries(value.entries.map(([name, member]) => [name, plain(member)]));
  return Array.isArray(value) ? value.map(plain) : value;
}

test('reads every JSON value as JSON.parse does', () => {
  fc.assert(
    fc.property(fc.json({ stringUnit: 'binary' }), fc.constantFrom(undefined, 1, '\t'), (text, indent) => {
      const spaced = JSON.stringify(JSON.parse(text), undefined, indent);
      expect(JSON.stringify(plain(readJson(spaced)))).toBe(JSON.stringify(JSON.parse(spaced)));
    }),
  );
});

test('keeps both members of one name, which JSON.parse merges', () => {
  expect(readJson('{"a":1,"\\u0061":2}')).toEqual(
    new Members([
      ['a', 1],
      ['a', 2],
    ]),
  );
});

test.each(['', '{', '{"a":1', '{"a" 1}', '{"a":1}}', '{"a":1]', '[1,]', '[1 2]', '{a:1}', '01', '"', '{} x', '\ufeff{}'])(
  'refuses %j',
  (text) => {
    expect(() => readJson(text)).toThrow(SyntaxError);
  },
);

test.each(['FACEIMAGE', 'faceimage', 'ｆaceImage', 'faceımage', 'f\u0061ceImage'])(
  'takes %j for faceImage, as some reader could',
  (name) => {
    expect(couldBe(name, 'faceImage')).toBe(true);
  },
);

test.each(['face', 'faceImage2', 'xfaceImage', 'face image', 'fаceImage', ''])('does not take %j for faceImage', (name) => {
  expect(couldBe(name, 'faceImage')).toBe(false);
});
