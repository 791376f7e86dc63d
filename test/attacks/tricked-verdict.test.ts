import type { APIGatewayProxyEvent } from 'aws-lambda';
import { READING } from '../../contract/reading';
import { RECORD_KEY } from '../../contract/transactions';
import { httpAgentClient } from '../../lambda/agent/agent-client';
import { startDeadline } from '../../lambda/deadline/deadline';
import { dynamoDbTransactions, type StartRecorder, type Transactions } from '../../lambda/transactions/dynamodb-transactions';
import { hashOfSubject } from '../../lambda/transactions/record';
import { agentRead } from '../../lambda/verdict/agent-read';
import { createVerdictEndpoint } from '../../lambda/verdict/endpoint';
import { type AgentServer, reply, startAgentServer } from '../../stand-ins/agent/scripted';
import { type GivenTable, givenTable } from '../support/attempts';

/** Ways to a yes for a step whose match was not passed, or not by this user. Each of them is tried against a match that alice passed. */
const STARTED = Date.parse('2026-11-28T10:00:00Z');
let agent: AgentServer;
let table: GivenTable;
let transactions: Transactions & StartRecorder;
let now: number;
let last = 0;
let id: string;

beforeAll(async () => {
  table = await givenTable('Transactions', RECORD_KEY);
  transactions = dynamoDbTransactions(table.client, 'Transactions');
});
beforeEach(async () => {
  agent = await startAgentServer();
  now = STARTED + 60_000;
  id = `trx-${++last}`;
  const deadline = startDeadline(60_000);
  const start = { transactionId: id, subjectHash: hashOfSubject('alice'), workflowId: 'wf-123', photo: 'face@v1', requestId: 'r' };
  expect(await transactions.record({ ...start, startedAt: STARTED }, deadline)).toBe(true);
  deadline.end();
});
afterEach(() => agent.stop());
afterAll(() => table.stop());

const accepted = (of: string) => reply(200, JSON.stringify({ id: of, processingStatus: 'Complete', verificationStatus: 'Accept' }));
const rightQuestion = () => ({
  transactionId: id,
  subject: 'alice',
  workflowId: 'wf-123',
  step: 'payment 1',
  askedAt: '2026-11-28T09:59:58Z',
});

async function ask(
  body: object | string,
  behaviour = accepted(id),
): Promise<{ status: number; code?: string; verdict?: string; reasons?: string[] }> {
  agent.script.push(behaviour);
  const client = httpAgentClient(agent.url, { agentReplyBytes: 4096, agentWriteStallMs: 20_000, agentReplyStallMs: 20_000 });
  const credentials = async () => ({ authorization: 'Basic c2FfcmVhZDpzZWNyZXQ=' });
  const read = agentRead(client, { current: credentials, reread: credentials }, READING);
  const telemetry = { verdict: () => undefined };
  const endpoint = createVerdictEndpoint({ transactions, read, maxAgeMs: 15 * 60_000, now: () => now, telemetry });
  const event = {
    resource: '/verdicts',
    httpMethod: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    requestContext: {},
  };
  const context = { awsRequestId: 'i', getRemainingTimeInMillis: () => 12_000 };
  const result = await endpoint(event as unknown as APIGatewayProxyEvent, context);
  return { status: result.statusCode, ...JSON.parse(result.body) };
}

test('asked rightly it is a yes, so that every attack has something to win', async () => {
  expect(await ask(rightQuestion())).toMatchObject({ status: 200, verdict: 'yes' });
});

test('a verdict cannot be replayed: the same yes is none for a second step, nor for the same step that was asked for later', async () => {
  await ask(rightQuestion());
  expect(await ask({ ...rightQuestion(), step: 'payment 2' })).toEqual({ status: 200, verdict: 'no', reasons: ['used'] });
  expect(await ask({ ...rightQuestion(), askedAt: '2026-11-28T09:59:59Z' })).toEqual({ status: 200, verdict: 'no', reasons: ['used'] });
});

test('a stolen transaction id of somebody else is worth nothing to the thief, and nothing is used up', async () => {
  expect(await ask({ ...rightQuestion(), subject: 'mallory' })).toEqual({ status: 200, verdict: 'no', reasons: ['of-somebody-else'] });
  expect(await ask({ ...rightQuestion(), subject: 'Alice' })).toMatchObject({ verdict: 'no' });
  expect(await ask(rightQuestion())).toMatchObject({ verdict: 'yes' });
});

test('a transaction that was started past the proxy is no, although Microblink accepted it', async () => {
  expect(await ask({ ...rightQuestion(), transactionId: 'past-the-proxy' }, accepted('past-the-proxy'))).toEqual({
    ...{ status: 200, verdict: 'no' },
    reasons: ['unknown-transaction'],
  });
  expect(agent.requests).toEqual([]);
});

test('an answer of Microblink about another transaction is no answer', async () => {
  expect(await ask(rightQuestion(), accepted('trx-of-somebody-else'))).toMatchObject({ status: 503, code: 'unreadable-result' });
  expect(await ask(rightQuestion(), accepted(id.toUpperCase()))).toMatchObject({ status: 503, code: 'unreadable-result' });
});

test.each([
  ['a member in another case', () => JSON.stringify({ ...rightQuestion(), Subject: 'mallory' })],
  ['a member in another case alone', () => JSON.stringify(rightQuestion()).replace('"subject"', '"SUBJECT"')],
  ['a name with a letter that folds', () => JSON.stringify(rightQuestion()).replace('"askedAt"', '"as\u212aedAt"')],
  ['a body that claims a yes', () => JSON.stringify({ ...rightQuestion(), verdict: 'yes' })],
  ['a body that claims to be decided', () => JSON.stringify({ ...rightQuestion(), answer: '{"verdict":"yes"}' })],
  ['a list of subjects', () => JSON.stringify({ ...rightQuestion(), subject: ['alice', 'mallory'] })],
  ['a prototype', () => JSON.stringify(rightQuestion()).replace('{', '{"__proto__":{"subject":"alice"},')],
])('%s is refused, before Microblink is asked', async (_what, body) => {
  expect(await ask(body())).toMatchObject({ status: 400, code: 'invalid-request' });
  expect(agent.requests).toEqual([]);
});

test('a member that is there twice is refused, whichever of the two is the right one', async () => {
  const twice = (first: string, second: string) =>
    JSON.stringify(rightQuestion()).replace('"subject":"alice"', `"subject":"${first}","subject":"${second}"`);
  for (const body of [twice('alice', 'mallory'), twice('mallory', 'alice'), twice('alice', 'alice')])
    expect(await ask(body)).toMatchObject({
      status: 400,
      code: 'invalid-request',
      detail: expect.stringContaining('subject is there twice'),
    });
  expect(agent.requests).toEqual([]);
});

test.each([
  '../organization',
  '..',
  '.',
  'a/b',
  'a%2fb',
  '%2e%2e',
  'a?x=1',
  'a#b',
  'a\\b',
  'a\u0000b',
  'trx-1 ',
  'trx-1\n',
  '\uff11',
  'x'.repeat(65),
  '',
])('the path cannot be led elsewhere by the id %j', async (transactionId) => {
  expect(await ask({ ...rightQuestion(), transactionId })).toMatchObject({ status: 400, code: 'invalid-request' });
  expect(agent.requests).toEqual([]);
});

test.each([
  ['far ahead', '2026-11-28T10:02:00.001Z'],
  ['in other digits', '\u0662\u0660\u0662\u0666-11-28T09:59:58Z'],
  ['in full-width digits', '2026-11-28T09:59:5\uff18Z'],
  ['in a year of many digits', '+002026-11-28T09:59:58Z'],
  ['in another calendar’s words', 'Sat, 28 Nov 2026 09:59:58 GMT'],
  ['a number', 1_795_859_998_000],
  ['nothing', null],
  ['with a line break', '2026-11-28T09:59:58Z\n'],
])('a time of the question that is %s is refused', async (_what, askedAt) => {
  expect(await ask({ ...rightQuestion(), askedAt })).toMatchObject({ status: 400, code: 'invalid-request' });
});

test('a time of the question that is long past does not make an old match young', async () => {
  now = STARTED + 15 * 60_000 + 1;
  expect(await ask({ ...rightQuestion(), askedAt: '1970-01-01T00:00:00Z' })).toMatchObject({ verdict: 'no', reasons: ['too-old'] });
});

test('an earlier match is none for a step that was asked for after it', async () => {
  expect(await ask({ ...rightQuestion(), askedAt: '2026-11-28T10:00:30Z' })).toMatchObject({ verdict: 'no', reasons: ['too-old'] });
});
