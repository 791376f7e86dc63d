import { type GivenProxy, givenProxy, testEnvironment } from '../support/proxy';

/** A number was once trimmed by `/0+$/`, which tries again at every zero: 250,000 of them held the event loop for half a minute. */
let given: GivenProxy;
afterEach(async () => await given.stop());

const MANY = 250_000;
const { limits: LIMITS } = testEnvironment('http://127.0.0.1:9/');

test.each([
  ['zeros beyond every number', `1${'0'.repeat(MANY)}1`],
  ['zeros between two digits', `0.1${'0'.repeat(MANY)}1`],
  ['zeros behind the point', `0.${'0'.repeat(MANY)}1`],
  ['zeros at the end', `1.${'0'.repeat(MANY)}`],
  ['nines', '9'.repeat(MANY)],
  ['a long exponent', `1e${'0'.repeat(MANY)}1`],
])('a number of %s is settled at once', async (_what, number) => {
  given = await givenProxy({ limits: { ...LIMITS, callerBodyBytes: 1024 * 1024 } });
  const started = process.cpuUsage();
  const result = await given.call({ body: `{"workflowId":"wf-plain","platform":"ios","sdkVersion":"1","x":${number}}` });
  // In microseconds of processor time, to which other processes add nothing.
  expect(process.cpuUsage(started).user).toBeLessThan(2_000_000);
  expect(JSON.parse(result.body)).toMatchObject({ code: 'invalid-request' });
});
