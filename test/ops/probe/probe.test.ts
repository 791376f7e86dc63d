import sharp from 'sharp';
import { bindTransaction } from '../../../stand-ins/agent/members';
import { type AgentServer, reply } from '../../../stand-ins/agent/scripted';
import type { Fault } from '../../../stand-ins/exchange';
import type { AwsServer } from '../../support/aws-server';
import { STARTING_KEY } from '../../support/deployed-stage';
import { startTestStack } from '../../support/local-stack';
import { runOps } from '../../support/ops';
import { type StageWithVerdicts, startStageWithVerdicts } from '../../support/stage-with-verdicts';

let stage: StageWithVerdicts;
let aws: AwsServer;
let agent: AgentServer;
beforeEach(async () => {
  stage = await startStageWithVerdicts();
  ({ aws, agent } = stage);
});
afterEach(() => stage.stop());

async function probe(answers: readonly Fault[], ...words: string[]) {
  agent.script.push(...answers);
  const run = await runOps(['probe', '--json', '--yes', ...words], { environment: aws.environment });
  return { ...run, report: JSON.parse(run.stdout) };
}

const STARTED = {
  transactionId: 'Zx9-transaction',
  ephemeralKey: 'Zx9-key',
  authorization: 'Zx9',
  props: { probe: 'face-match-proxy-probe' },
};
const started = (status = 200, body: object = STARTED) => reply(status, JSON.stringify(body));
const refused = (status = 400) => reply(status, '{"title":"Zx9 is not valid","errors":{"Zx9@example.org":["no"]}}');

test('says before it starts how many transactions it starts and that they may be billed, and starts none when no one says yes', async () => {
  const run = await runOps(['probe'], { environment: aws.environment });
  expect(run).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/up to 7 transactions of workflow wf-1 at 127\.0\.0\.1:\d+, each of which may be billed/),
  });
  expect(agent.requests).toEqual([]);
});

test('the report of a lenient API: everything is taken, props come back in reply and read, and no value of it is in the report', async () => {
  const { code, stdout, stderr, report } = await probe([
    ...Array(7).fill(started(201)),
    started(200, { id: STARTED.transactionId, props: STARTED.props }),
  ]);
  expect({ code, started: report.started, standIn: report.standIn, findings: report.findings }).toEqual({
    ...{ code: 0, started: 7, standIn: false },
    findings: {
      ...{
        statusOfStart: 201,
        propsComeBackInReply: true,
        propsComeBackInRead: true,
        namesBoundWithoutCase: true,
        unknownMemberRefused: false,
      },
      photoSizes: { 65536: true, 1048576: true, 5242880: true, 10485760: true },
    },
  });
  expect(report.answers[0].shape).toContainEqual({ path: 'ephemeralKey', type: 'string' });
  const userId = JSON.parse(String(agent.requests[0]?.body)).consent.userId;
  expect(stdout).not.toContain('wf-1');
  expect(stdout + stderr).not.toMatch(/Zx9|sa_/);
  expect(stdout + stderr).not.toContain(userId);
});

test('each start differs from the first in one thing, and the photos are whole JPEGs of the sizes that it names', async () => {
  await probe([...Array(7).fill(started()), refused(403)]);
  const bodies = agent.requests.slice(0, 7).map(({ body }) => JSON.parse(String(body)));
  expect(new Set(agent.requests.map(({ headers }) => headers.authorization)).size).toBe(2);
  const basic = Buffer.from(`${STARTING_KEY.clientId}:${STARTING_KEY.clientSecret}`).toString('base64');
  expect(agent.requests[0]?.headers.authorization).toBe(`Basic ${basic}`);
  expect(() => bindTransaction(JSON.stringify(bodies[0]))).not.toThrow();
  const names = (at: number) => Object.keys(bodies[at]).filter((name) => !Object.hasOwn(bodies[0], name));
  expect([names(1), names(2)]).toEqual([['WORKFLOWID'], ['faceMatchProxyProbe']]);
  const sizes = bodies.slice(3).map(({ formValues }) => Buffer.from(formValues.faceImage, 'base64'));
  for (const photo of sizes) expect((await sharp(photo, { failOn: 'warning' }).raw().toBuffer()).length).toBeGreaterThan(0);
  expect(sizes.map(({ length }, at) => Math.abs(length - ([65536, 1048576, 5242880, 10485760][at] ?? 0)) < 8)).toEqual(Array(4).fill(true));
});

test('the report of a strict API: refusals are findings, and nothing larger is sent than what was refused', async () => {
  const { report } = await probe([started(200, { transactionId: 't1' }), refused(), refused(422), started(), refused(413), refused(404)]);
  expect(report).toMatchObject({
    started: 2,
    findings: {
      statusOfStart: 200,
      propsComeBackInReply: false,
      namesBoundWithoutCase: false,
      unknownMemberRefused: true,
      photoSizes: { 65536: true, 1048576: false },
    },
  });
  expect(report.findings).not.toHaveProperty('propsComeBackInRead');
  expect(agent.requests.filter(({ method }) => method === 'POST')).toHaveLength(5);
});

test.each([
  ['7', 'seconds'],
  ['Sat, 28 Nov 2026 12:00:00 GMT', 'date'],
  ['soon', 'another form'],
])('429 with Retry-After %s ends it, as %s, and what is not known stays unknown', async (value, form) => {
  const { report } = await probe([started(), reply(429, '{}', { 'Retry-After': value }), refused(404)]);
  expect(report.findings).toEqual({ statusOfStart: 200, propsComeBackInReply: true, photoSizes: {}, retryAfterOn429: form });
  expect(agent.requests.filter(({ method }) => method === 'POST')).toHaveLength(2);
});

test('a key that is refused ends it at the first start', async () => {
  const { report } = await probe([refused(401)]);
  expect(report).toMatchObject({ started: 0, findings: { statusOfStart: 401, photoSizes: {} } });
  expect(agent.requests).toHaveLength(1);
});

test('a connection that breaks says how many were started, and a picture that is no JPEG is wrong use', async () => {
  const broken: Fault = ({ request }) => request.socket.destroy();
  const { code, stderr } = await probe([started(), broken]);
  expect({ code, stderr }).toEqual({
    code: 5,
    stderr: expect.stringContaining('1 transactions were started before, and perhaps this one'),
  });
  expect(await probe([], '--photo', 'package.json')).toMatchObject({ code: 2, stderr: expect.stringContaining('no JPEG') });
});

test('against the stand-in of the Agent API it finds what that is: lenient in names, and 200', async () => {
  const stack = await startTestStack();
  const { code, stdout } = await runOps(['probe', '--local', '--json'], { localDirectory: stack.directory });
  await stack.stop();
  // All that was said, so that a failure says why.
  expect([code, stdout]).toEqual([0, expect.stringContaining('"started"')]);
  expect(JSON.parse(stdout)).toMatchObject({
    standIn: true,
    started: 7,
    findings: { statusOfStart: 200, namesBoundWithoutCase: true, unknownMemberRefused: false },
  });
});
