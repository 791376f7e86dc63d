import fc from 'fast-check';
import { jsonString } from './spellings';
import { ALICE, VICTIM } from './world';

/** Beginnings of pictures in base64, plain, as URL and in the URL alphabet. */
const PICTURES = [
  '/9j/4AAQSkZJRgABAQAASABIAAD/',
  'data:image/png;base64,iVBORw0KGgo=',
  '_9j_4AAQSkZJRgABAQ',
  'iVBORw0KGgoAAAANSUhEUg==',
].map((text) => text.repeat(4));

/** Values that are no object, as texts: numbers that round, halves of surrogates, texts that look like the end of a body, no JSON. */
const ODD = [
  ...['true', 'false', 'null', '0', '-0', '1', '1.10', '1e2', '0.1', '1e400', '1e-400', '12345678901234567890', '9007199254740993'],
  ...['""', '[]', '{}', '[[]]', '"\\ud800"', '"\\udc00\\ud800"', '"\ud800"', '"\\u0000"', '"\u2028"', '"}}"', '"\\",\\"faceImage\\":\\""'],
  ...[JSON.stringify('x'.repeat(4097)), `1${'0'.repeat(3000)}`, `["${VICTIM}"]`, `{"id":"${VICTIM}"}`],
];

/** No JSON, or another JSON than its place can hold. */
const BROKEN = ['00', '+1', '.5', '"\\x"', 'NaN', 'undefined', "'x'", '"","faceImage":""', ''];

/** About as deep as is allowed, from both sides. */
const nested = fc.tuple(fc.integer({ min: 28, max: 33 }), fc.boolean()).map(([depth, isList]) => {
  const [open, close] = isList ? ['[', ']'] : ['{"a":', '}'];
  return `${open.repeat(depth)}${isList ? '' : '1'}${close.repeat(depth)}`;
});

/** The text of any value, some of them no JSON. */
export const anything: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: fc.constantFrom(...ODD), weight: 4 },
  { arbitrary: fc.constantFrom(...PICTURES, ALICE, VICTIM).map((text) => JSON.stringify(text)), weight: 3 },
  { arbitrary: fc.json({ maxDepth: 3, stringUnit: 'binary' }), weight: 2 },
  { arbitrary: fc.oneof(nested, fc.constantFrom(...BROKEN)), weight: 1 },
);

/** A sound value most of the time, so that what is next to it is reached. */
export function mostly(sound: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof({ arbitrary: sound, weight: 40 }, { arbitrary: anything, weight: 1 });
}

/** A member as a text, so that one name can stand twice in an object. */
export function member(name: fc.Arbitrary<string>, value: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(jsonString(name), value).map(([left, right]) => `${left}:${right}`);
}

/** An object of members in any order. */
export function objectOf(...members: readonly fc.Arbitrary<readonly string[]>[]): fc.Arbitrary<string> {
  return fc
    .tuple(...members)
    .map((groups) => groups.flat())
    .chain((all) => fc.shuffledSubarray(all, { minLength: all.length }))
    .map((all) => `{${all.join(',')}}`);
}

export function once(text: fc.Arbitrary<string>): fc.Arbitrary<string[]> {
  return text.map((one) => [one]);
}

export function atMost(count: number, text: fc.Arbitrary<string>): fc.Arbitrary<string[]> {
  return fc.array(text, { maxLength: count });
}

/** Rarely one, mostly none. */
export function rarely(text: fc.Arbitrary<string>): fc.Arbitrary<string[]> {
  return fc.oneof({ arbitrary: fc.constant<string[]>([]), weight: 9 }, { arbitrary: once(text), weight: 1 });
}
