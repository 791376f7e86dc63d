import type { APIGatewayProxyEvent } from 'aws-lambda';
import { READING } from '../../../contract/reading';
import { httpAgentClient } from '../../../lambda/agent/agent-client';
import type { CredentialSource } from '../../../lambda/agent/credentials';
import { Problem } from '../../../lambda/errors';
import { hashOfSubject, type TransactionRecord } from '../../../lambda/transactions/record';
import { agentRead } from '../../../lambda/verdict/agent-read';
import { createVerdictEndpoint } from '../../../lambda/verdict/endpoint';
import type { VerdictFields } from '../../../lambda/verdict/telemetry';
import { type AgentServer, reply, startAgentServer } from '../../../stand-ins/agent/scripted';
import type { Exchange, Fault } from '../../../stand-ins/exchange';
import { silent } from '../../../stand-ins/faults';
import { holdTimers } from '../../support/timers';
import { until } from '../../support/until';

const QUESTION = { transactionId: 'trx-1', subject: 'alice', workflowId: 'wf-123', step: 'payment 1', askedAt: '2026-11-28T09:59:58Z' };
const STARTED = Date.parse('2026-11-28T10:00:00Z');
const SECRET = 'Basic c2FfcmVhZDpzZWNyZXQ=';
const NAME = 'ERIKA MUSTERMANN';

let agent: AgentServer;
let lines: VerdictFields[];
let record: TransactionRecord | undefined;
beforeEach(async () => {
  agent = await startAgentServer();
  lines = [];
  record = {
    transactionId: 'trx-1',
    subjectHash: hashOfSubject('alice'),
    workflowId: 'wf-123',
    photo: 'face@v1',
    requestId: 'r',
    startedAt: STARTED,
    decision: undefined,
  };
});
afterEach(() => agent.stop());

function endpoint(credentials: CredentialSource['current'] = async () => ({ authorization: SECRET }), agentReplyStallMs = 60_000) {
  const client = httpAgentClient(agent.url, { agentReplyBytes: 4096, agentWriteStallMs: 60_000, agentReplyStallMs });
  return createVerdictEndpoint({
    transactions: {
      find: async () => record,
      decide: async (_id, decision) => {
        if (record === undefined || record.decision !== undefined) return false;
        record = { ...record, decision };
        return true;
      },
    },
    read: agentRead(client, { current: credentials, reread: credentials }, READING),
    maxAgeMs: 15 * 60_000,
    now: () => STARTED + 60_000,
    telemetry: { verdict: (fields) => lines.push(fields) },
  });
}

const context = { awsRequestId: 'invocation-1', getRemainingTimeInMillis: () => 12_000 };
const event = (body: unknown, more: object = {}) =>
  ({
    resource: '/verdicts',
    httpMethod: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    requestContext: { extendedRequestId: 'fCXuG8JRHd56s=' },
    ...more,
  }) as unknown as APIGatewayProxyEvent;
const ended = (processingStatus: string, verificationStatus: string) =>
  reply(200, JSON.stringify({ id: 'trx-1', processingStatus, verificationStatus, state: { 'BlinkId:1': { name: NAME } } }));

test('a question is answered, and Microblink was asked once, with the read key', async () => {
  agent.script.push(ended('Complete', 'Accept'));
  const result = await endpoint()(event(QUESTION), context);
  expect(result).toMatchObject({
    statusCode: 200,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' },
  });
  expect(JSON.parse(result.body)).toMatchObject({ verdict: 'yes', photo: 'face@v1' });
  const [request, ...more] = agent.requests;
  expect([request?.method, request?.path, request?.headers.authorization, more]).toEqual([
    'GET',
    '/agent/api/v1/transaction/trx-1',
    SECRET,
    [],
  ]);
});

test('its line says who asked for what and what came of it, with the subject hashed', async () => {
  agent.script.push(ended('Complete', 'Reject'));
  await endpoint()(event(QUESTION), context);
  expect(lines).toEqual([
    {
      requestId: 'fCXuG8JRHd56s=',
      subject: hashOfSubject('alice').slice(0, 16),
      workflowId: 'wf-123',
      transactionId: 'trx-1',
      answer: 'no',
      reasons: ['rejected'],
      status: 200,
      totalMs: expect.any(Number),
    },
  ]);
});

test.each([
  ['401', reply(401, '{}'), 503, 'read-credentials-refused'],
  ['403', reply(403, '{}'), 503, 'read-credentials-refused'],
  ['429', reply(429, '{}'), 503, 'verdict-unavailable'],
  ['500', reply(500, NAME), 503, 'verdict-unavailable'],
  ['a page', reply(200, `<html>${NAME}</html>`), 503, 'unreadable-result'],
  ['too much', reply(200, JSON.stringify({ id: 'trx-1', text: NAME.repeat(500) })), 503, 'unreadable-result'],
  [
    'a status that is not known',
    reply(200, JSON.stringify({ id: 'trx-1', processingStatus: NAME, verificationStatus: 'Accept' })),
    503,
    'unreadable-result',
  ],
  ['nothing', silent, 503, 'verdict-unavailable'],
  ['a reset', ({ request }: Exchange) => request.destroy(), 503, 'verdict-unavailable'],
  ['a match that goes on', ended('InProgress', 'Unknown'), 409, 'not-finished'],
  ['a review', ended('Complete', 'Review'), 409, 'in-review'],
])(
  'an answer that is %s is told as such, with nothing of it in reply or line, and decides nothing',
  async (_what, behaviour, status, code) => {
    // Before it is refused for good, a key that was replaced meanwhile is tried once.
    agent.script.push(behaviour as Fault, behaviour as Fault);
    // What never comes is not waited for as long as what may be late.
    const result = await endpoint(undefined, behaviour === silent ? 300 : undefined)(event(QUESTION), context);
    expect([result.statusCode, JSON.parse(result.body).code]).toEqual([status, code]);
    expect(result.body + JSON.stringify(lines)).not.toContain(NAME);
    expect(record?.decision).toBeUndefined();
    expect(result.headers?.['Retry-After']).toEqual(status === 409 ? expect.stringMatching(/^\d+$/) : undefined);
  },
);

test.each([
  ['no body', event(''), 400, 'not-json'],
  ['no JSON', event('yes'), 400, 'not-json'],
  ['a list', event([QUESTION]), 400, 'invalid-request'],
  ['a member too many', event({ ...QUESTION, verdict: 'yes' }), 400, 'invalid-request'],
  ['a body of 4,097 bytes', event(JSON.stringify(QUESTION).padEnd(4097)), 413, 'body-too-large'],
  ['bytes that are no UTF-8', event(Buffer.from([0x7b, 0xff]).toString('base64'), { isBase64Encoded: true }), 400, 'not-json'],
  ['an event that is none', null as unknown as APIGatewayProxyEvent, 400, 'not-json'],
  ['a body that claims a length', event(QUESTION, { body: { length: 1e9 } }), 400, 'invalid-request'],
])('%s is refused before anything is looked up', async (_what, given, status, code) => {
  const result = await endpoint()(given, context);
  expect([result.statusCode, JSON.parse(result.body).code]).toEqual([status, code]);
  expect(agent.requests).toEqual([]);
});

test('a body of 4,096 bytes is taken', async () => {
  agent.script.push(ended('Complete', 'Accept'));
  expect((await endpoint()(event(JSON.stringify(QUESTION).padEnd(4096)), context)).statusCode).toBe(200);
});

/** How long a question without a verdict took, in milliseconds. */
test('Microblink has five seconds, a question ten, and neither more than the function has left but for a refusal', async () => {
  const never: CredentialSource['current'] = ({ signal }) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  agent.script.push(() => undefined);
  const timers = holdTimers();
  const ended: string[] = [];
  const ask = async (limit: string, asked: ReturnType<typeof endpoint>, remaining = 60_000) => {
    const result = await asked(event(QUESTION), { ...context, getRemainingTimeInMillis: () => remaining });
    expect([result.statusCode, JSON.parse(result.body).code]).toEqual([503, 'verdict-unavailable']);
    ended.push(limit);
  };
  const asked = [ask('read', endpoint()), ask('question', endpoint(never)), ask('function', endpoint(never), 1500)];
  await until(() => agent.requests.length > 0);
  const after = async (ms: number) => {
    await timers.pass(ms);
    return ended.join(', ');
  };
  expect([await after(999), await after(1)]).toEqual(['', 'function']);
  expect([await after(3999), await after(1)]).toEqual(['function', 'function, read']);
  expect([await after(4999), await after(1)]).toEqual(['function, read', 'function, read, question']);
  timers.release();
  await Promise.all(asked);
});

test('a secret without a value is said, and one that cannot be read leaves no verdict', async () => {
  const failing = (code: 'credentials-not-set' | 'credentials-unavailable') => async () => {
    throw new Problem(code, 'of a test');
  };
  const codes = [];
  for (const code of ['credentials-not-set', 'credentials-unavailable'] as const)
    codes.push(JSON.parse((await endpoint(failing(code))(event(QUESTION), context)).body).code);
  expect(codes).toEqual(['credentials-not-set', 'verdict-unavailable']);
});

test('a connection that was kept and is dead costs no question', async () => {
  const asked = endpoint();
  agent.script.push(ended('Complete', 'Review'), ({ request }) => request.socket.destroy(), ended('Complete', 'Accept'));
  expect((await asked(event(QUESTION), context)).statusCode).toBe(409);
  expect(JSON.parse((await asked(event(QUESTION), context)).body).verdict).toBe('yes');
});

test('an error that no step expected is no yes', async () => {
  record = {
    ...record,
    get subjectHash(): string {
      throw new TypeError('of a test');
    },
  } as unknown as TransactionRecord;
  const result = await endpoint()(event(QUESTION), context);
  expect([result.statusCode, JSON.parse(result.body).code, lines[0]?.answer]).toEqual([500, 'internal', 'internal']);
});
