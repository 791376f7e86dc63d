import { setFlagsFromString } from 'node:v8';
import { checkImages } from '../../../stand-ins/agent/images';
import { BindingError } from '../../../stand-ins/agent/members';
import { jpegOf } from '../../support/photos';

// What V8 does by itself once there are megabytes of compiled code (`TooMuchRegExpCode`): a pattern then needs more of its stack for each character.
beforeAll(() => setFlagsFromString('--no-regexp-optimization'));
afterAll(() => setFlagsFromString('--regexp-optimization'));

const check = (faceImage: string) => checkImages({ faceImage }, new Set(['faceImage']));

test.each([5, 10])('a photo of %i MB is taken, however much code the process has compiled', (megabytes) => {
  expect(() => check(jpegOf(megabytes * 1024 * 1024).toString('base64'))).not.toThrow();
});

test.each([
  ['with a line broken', (text: string) => `${text.slice(0, 76)}\r\n${text.slice(76)}`],
  ['of the alphabet for URLs', () => '_9j_2Q=='],
  ['without its padding', (text: string) => text.replace(/=+$/, '').slice(0, -1)],
  ['as a data: URL', (text: string) => `data:image/jpeg;base64,${text}`],
  ['with something behind it', (text: string) => `${text}====`],
  ['that is empty', () => ''],
])('base64 %s is refused', (_what, change) => {
  expect(() => check(change(jpegOf(9000).toString('base64')))).toThrow(BindingError);
});
