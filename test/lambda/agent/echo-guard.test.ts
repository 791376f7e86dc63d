import { refuseEcho, sampleOf, samplesOfCredentials } from '../../../lambda/agent/echo-guard';
import { reply } from '../../../stand-ins/agent/scripted';
import { costOf, growth } from '../../support/growth';
import { jpegOf } from '../../support/photos';
import { type GivenProxy, givenProxy } from '../../support/proxy';
import { refusal } from '../../support/refusal';

/** Two bytes in a row that encode to `+` and `/`, so that every escape of both is tried. */
const BASE64 = Buffer.concat([jpegOf(20), Buffer.from([0xfb, 0xff, 0xbf]), jpegOf(100)]).toString('base64');

const hex = (sign: string) => sign.charCodeAt(0).toString(16).padStart(2, '0');

test.each([
  ['as it is', BASE64],
  ['with escaped slashes', BASE64.replaceAll('/', '\\/')],
  ['with escaped plus signs', BASE64.replaceAll('+', '\\u002B')],
  ['with every sign escaped in lower case', BASE64.replaceAll('+', '\\u002b').replaceAll('/', '\\u002f')],
  ['shortened', BASE64.slice(0, 80)],
  ['broken into lines', BASE64.replace(/(.{20})/g, '$1\n')],
])('refuses a reply that repeats what was sent, %s', (_how, quoted) => {
  const body = Buffer.from(`{"title":"Bad Request","detail":"The value '${quoted}' is not valid."}`);
  expect(() => refuseEcho(body, [sampleOf(BASE64)])).toThrow(refusal('agent-bad-response', /repeats/));
});

/** As a text may be written inside another. */
const WRITTEN: [string, (text: string) => string][] = [
  ['as it is', (text) => text],
  ['in lines that are escaped', (text) => text.replace(/.{10}/g, '$&\\n')],
  ['in lines of Windows that are escaped twice', (text) => text.replace(/.{10}/g, '$&\\\\r\\\\n')],
  ['with signs escaped for HTML', (text) => text.replace(/\W/g, (sign) => `&#${sign.charCodeAt(0)};`)],
  ['with signs escaped for HTML in hexadecimal', (text) => text.replace(/\W/g, (sign) => `&#x${hex(sign)};`)],
  ['with signs that HTML has names for', (text) => text.replaceAll('+', '&plus;').replaceAll('/', '&sol;')],
  ['with signs escaped for a URL', encodeURIComponent],
  ['with signs escaped for a URL twice', (text) => encodeURIComponent(encodeURIComponent(text))],
  ['with signs escaped as in C', (text) => text.replace(/\W/g, (sign) => `\\x${hex(sign)}`)],
  ['with every character escaped', (text) => text.replace(/./g, (sign) => `\\u00${hex(sign)}`)],
  ['in lower case', (text) => text.toLowerCase()],
];

test.each(WRITTEN)('the photo is found %s', (_how, write) => {
  const body = Buffer.from(`{"detail":"${write(BASE64)}"}`);
  expect(() => refuseEcho(body, [sampleOf(BASE64)])).toThrow(refusal('agent-bad-response', /repeats/));
});

describe('of the credentials', () => {
  const secret = 'aB3+/xY9Qr7-'.repeat(5);
  const authorization = `Basic ${Buffer.from(`sa_${'0123456789abcdef'.repeat(2)}:${secret}`).toString('base64')}`;
  const find = (quoted: string) => expect(() => refuseEcho(Buffer.from(`{"detail":"${quoted}"}`), samplesOfCredentials(authorization)));

  test.each([
    ...WRITTEN,
    ['in hexadecimal', (text: string) => Buffer.from(text).toString('hex')],
    [
      'in hexadecimal with hyphens',
      (text: string) =>
        Buffer.from(text)
          .toString('hex')
          .toUpperCase()
          .replace(/..(?=.)/g, '$&-'),
    ],
    ['in base64', (text: string) => Buffer.from(text).toString('base64')],
    ['without its end', (text: string) => text.slice(0, 32)],
    ['without its beginning', (text: string) => text.slice(-32)],
  ] as [string, (text: string) => string][])('the secret is found %s', (_how, write) => {
    find(write(secret)).toThrow(refusal('agent-bad-response', /repeats/));
  });

  test.each(WRITTEN)('the header is found %s', (_how, write) => {
    find(write(authorization)).toThrow(refusal('agent-bad-response', /repeats/));
  });

  test('the client id alone is no secret', () => {
    find(`unknown client sa_${'0123456789abcdef'.repeat(2)}`).not.toThrow();
  });
});

describe('the work for a reply grows with its bytes and no faster', () => {
  const costOfReply = (unit: string, bytes: number) => {
    const reply = Buffer.from(unit.repeat(bytes / unit.length));
    return costOf(() => refuseEcho(reply, [sampleOf(BASE64)]), 5);
  };

  // A ratio within one run holds on any machine: linear is four, quadratic sixteen. Less than 5 ms is not measured well.
  test.each(['\\', '%', '%25', '&amp;', '&#x0', '&', '\\u', '<'])('of nothing but %j', async (unit) => {
    const measure = async () => (await costOfReply(unit, 1024 * 1024)) / Math.max(await costOfReply(unit, 256 * 1024), 5000);
    expect(await growth(8, measure)).toBeLessThan(8);
  });
});

test('passes a reply that repeats nothing', () => {
  expect(() => refuseEcho(Buffer.from('{"detail":"The value of faceImage is not valid."}'), [sampleOf(BASE64)])).not.toThrow();
});

test('does not take a sample of a few characters for an echo', () => {
  expect(() => refuseEcho(Buffer.from('{"detail":"9j4AAQ"}'), [sampleOf('/9j/4AAQ'), sampleOf('')])).not.toThrow();
});

describe('over the wire', () => {
  let given: GivenProxy;
  afterEach(async () => await given.stop());

  test.each([
    ['photo', () => given.photo.toString('base64')],
    ['authorization', () => given.secret.authorization],
  ])('a reply that quotes the %s does not reach the caller', async (_what, quoted) => {
    given = await givenProxy();
    given.secret.authorization = `Basic ${Buffer.from(`sa_test:${'s'.repeat(40)}`).toString('base64')}`;
    given.agent.script.push(reply(400, JSON.stringify({ detail: `not valid: ${quoted()}` })));
    const result = await given.call();
    expect(JSON.parse(result.body)).toMatchObject({ code: 'agent-bad-response' });
    expect(result.body).not.toContain(quoted().slice(10, 40));
  });
});
