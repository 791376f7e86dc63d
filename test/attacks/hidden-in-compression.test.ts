import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { reply } from '../../stand-ins/agent/scripted';
import { type GivenProxy, givenProxy } from '../support/proxy';

/** A reply that repeats the photo or the credentials is refused; compressed, neither can be seen in its bytes. */
let given: GivenProxy;
afterEach(async () => await given.stop());

const CODINGS = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync };

test.each(Object.entries(CODINGS))('an echo of the photo is found in %s', async (coding, encode) => {
  given = await givenProxy();
  const echo = JSON.stringify({ detail: given.photo.toString('base64') });
  given.agent.script.push(reply(400, encode(Buffer.from(echo)), { 'Content-Encoding': coding }));
  const result = await given.call();
  expect(JSON.parse(result.body)).toMatchObject({ code: 'agent-bad-response' });
  expect(given.lines[0]?.reason).toMatch(/repeats the photo/);
});

test.each(Object.entries(CODINGS))('an echo of the credentials is found in %s', async (coding, encode) => {
  given = await givenProxy();
  given.secret.authorization = `Basic ${Buffer.from('sa_test:a-secret-that-is-long-enough').toString('base64')}`;
  const echo = JSON.stringify({ detail: given.secret.authorization });
  given.agent.script.push(reply(400, encode(encode(Buffer.from(echo))), { 'Content-Encoding': `${coding}, ${coding}` }));
  expect(JSON.parse((await given.call()).body)).toMatchObject({ code: 'agent-bad-response' });
  expect(given.lines[0]?.reason).toMatch(/repeats the photo or the credentials/);
});

test.each<Record<string, string>>([
  {},
  { 'Content-Encoding': 'identity' },
  { 'Content-Encoding': 'br' },
  { 'Content-Encoding': ',,,,gzip' },
])('an echo of the photo is found in gzip that calls itself %j, and what repeats nothing is relayed', async (headers) => {
  given = await givenProxy();
  const echo = JSON.stringify({ detail: given.photo.toString('base64') });
  given.agent.script.push(reply(400, gzipSync(echo), headers), reply(200, gzipSync('{"transactionId":"t-1"}'), headers));
  expect(JSON.parse((await given.call()).body)).toMatchObject({ code: 'agent-bad-response' });
  expect(given.lines[0]?.reason).toMatch(/repeats the photo/);
  expect(await given.call()).toMatchObject({ statusCode: 200, body: '{"transactionId":"t-1"}' });
});

test('a transaction is not lost because of bytes after its compressed reply', async () => {
  given = await givenProxy();
  const body = Buffer.concat([gzipSync('{"transactionId":"t-1"}'), Buffer.from('\r\n')]);
  given.agent.script.push(reply(200, body, { 'Content-Encoding': 'GZIP' }));
  expect(await given.call()).toMatchObject({ statusCode: 200, body: '{"transactionId":"t-1"}' });
});
