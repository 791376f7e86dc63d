import { refuseEcho, sampleOf } from '../../lambda/echo-guard';
import { reply } from '../support/agent-server';
import { jpegOf } from '../support/photos';
import { type GivenProxy, givenProxy } from '../support/proxy';
import { refusal } from '../support/refusal';

/** Two bytes in a row that encode to `+` and `/`, so that every escape of both is tried. */
const BASE64 = Buffer.concat([jpegOf(20), Buffer.from([0xfb, 0xff, 0xbf]), jpegOf(100)]).toString('base64');

test.each([
  ['as it is', BASE64],
  ['with escaped slashes', BASE64.replaceAll('/', '\\/')],
  ['with escaped plus signs', BASE64.replaceAll('+', '\\u002B')],
  ['with every sign escaped in small letters', BASE64.replaceAll('+', '\\u002b').replaceAll('/', '\\u002f')],
  ['shortened', BASE64.slice(0, 80)],
  ['broken into lines', BASE64.replace(/(.{20})/g, '$1\n')],
])('refuses a reply that repeats what was sent, %s', (_how, quoted) => {
  const body = Buffer.from(`{"title":"Bad Request","detail":"The value '${quoted}' is not valid."}`);
  expect(() => refuseEcho(body, [sampleOf(BASE64)])).toThrow(refusal('agent-bad-response', /repeats/));
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
