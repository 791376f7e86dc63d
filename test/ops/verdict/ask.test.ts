import { NO_REASONS } from '../../../contract/verdict-question';
import { VERDICT_ANSWERS } from '../../../lib/verdict/verdict-answers';
import { REASONS } from '../../../ops/verdict/answer';
import { type AgentServer, reply, startAgentServer } from '../../../stand-ins/agent/scripted';
import { type AwsServer, startAwsServer } from '../../support/aws-server';
import { answerAsStage, answerAsStageWithVerdicts, OUTPUTS } from '../../support/deployed-stage';
import { runOps } from '../../support/ops';

let aws: AwsServer;
/** The API for verdicts: it keeps what arrives, and answers what a test says. */
let api: AgentServer;
beforeEach(async () => {
  [aws, api] = await Promise.all([startAwsServer(), startAgentServer()]);
  answerAsStageWithVerdicts(aws, { url: `${api.url}live/verdicts` });
});
afterEach(async () => {
  await Promise.all([aws.stop(), api.stop()]);
});

const ASK = ['verdict', 'ask', 't1', '--subject', 'alice', '--workflow', 'wf-1', '--step', 's1'];
const ask = (environment: Readonly<Record<string, string>> = aws.environment, ...words: string[]) =>
  runOps([...ASK, '--json', ...words], { environment, now: () => new Date('2026-11-28T12:00:00Z') });
const refuse = (status: number, code: string) =>
  reply(status, JSON.stringify({ code, requestId: 'r1' }), { 'Content-Type': 'application/problem+json' });

test('sends the five members, signed with the operator’s credentials for execute-api in the region of the stage', async () => {
  api.script.push(reply(200, '{"verdict":"no","reasons":["too-old"]}'));
  const session = { ...aws.environment, AWS_SESSION_TOKEN: 'session-of-a-role' };
  const { code, stdout, stderr } = await ask(session);
  expect(code).toBe(1);
  const [sent] = api.requests;
  expect(`${sent?.method} ${sent?.path}`).toBe('POST /agent/live/verdicts');
  expect(JSON.parse(String(sent?.body))).toEqual({
    ...{ transactionId: 't1', subject: 'alice', workflowId: 'wf-1', step: 's1', askedAt: '2026-11-27T00:00:00.000Z' },
  });
  expect(sent?.headers.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE\/\d{8}\/eu-central-1\/execute-api\/aws4_request, SignedHeaders=[a-z0-9;-]*host;[a-z0-9;-]*, Signature=[0-9a-f]{64}$/,
  );
  expect(sent?.headers['x-amz-security-token']).toBe('session-of-a-role');
  expect(stdout + stderr).not.toMatch(/session-of-a-role|Signature=/);
});

test.each([
  ['access-denied', 3, /"verdicts\.callers"[\s\S]*another account also needs execute-api:Invoke/],
  ['not-signed', 3, /"verdicts\.callers"/],
  ['invalid-signature', 3, /clock of this machine/],
  ['expired-token', 3, /Sign in again/],
])('a refusal with 403 %s says what is missing', async (refusal, code, toDo) => {
  expect(VERDICT_ANSWERS.some(({ status, code: known }) => status === 403 && known === refusal)).toBe(true);
  api.script.push(refuse(403, refusal));
  const run = await ask();
  expect(run).toMatchObject({ code, stderr: expect.stringContaining(refusal) });
  expect(run.stderr.replace(/\s+/g, ' ')).toMatch(toDo);
});

test.each<[body: string, status?: number]>([
  ['{"verdict":"YES"}'],
  ['{"verdict":["yes"]}'],
  ['"yes"'],
  ['yes'],
  ['[{"verdict":"yes"}]'],
  ['{"verdict":"yes"}', 201],
  ['{"verdict":"yes"}', 302],
  ['{"verdict":"yes"}', 503],
  ['{"Verdict":"yes"}'],
])('%s with %p is no yes', async (body, status = 200) => {
  api.script.push(reply(status, body));
  const run = await ask();
  expect(run).toMatchObject({ code: 5, stderr: expect.stringMatching(/That is no verdict[\s\S]*Do not allow the step/) });
  expect(run.stdout).not.toContain('"yes"');
});

test('a problem that may pass is no verdict yet, with when to ask again', async () => {
  api.script.push(reply(409, '{"code":"not-finished"}', { 'Retry-After': '3' }), refuse(503, 'read-credentials-refused'));
  const unfinished = await ask();
  expect({ code: unfinished.code, ...JSON.parse(unfinished.stdout) }).toMatchObject({
    ...{ code: 5, answer: 'not-yet', reasons: ['not-finished'] },
    means: 'Do not allow the step yet: the match is not finished. Ask the same question again after 3 seconds.',
  });
  const refused = await ask();
  expect({ code: refused.code, ...JSON.parse(refused.stdout) }).toMatchObject({
    ...{ code: 5, answer: 'none', means: expect.stringContaining('credentials check --for reading --online') },
  });
});

test('any other answer is an error with what to do', async () => {
  api.script.push(refuse(429, 'throttled'), refuse(400, 'invalid-request'), refuse(500, 'internal'));
  expect(await ask()).toMatchObject({ code: 5, stderr: expect.stringContaining('verdicts.throttle') });
  expect(await ask()).toMatchObject({ code: 2, stderr: expect.stringContaining('--asked-at') });
  expect(await ask()).toMatchObject({ code: 5, stderr: expect.stringContaining("npm run ops -- request 'r1'") });
});

test('what a terminal would obey is not printed as it came', async () => {
  api.script.push(reply(200, '{"verdict":"no","reasons":["used"],"x":"\\u001b[2J\\u009b"}'));
  const { stdout } = await runOps(ASK, { environment: aws.environment });
  expect(stdout).toContain('Do not allow the step');
  expect([...stdout].filter((character) => /(?!\n)\p{C}/u.test(character))).toEqual([]);
});

test('a stage without verdicts names the setting, and nothing is asked', async () => {
  answerAsStage(aws, OUTPUTS);
  const run = await ask();
  expect(run).toMatchObject({ code: 4, stderr: expect.stringContaining('"verdicts": {"callers"') });
  expect(api.requests).toEqual([]);
});

test('without AWS credentials it says so, and nothing is asked', async () => {
  const { AWS_ACCESS_KEY_ID: _, AWS_SECRET_ACCESS_KEY: __, ...environment } = aws.environment;
  expect(await ask(environment)).toMatchObject({ code: 3, stderr: expect.stringContaining('no AWS credentials') });
  expect(api.requests).toEqual([]);
});

test('the help says that asking decides', async () => {
  expect((await runOps(['verdict', 'ask', '--help'])).stdout).toContain('ASKING DECIDES');
});

test('knows each reason that the function gives, and no other', () => {
  expect(Object.keys(REASONS).sort()).toEqual([...NO_REASONS].sort());
});
