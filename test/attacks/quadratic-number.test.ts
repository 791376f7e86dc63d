import { costOf, growth } from '../support/growth';
import { type GivenProxy, givenProxy, testEnvironment } from '../support/proxy';

/** A number was once trimmed by `/0+$/`, which tries again at every zero: 250,000 of them held the event loop for half a minute. */
let given: GivenProxy;
afterEach(async () => await given.stop());

const MANY = 250_000;
/** Times as much as as many blanks cost, which no one looks at: what is quadratic takes thousands of times as much. */
const MOST = 100;
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
  const refused = async (body: string) => expect(JSON.parse((await given.call({ body })).body)).toMatchObject({ code: 'invalid-request' });
  const hostile = `{"workflowId":"wf-plain","platform":"ios","sdkVersion":"1","x":${number}}`;
  const blanks = '{}'.padEnd(MANY);
  expect(await growth(MOST, async () => (await costOf(() => refused(hostile))) / (await costOf(() => refused(blanks))))).toBeLessThan(MOST);
});
