import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { CREATED_BODY, reply } from '../../stand-ins/agent/scripted';
import { startBody } from '../support/events';
import { type GivenProxy, givenProxy } from '../support/proxy';

/** What goes wrong in the field though no one did anything wrong: how phones write JSON, and what stands between us and Microblink. */
let given: GivenProxy;
afterEach(async () => await given.stop());

const input = (name: string) => readFileSync(path.join(__dirname, '..', 'inputs', 'json', name), 'utf8');
const sent = () => given.agent.accepted()[0]?.body.toString() ?? '';

test('an iPhone that writes a time with 17 digits starts its transaction, and the time arrives as it was written', async () => {
  given = await givenProxy();
  expect((await given.call({ body: input('number-17-digits.json') })).statusCode).toBe(200);
  expect(sent()).toContain('"givenOn":754345600.12345605');
});

test('a client that writes null for a user id that it does not have starts its transaction as the caller', async () => {
  given = await givenProxy();
  expect((await given.call({ body: input('null-userid.json') })).statusCode).toBe(200);
  expect(JSON.parse(sent()).consent).toMatchObject({ userId: expect.stringMatching(/^3f2a8c1e/), isProcessingStoringAllowed: true });
});

test.each([
  ['a 64-bit id', '18446744073709551615'],
  ['a number of 32 bits, written in full', '0.10000000149011612'],
  ['a number with zeros at its end', '100.00'],
  ['a number with an exponent', '1.0E+2'],
])('%s arrives as it was written, in props, form values, a consent and a forwarded member', async (_what, number) => {
  given = await givenProxy();
  const members = [`"props":{"n":${number}}`, `"formValues":{"n":${number}}`, `"correlationId":${number}`];
  const body = `${JSON.stringify(startBody()).slice(0, -2)},"givenOn":${number}},${members.join()}}`;
  expect((await given.call({ body })).statusCode).toBe(200);
  expect(sent().split(number)).toHaveLength(5);
});

const started = Buffer.from(CREATED_BODY);
test.each<[string, Buffer, Record<string, string>]>([
  ['begins with a byte order mark', Buffer.from(`\ufeff${CREATED_BODY}`), {}],
  ['names its coding in capitals', started, { 'Content-Encoding': 'Identity' }],
  ['names an empty coding', started, { 'Content-Encoding': '' }],
  ['is compressed in spite of us', gzipSync(started), { 'Content-Encoding': 'gzip' }],
  ['is compressed, in capitals', gzipSync(started), { 'Content-Encoding': 'GZIP' }],
  ['is compressed and has a byte order mark', gzipSync(Buffer.from(`\ufeff${CREATED_BODY}`)), { 'Content-Encoding': 'gzip' }],
])('a start whose answer %s is not lost: the SDK and the audit line get it', async (_what, body, headers) => {
  given = await givenProxy();
  given.agent.script.push(reply(201, body, headers));
  const result = await given.call();
  expect([result.statusCode, result.body]).toEqual([201, CREATED_BODY]);
  expect(
    Object.keys(result.headers ?? {})
      .join()
      .toLowerCase(),
  ).not.toContain('content-encoding');
  expect(given.audits).toMatchObject([{ transactionId: JSON.parse(CREATED_BODY).transactionId }]);
});

test('an answer that grows beyond the limit is refused, however small it came', async () => {
  given = await givenProxy();
  given.agent.script.push(reply(200, gzipSync(Buffer.alloc(2_000_000, ' ')), { 'Content-Encoding': 'gzip' }));
  expect(JSON.parse((await given.call()).body)).toMatchObject({ code: 'agent-bad-response' });
});
