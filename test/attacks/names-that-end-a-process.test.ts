import { SUBJECT, startBody } from '../support/events';
import { costOf, growth } from '../support/growth';
import { type GivenProxy, givenProxy, testEnvironment } from '../support/proxy';

/**
 * Names were normalised before anything bounded their length, which takes quadratic time for combining marks in turn: 64 KiB of them
 * in one name took 9.5 seconds, 250 KiB ended the process, without a line that named the caller.
 */
let given: GivenProxy;
afterEach(async () => await given.stop());

const { limits: LIMITS } = testEnvironment('http://127.0.0.1:9/');
const BYTES = 240 * 1024;
/** Times as much as as many blanks cost, which no one looks at: what is quadratic takes thousands of times as much. */
const MOST = 100;
const marks = '\u0300\u0316'.repeat(BYTES / 4);
/** Eighteen characters under NFKC. */
const ligatures = '\ufdfa'.repeat(BYTES / 3);

test.each([
  ['in props', { props: { [marks]: 1 } }],
  ['in formValues', { formValues: { [marks]: 'x' } }],
  ['in formValues of another case', { FORMVALUES: { [marks]: 'x' } }],
  ['deep in props', { props: { a: [{ b: { [marks]: 1 } }] } }],
  ['at the root', { [marks]: 1 }],
  ['in the consent', { consent: { [marks]: 1 } }],
  ['in a member that does not travel', { propertyBag: { [marks]: 1 } }],
  ['in a forwarded member', { correlationId: { [marks]: 1 } }],
  ['of a ligature, in props', { props: { [ligatures]: 1 } }],
  ['of a ligature, in formValues', { formValues: { [ligatures]: 'x' } }],
])('a name of 240 KiB %s is refused at once, even where bodies may be that large', async (_where, change) => {
  given = await givenProxy({ limits: { ...LIMITS, callerBodyBytes: 1024 * 1024 } });
  const refused = async (body: string) => expect(JSON.parse((await given.call({ body })).body)).toMatchObject({ code: 'invalid-request' });
  const hostile = JSON.stringify(startBody({ consent: { isProcessingStoringAllowed: true }, ...change }));
  const blanks = '{}'.padEnd(BYTES);
  expect(await growth(MOST, async () => (await costOf(() => refused(hostile))) / (await costOf(() => refused(blanks))))).toBeLessThan(MOST);
  expect([given.s3.requests, given.agent.requests]).toEqual([[], []]);
});

test('a caller is named before anything looks at the body', async () => {
  given = await givenProxy();
  await given.call({ body: '{' });
  expect(given.received).toMatchObject([{ requestId: 'request-1', operation: 'start-transaction', bodyBytes: 1 }]);
  expect(given.received[0]?.subject).toBe(given.lines[0]?.subject);
  expect(JSON.stringify(given.received)).not.toContain(SUBJECT);
});

test('a body has at most 16 KiB unless the operator says otherwise', async () => {
  given = await givenProxy();
  const padded = (bytes: number) => JSON.stringify(startBody()).padEnd(bytes);
  expect((await given.call({ body: padded(16 * 1024) })).statusCode).toBe(200);
  expect(JSON.parse((await given.call({ body: padded(16 * 1024 + 1) })).body)).toMatchObject({ code: 'body-too-large' });
});

test.each([false, true])('a body with any content is counted in bytes (base64: %s)', async (isBase64Encoded) => {
  given = await givenProxy();
  const text = JSON.stringify(startBody({ newer: 'ž😀'.repeat(2500) }));
  const code = async (bytes: number) => {
    const body = text + ' '.repeat(bytes - Buffer.byteLength(text));
    return JSON.parse((await given.call({ body: isBase64Encoded ? Buffer.from(body).toString('base64') : body, isBase64Encoded })).body)
      .code;
  };
  expect([await code(16 * 1024), await code(16 * 1024 + 1)]).toEqual([undefined, 'body-too-large']);
});
