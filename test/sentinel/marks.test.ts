import { jpegOf } from '../support/photos';
import { findMarks, marksOf } from './marks';

/** Its end has each character that JSON escapes. */
const PHOTO = Buffer.concat([jpegOf(900, 'sentinel'), Buffer.from('.\b.\f.\n.\r.\t."./.\\.\0')]);
const TEXT = 'a note / of "žarko" + others';
const marks = [...marksOf('photo', PHOTO), ...marksOf('note', TEXT)];

/** A search that misses a form would call a leak silence. */
const HIDINGS: [string, (value: Buffer) => string][] = [
  ['as it is', (value) => value.toString('latin1')],
  ['in JSON', (value) => JSON.stringify({ a: value.toString('latin1') })],
  ['in JSON within JSON', (value) => JSON.stringify({ a: JSON.stringify({ b: value.toString('latin1') }) })],
  ['in JSON with every character escaped', (value) => [...value].map((byte) => `\\u00${byte.toString(16).padStart(2, '0')}`).join('')],
  ['in base64', (value) => value.toString('base64')],
  ['in base64 behind one byte', (value) => Buffer.concat([Buffer.from('x'), value]).toString('base64')],
  ['in base64 behind two bytes', (value) => Buffer.concat([Buffer.from('xy'), value]).toString('base64')],
  ['in the URL alphabet', (value) => value.toString('base64url')],
  ['in base64 within JSON with escaped slashes', (value) => value.toString('base64').replaceAll('/', '\\/')],
  ['in hexadecimal', (value) => value.toString('hex')],
  ['in capital hexadecimal', (value) => value.toString('hex').toUpperCase()],
  ['with each byte in percents', (value) => value.toString('hex').replace(/../g, '%$&')],
  ['encoded for a URL', (value) => encodeURIComponent(value.toString('utf8'))],
  ['as a list of numbers', (value) => JSON.stringify([...value])],
];

test.each(HIDINGS)('a text is found %s, whole or cut', (_how, hide) => {
  expect(findMarks(`{"x":"${hide(Buffer.from(TEXT))}"}`, marks)).toEqual(['note']);
  expect(findMarks(`{"x":"${hide(Buffer.from(TEXT).subarray(0, 20))}"}`, marks)).toEqual(['note']);
});

test.each(HIDINGS.filter(([how]) => how !== 'encoded for a URL'))('a photo is found %s, whole or its end alone', (_how, hide) => {
  expect(findMarks(hide(PHOTO), marks)).toEqual(['photo']);
  expect(findMarks(hide(PHOTO.subarray(-40)), marks)).toEqual(['photo']);
});

test('nothing is found where nothing is', () => {
  expect(findMarks(`${'{"a":"b"}'.repeat(100)}${jpegOf(2000, 'another').toString('base64')}`, marks)).toEqual([]);
});
