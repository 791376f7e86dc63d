import { reply } from '../../stand-ins/agent/scripted';
import { type GivenProxy, givenProxy } from '../support/proxy';

/** An error message of the agent that quotes our credentials would hand them to anyone who holds the caller's token. */
const SECRET = 'Kq8+/wPz31-not/for+anybody.Zt77';
let given: GivenProxy;
beforeEach(async () => {
  given = await givenProxy();
  given.secret.authorization = `Basic ${Buffer.from(`sa_test:${SECRET}`).toString('base64')}`;
});
afterEach(async () => await given.stop());

const quotes: [string, () => string][] = [
  ['as they were sent', () => given.secret.authorization],
  ['without the scheme', () => given.secret.authorization.replace('Basic ', '')],
  ['the secret in plain text', () => SECRET],
  ['id and secret in plain text', () => `sa_test:${SECRET}`],
  ['the secret, its signs escaped', () => SECRET.replaceAll('/', '\\/').replaceAll('+', '\\u002b')],
  ['the secret encoded for a URL', () => encodeURIComponent(SECRET)],
];

describe.each([400, 409, 500, 200])('a reply with %i that quotes the credentials is not relayed', (status) => {
  test.each(quotes)('%s', async (_how, quoted) => {
    given.agent.script.push(reply(status, `{"title":"Bad","detail":"not valid: ${quoted()}"}`));
    const result = await given.call();
    expect(JSON.parse(result.body)).toMatchObject({ status: 502, code: 'agent-bad-response' });
    expect(JSON.stringify(result)).not.toContain('Zt77');
  });
});

test('a reply that quotes neither is', async () => {
  given.agent.script.push(reply(400, '{"title":"Bad","detail":"Workflow not found"}'));
  expect((await given.call()).statusCode).toBe(400);
});
