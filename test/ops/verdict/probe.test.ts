import { READING } from '../../../contract/reading';
import { type AgentServer, reply } from '../../../stand-ins/agent/scripted';
import type { Fault } from '../../../stand-ins/exchange';
import type { AwsServer } from '../../support/aws-server';
import { answerAsStageWithVerdicts, READING_KEY, VERDICT_VARIABLES } from '../../support/deployed-stage';
import { runOps } from '../../support/ops';
import { type StageWithVerdicts, startStageWithVerdicts } from '../../support/stage-with-verdicts';

const ID = 'abcdefabcdefabcdefabcdefab';
let stage: StageWithVerdicts;
let aws: AwsServer;
let agent: AgentServer;
beforeEach(async () => {
  stage = await startStageWithVerdicts();
  ({ aws, agent } = stage);
});
afterEach(() => stage.stop());

async function probe(answer: object | string, ...words: string[]) {
  agent.script.push(
    typeof answer === 'function' ? (answer as Fault) : reply(200, typeof answer === 'string' ? answer : JSON.stringify(answer)),
  );
  const run = await runOps(['verdict', 'probe', ID, '--json', ...words], { environment: aws.environment });
  const { findings = [], settings, words: printed, shape } = JSON.parse(run.stdout);
  return { ...run, failed: findings.filter(({ verdict }: { verdict: string }) => verdict === 'fail'), settings, printed, shape };
}
const FINE = { id: ID, processingStatus: 'Complete', verificationStatus: 'Accept' };

test('reads with the key that reads, under the path of the deployed function, and sends it nowhere but to Microblink', async () => {
  expect(await probe(FINE)).toMatchObject({ code: 0, failed: [] });
  expect(agent.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([`GET /agent/api/v1/transaction/${ID}`]);
  const basic = `Basic ${Buffer.from(`${READING_KEY.clientId}:${READING_KEY.clientSecret}`).toString('base64')}`;
  expect(agent.requests[0]?.headers.authorization).toBe(basic);
  answerAsStageWithVerdicts(aws, { agentUrl: 'https://example.org/agent/' });
  expect(await probe(FINE)).toMatchObject({ code: 1, stderr: expect.stringContaining('example.org') });
});

test.each<[name: string, answer: object, words: string[], reading: object | undefined]>([
  [
    'another name of the id',
    { transactionId: ID, processingStatus: 'Complete', verificationStatus: 'Accept' },
    [],
    { members: { id: 'transactionId' } },
  ],
  [
    'names in another spelling',
    { id: ID, ProcessingStatus: 'Complete', verification_status: 'Accept' },
    [],
    { members: { processingStatus: 'ProcessingStatus', verificationStatus: 'verification_status' } },
  ],
  [
    'names that only their words tell',
    { id: ID, state: 'Complete', result: 'Accept' },
    [],
    { members: { processingStatus: 'state', verificationStatus: 'result' } },
  ],
  [
    'other words, of a transaction that is accepted',
    { ...FINE, processingStatus: 'Completed', verificationStatus: 'Accepted' },
    ['--accepted'],
    { accepted: { processingStatus: 'Completed', verificationStatus: 'Accepted' } },
  ],
  ['other words, of a transaction of which no one said how it ended', { ...FINE, verificationStatus: 'Accepted' }, [], undefined],
  ['a known word, of a transaction that is accepted', { ...FINE, verificationStatus: 'Review' }, ['--accepted'], undefined],
  ['a known word in other letters', { ...FINE, verificationStatus: 'REJECT' }, ['--accepted'], undefined],
  ['statuses in an object', { id: ID, status: { processingStatus: 'Complete', verificationStatus: 'Accept' } }, [], undefined],
  ['two members that differ in case', { ...FINE, VerificationStatus: 'Accept' }, [], undefined],
  ['two members that could be it', { id: ID, verificationStatus: 'Accept', a: 'Complete', b: 'Complete' }, [], undefined],
  ['the id of another transaction', { ...FINE, id: 'another' }, [], undefined],
  ['a status that is no text', { ...FINE, processingStatus: 4 }, [], undefined],
])('%s: an assumption does not hold, and the settings that help, or none, are printed', async (_name, answer, words, reading) => {
  const run = await probe(answer, ...words);
  expect(run.failed.length).toBeGreaterThan(0);
  expect({ code: run.code, settings: run.settings }).toEqual({ code: 1, settings: reading && { agent: { reading } } });
});

test('settings that are deployed already stay in those that are printed', async () => {
  const reading = { ...JSON.parse(VERDICT_VARIABLES.AGENT_READING), path: 'api/v2/transaction/{transactionId}' };
  answerAsStageWithVerdicts(aws, { agentUrl: agent.url, reading });
  const { settings } = await probe({ ...FINE, id: undefined, transactionId: ID });
  expect(settings).toEqual({ agent: { reading: { path: 'api/v2/transaction/{transactionId}', members: { id: 'transactionId' } } } });
  expect(agent.requests[0]?.path).toBe(`/agent/api/v2/transaction/${ID}`);
});

test('prints names and types to depth three alone, no name that can be an id or of a person, and no word that is not a plain one', async () => {
  const secret = 'Zx9';
  const { stdout, stderr, shape, printed } = await probe({
    ...FINE,
    verificationStatus: `Accept of ${secret}`,
    name: `${secret} Mustermann`,
    'erika@example.org': 1,
    'Erika Mustermann': true,
    Jürgen: null,
    [`x${ID}`]: [],
    '4711000815': {},
    steps: [
      { id: `${secret}1`, deep: { deeper: { secret } } },
      { id: `${secret}2`, deep: { deeper: { secret } } },
    ],
  });
  expect(stdout + stderr).not.toMatch(/Zx9|Muster|erika|rgen|4711|abcdef/i);
  expect(printed).toEqual({ processingStatus: 'Complete' });
  expect(shape).toEqual([
    ...['id', 'processingStatus', 'verificationStatus', 'name'].map((path) => ({ path, type: 'string' })),
    ...['number', 'boolean', 'null', 'list', 'object'].map((type) => ({ path: '<masked>', type })),
    { path: 'steps', type: 'list' },
    { path: 'steps[]', type: 'object' },
    { path: 'steps[].id', type: 'string' },
    { path: 'steps[].deep', type: 'object' },
  ]);
});

test.each([
  ['[]', 'no JSON object'],
  ['{"id":', 'no JSON object'],
  ['null', 'no JSON object'],
  [Buffer.from('7b226964223a22ff227d', 'hex'), 'no JSON object'],
  [`{"a":"${'x'.repeat(1024 * 1024)}"}`, 'larger than 1 MiB'],
])('a reply that the function does not read is one that fails: %.20s', async (body, says) => {
  const run = await probe(reply(200, body));
  expect(run).toMatchObject({ code: 1, failed: [{ says: expect.stringContaining(says) }] });
});

test.each([
  [401, 1, 'rotate --for reading'],
  [403, 1, 'Transaction read'],
  [404, 4, 'agent.reading.path'],
  [429, 5, 'again'],
  [500, 5, 'again'],
  [302, 5, 'its region or url'],
])('an answer with %d is exit code %d, and repeats nothing of it', async (status, code, toDo) => {
  const run = await probe(reply(status, '{"detail":"Zx9"}', { Location: 'https://example.org/Zx9' }));
  expect(run).toMatchObject({ code, stderr: expect.stringContaining(toDo) });
  expect(run.stdout + run.stderr).not.toContain('Zx9');
});

test('a reply that breaks off is told as no answer, with what to do', async () => {
  agent.script.push(({ response }) => {
    response.writeHead(200, { 'Content-Length': 1000 });
    response.write('{"id":', () => response.destroy());
  });
  const run = await runOps(['verdict', 'probe', ID, '--json'], { environment: aws.environment });
  expect(run).toMatchObject({ code: 5, stderr: expect.stringContaining('127.0.0.1') });
});

test.each<[changes: { members?: object; accepted?: object }, toDo: string, words: string[]]>([
  [{ members: { id: 'transactionId' } }, 'Remove id from "agent.reading.members"', []],
  [{ accepted: { verificationStatus: 'Passed' } }, 'Remove verificationStatus from "agent.reading.accepted"', ['--accepted']],
])('settings %j in the place of what is right without any are to be removed', async (changes, toDo, words) => {
  const reading = {
    ...READING,
    members: { ...READING.members, ...changes.members },
    accepted: { ...READING.accepted, ...changes.accepted },
  };
  answerAsStageWithVerdicts(aws, { agentUrl: agent.url, reading });
  const run = await probe(FINE, ...words);
  expect(run).toMatchObject({ code: 1, failed: [{ toDo: expect.stringContaining(toDo) }], settings: undefined });
});

test('without a key that reads it says which command sets one', async () => {
  aws.answer('secretsmanager.GetSecretValue', { SecretString: '{}' });
  const run = await probe(FINE);
  expect(run).toMatchObject({ code: 4, stderr: expect.stringContaining('credentials set --for reading') });
});
