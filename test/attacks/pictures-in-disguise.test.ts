import { deflateSync, gzipSync } from 'node:zlib';
import { startBody } from '../support/events';
import { jpegOf } from '../support/photos';
import { type GivenProxy, givenProxy } from '../support/proxy';

/**
 * A filter that knows pictures lets through the form that it does not know: seventeen did pass it. What is listed is what may pass:
 * plain short text, which no encoding of a picture is.
 */
let given: GivenProxy;
afterAll(async () => await given?.stop());
beforeAll(async () => {
  given = await givenProxy();
});

const PHOTO = jpegOf(301);
const base64 = (bytes: Buffer) => bytes.toString('base64');
const wrapped = (text: string, width: number, by: string) => text.replace(new RegExp(`.{${width}}`, 'g'), `$&${by}`);
const wide = (text: string) => text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><circle r="9"/></svg>';

test.each([
  ['a JPEG in base64', base64(PHOTO)],
  ['with a zero byte before it', base64(Buffer.concat([Buffer.alloc(1), PHOTO]))],
  ['with a zero byte in it', base64(Buffer.concat([PHOTO.subarray(0, 2), Buffer.alloc(1), PHOTO.subarray(2)]))],
  ['with a character too much before it', `A${base64(PHOTO)}`],
  ['with text before a comma', `a photo of mine, ${base64(PHOTO)}`],
  ['as a data URL', `data:image/jpeg;base64,${base64(PHOTO)}`],
  ['as a data URL of another type', `data:text/plain,${base64(PHOTO)}`],
  ['in the URL alphabet', PHOTO.toString('base64url')],
  ['in gzip', base64(gzipSync(PHOTO))],
  ['in zlib', base64(deflateSync(PHOTO))],
  ['in hexadecimal', PHOTO.toString('hex')],
  ['in hexadecimal with colons', wrapped(PHOTO.toString('hex'), 2, ':')],
  ['in percent signs', wrapped(PHOTO.toString('hex'), 2, '%')],
  ['in decimal', [...PHOTO].join(',')],
  ['in binary', [...PHOTO].map((byte) => byte.toString(2)).join(' ')],
  ['in lines of 64 characters', wrapped(base64(PHOTO), 64, '\n')],
  ['with a blank after each character', wrapped(base64(PHOTO), 1, ' ')],
  ['with a zero-width space after each character', wrapped(base64(PHOTO), 1, '\u200b')],
  ['in fullwidth letters', wide(base64(PHOTO))],
  ['reversed', [...base64(PHOTO)].reverse().join('')],
  ['base64 twice', base64(Buffer.from(base64(PHOTO)))],
  ['as text of its bytes', PHOTO.toString('latin1')],
  ['in UTF-7', `+${base64(PHOTO)}-`],
  ['a PSD', base64(Buffer.concat([Buffer.from('8BPS\0\x01'), PHOTO]))],
  ['a TGA', base64(Buffer.concat([Buffer.from([0, 0, 2]), Buffer.alloc(80)]))],
  ['an ICO', base64(Buffer.concat([Buffer.from([0, 0, 1, 0]), PHOTO]))],
  ['a bare stream of JPEG XL', base64(Buffer.concat([Buffer.from([0xff, 0x0a]), PHOTO]))],
  ['an SVG', SVG],
  ['an SVG with blanks before it', `  ${SVG}`],
  ['an SVG in base64', base64(Buffer.from(SVG.repeat(3)))],
  ['a page of HTML', '<img src="https://evil.example/face.jpg">'],
  ['an object', { base64: 'x' }],
  ['a list of bytes', [...PHOTO]],
])('%s is no value of a field that no one listed', async (_what, other) => {
  const before = given.agent.requests.length;
  const result = await given.call({ body: startBody({ formValues: { other } }) });
  expect(JSON.parse(result.body)).toMatchObject({ code: 'value-not-allowed' });
  expect(given.agent.requests).toHaveLength(before);
});
