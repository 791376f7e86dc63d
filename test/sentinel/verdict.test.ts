import { hash } from 'node:crypto';
import { READING } from '../../contract/reading';
import { RECORD_KEY } from '../../contract/transactions';
import { VERDICT_VARIABLES } from '../../contract/verdict-environment';
import { startDeadline } from '../../lambda/deadline/deadline';
import { dynamoDbTransactions } from '../../lambda/transactions/dynamodb-transactions';
import { hashOfSubject } from '../../lambda/transactions/record';
import { type AgentServer, reply, startAgentServer } from '../../stand-ins/agent/scripted';
import { type SecretsManager, startSecretsManager } from '../../stand-ins/secrets-manager/secrets-manager';
import { type BundledFunction, bundledFunction, startProcess } from '../faults/bundled-function';
import { type GivenTable, givenTable } from '../support/attempts';
import { apiEvent } from '../support/events';
import { until } from '../support/until';
import { findMarks, marksOf } from './marks';

/** What Microblink's read holds of a person, and what the backend asks with: each value stands nowhere else in the world of this test. */
const NAME = 'ERIKA-OF-THE-READ MUSTERFRAU 4e1b';
const DOCUMENT = 'document-number/of+the-read=7c22';
const PICTURE = 'picture/of+the-read=0d94'.repeat(4);
const READ_SECRET = 'secret?of+the/key&that-reads-51f7';
const ARN = 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:reading-AbCdEf';
const STEP = 'payment / of + the & step 88aa 1';
const SUBJECT = 'subject-of-the-question-0000000031f';
/** With so many digits that the time of no other thing is the same. */
const askedAt = `${new Date(Date.now() - 61_000).toISOString().slice(0, -4)}424242Z`;

const OF_THE_READ = [...marksOf('name', NAME), ...marksOf('document', DOCUMENT), ...marksOf('picture', PICTURE)];
const OF_THE_QUESTION = [...marksOf('step', STEP), ...marksOf('subject', SUBJECT), ...marksOf('askedAt', askedAt)];
const SECRETS = marksOf('secret', READ_SECRET);

let [agent, secrets, table, fn]: [AgentServer, SecretsManager, GivenTable, BundledFunction] = [] as never;
const written: string[] = [];
beforeAll(async () => {
  [agent, secrets, table] = await Promise.all([
    startAgentServer(),
    startSecretsManager({ [ARN]: JSON.stringify({ clientId: 'sa_read', clientSecret: READ_SECRET }) }),
    givenTable('Transactions', RECORD_KEY),
  ]);
  const { protocol, hostname, port } = (await table.client.config.endpoint?.()) ?? {};
  const variables = {
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
    AWS_ENDPOINT_URL_DYNAMODB: `${protocol}//${hostname}:${port}`,
    [VERDICT_VARIABLES.agentUrl]: agent.url,
    [VERDICT_VARIABLES.reading]: JSON.stringify(READING),
    [VERDICT_VARIABLES.secretArn]: ARN,
    [VERDICT_VARIABLES.transactions]: 'Transactions',
    [VERDICT_VARIABLES.maxAgeMinutes]: '15',
  };
  fn = await startProcess(bundledFunction('verdict'), variables, [], (text) => written.push(text));
});
afterAll(async () => {
  await fn?.stop();
  await Promise.all([agent?.stop(), secrets?.close(), table?.stop()]);
});

/** A whole reply of Microblink, with two words of its own choice. */
const read = (id: unknown, processingStatus: unknown, verificationStatus: unknown, status = 200) => {
  const step = { firstName: NAME, documentNumber: DOCUMENT, images: [{ id: PICTURE, data: PICTURE }], verificationStatus: NAME };
  const person = { name: NAME, formValues: { document: DOCUMENT }, props: { note: NAME }, state: { 'BlinkId:3': step } };
  return reply(status, JSON.stringify({ id, processingStatus, verificationStatus, ...person }));
};

let last = 0;
test.each<[ends: string, behave: (id: string) => ReturnType<typeof reply>]>([
  ['200 yes', (id) => read(id, 'Complete', 'Accept')],
  ['200 no', (id) => read(id, 'Complete', 'Reject')],
  ['200 no', (id) => read(id, 'Error', 'Unknown')],
  ['200 no', (id) => read(id, 'Unknown', 'Unknown')],
  ['409 not-finished', (id) => read(id, 'InProgress', 'Unknown')],
  ['409 not-finished', (id) => read(id, 'Complete', 'Accept', 404)],
  ['409 in-review', (id) => read(id, 'Complete', 'Review')],
  ['503 read-credentials-refused', (id) => read(id, 'Complete', 'Accept', 403)],
  ['503 verdict-unavailable', (id) => read(id, 'Complete', 'Accept', 429)],
  ['503 verdict-unavailable', (id) => read(id, 'Complete', 'Accept', 500)],
  ['503 unreadable-result', (id) => read(id, 'Complete', 'Accept', 302)],
  ['503 unreadable-result', (id) => read(id, NAME, 'Accept')],
  ['503 unreadable-result', (id) => read(id, 'Complete', DOCUMENT)],
  ['503 unreadable-result', () => read(NAME, 'Complete', 'Accept')],
  ['503 unreadable-result', (id) => read(id, { [NAME]: PICTURE }, 'Accept')],
  ['503 unreadable-result', () => reply(200, `<html>${NAME}${DOCUMENT}${PICTURE}`)],
  ['503 unreadable-result', () => reply(200, `{"${NAME}": ${DOCUMENT}`)],
  ['503 unreadable-result', () => reply(200, NAME.repeat(40_000))],
])('%s: nothing of the read, of the step or of the subject is in log, metrics, answer or table (%#)', async (ends, behave) => {
  const deadline = startDeadline(60_000);
  const [transactionId, requestId] = [`trx-${++last}`, 'r'];
  const start = { transactionId, subjectHash: hashOfSubject(SUBJECT), workflowId: 'wf-123', photo: 'face@v1', requestId };
  const isNew = ends.endsWith('not-finished');
  const startedAt = Date.now() - (isNew ? 5000 : 40_000);
  expect(await dynamoDbTransactions(table.client, 'Transactions').record({ ...start, startedAt }, deadline)).toBe(true);
  deadline.end();
  const before = written.length;
  agent.script.push(behave(transactionId), behave(transactionId));
  const result = await answerOf({ transactionId, subject: SUBJECT, workflowId: 'wf-123', step: STEP, askedAt });
  agent.script.length = 0;
  const { code, verdict } = JSON.parse(result.body);
  expect(`${result.statusCode} ${code ?? verdict}`).toBe(ends);
  const lines = () => written.slice(before).join('');
  await until(() => /"type":"verdict"/.test(lines()) && lines().includes('"VerdictTime"'));
  expect(findMarks(lines(), [...OF_THE_READ, ...OF_THE_QUESTION, ...SECRETS])).toEqual([]);
  expect(lines()).toContain(hash('sha256', SUBJECT).slice(0, 16));
  expect(findMarks(JSON.stringify(result), [...OF_THE_READ, ...OF_THE_QUESTION, ...SECRETS])).toEqual([]);
  expect(findMarks(JSON.stringify(await table.items()), [...OF_THE_READ, ...marksOf('subject', SUBJECT), ...SECRETS])).toEqual([]);
});

async function answerOf(body: object): Promise<{ statusCode: number; body: string }> {
  return await fn.answer(apiEvent({ resource: '/verdicts', body, claims: null }));
}

test('each of them was there to be found: the table keeps step and time of what it decided, and the secret went to Microblink alone', async () => {
  expect(findMarks(JSON.stringify(await table.items()), OF_THE_QUESTION)).toEqual(['step', 'askedAt']);
  expect(findMarks(String(agent.requests[0]?.headers.authorization), SECRETS)).toEqual(['secret']);
});
