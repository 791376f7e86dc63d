import { type AgentServer, reply } from '../../../stand-ins/agent/scripted';
import { AwsRefusal, type AwsServer } from '../../support/aws-server';
import { answerAsStage, OUTPUTS, READING_KEY, STARTING_KEY, VERDICT_FUNCTION, VERDICT_OUTPUTS } from '../../support/deployed-stage';
import { type OpsOptions, runOps } from '../../support/ops';
import { type StageWithVerdicts, startStageWithVerdicts } from '../../support/stage-with-verdicts';

const NEW = { clientId: 'sa_new_0123456789', clientSecret: 'Zx9-secret-Zx9-secret' };
const SECRET = VERDICT_OUTPUTS.ReadingSecretArn;
let stage: StageWithVerdicts;
let aws: AwsServer;
let agent: AgentServer;
beforeEach(async () => {
  stage = await startStageWithVerdicts();
  ({ aws, agent } = stage);
  aws.answer('secretsmanager.DescribeSecret', { VersionIdsToStages: { v1: ['AWSCURRENT'], v0: ['AWSPREVIOUS'] } });
  aws.answer('secretsmanager.PutSecretValue', { VersionId: 'v2' });
  aws.answer('secretsmanager.UpdateSecretVersionStage', {});
});
afterEach(() => stage.stop());

async function credentials(words: readonly string[], options: OpsOptions = {}) {
  const run = await runOps(['credentials', ...words, '--json'], { environment: aws.environment, ...options });
  return { ...run, ...JSON.parse(run.stdout || '{}') };
}
const reading = (...words: readonly string[]) => credentials([...words, '--for', 'reading'], { stdin: JSON.stringify(NEW) });
const written = () => aws.requests.filter(({ operation }) => /^(Put|Update)/.test(operation)).map(({ input }) => input.SecretId);
const answers = (...statuses: readonly number[]) => agent.script.push(...statuses.map((status) => reply(status, '{}')));

test('set --for reading tries the key with the read of a transaction that does not exist, and writes it into the secret of that key', async () => {
  answers(404);
  const run = await reading('set', '--replace');
  expect(run).toMatchObject({ code: 0, written: true, secretArn: SECRET, trial: { verdict: 'accepted' }, apart: { verdict: 'pass' } });
  expect(run.trial.says).toContain('404 to the read of a transaction that does not exist: the key reads');
  expect(agent.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    expect.stringMatching(/^GET \/agent\/api\/v1\/transaction\/[0-9a-f]{26}$/),
  ]);
  const basic = `Basic ${Buffer.from(`${NEW.clientId}:${NEW.clientSecret}`).toString('base64')}`;
  expect(agent.requests[0]?.headers.authorization).toBe(basic);
  expect(written()).toEqual([SECRET]);
  expect(run.stdout + run.stderr).not.toContain('Zx9');
});

test.each([
  [401, 'wrong, deleted, or of another region'],
  [403, 'lacks the role "Transaction read"'],
])('set and rotate --for reading write nothing when Microblink answers the read with %d', async (status, says) => {
  answers(status, status);
  for (const verb of ['set', 'rotate']) {
    const run = await reading(verb, ...(verb === 'set' ? ['--replace'] : ['--yes']));
    expect(run).toMatchObject({ code: 1, stderr: expect.stringMatching(/nothing was written/) });
    expect(run.stderr.replace(/\s+/g, ' ')).toContain(says);
  }
  expect(written()).toEqual([]);
});

test.each([200, 400, 500])('an answer with %d to that read says nothing of the key', async (status) => {
  answers(status);
  expect(await reading('check', '--online')).toMatchObject({
    code: 0,
    findings: expect.arrayContaining([expect.objectContaining({ verdict: 'unknown' })]),
  });
});

describe('one key in both secrets', () => {
  beforeEach(() => aws.answer('secretsmanager.GetSecretValue', { SecretString: JSON.stringify(NEW) }));

  test('is a warning of check, for either key', async () => {
    for (const purpose of ['reading', 'starting']) {
      const { code, findings } = await credentials(['check', '--for', purpose]);
      const warned = {
        verdict: 'warning',
        says: expect.stringContaining('in both secrets'),
        toDo: expect.stringContaining('--for reading'),
      };
      expect({ code, second: findings[1] }).toMatchObject({ code: 0, second: warned });
    }
  });

  test('is a warning of set and rotate, which write all the same', async () => {
    answers(404);
    expect(await reading('set', '--replace')).toMatchObject({ written: true, apart: { verdict: 'warning' } });
    aws.answer('secretsmanager.GetSecretValue', ({ input: { SecretId } }) => ({
      SecretString: JSON.stringify(SecretId === SECRET ? READING_KEY : NEW),
    }));
    const { stdout } = await runOps(['credentials', 'rotate', '--for', 'reading', '--dry-run', '--offline'], {
      environment: aws.environment,
      stdin: JSON.stringify(NEW),
    });
    expect(stdout.replace(/\s+/g, ' ')).toContain('to think about One key, sa_new…89, is in both secrets');
  });
});

test.each([
  ['starting', 'which reads, too, is a warning', [200, 404], 'warning'],
  ['reading', 'which reads, too, is a warning', [404, 404], 'warning'],
  ['reading', 'which may not read passes', [404, 403], 'pass'],
])('check --for %s --online tries the key for starting with a read: one %s', async (purpose, _what, statuses, verdict) => {
  answers(...statuses);
  const { code, findings } = await credentials(['check', '--online', '--for', purpose]);
  expect({ code, last: findings.at(-1) }).toMatchObject({
    code: 0,
    last: { verdict, says: expect.stringContaining('the key for starting, sa_sta…89') },
  });
  const starts = Buffer.from(`${STARTING_KEY.clientId}:${STARTING_KEY.clientSecret}`).toString('base64');
  expect(agent.requests.at(-1)).toMatchObject({ method: 'GET', headers: { authorization: `Basic ${starts}` } });
});

test('anyone who may not read the other secret is told that the keys were not compared', async () => {
  const denied = new AwsRefusal(
    'AccessDeniedException',
    'User: x is not authorized to perform: secretsmanager:GetSecretValue on resource: y',
  );
  aws.answer('secretsmanager.GetSecretValue', ({ input }) =>
    input.SecretId === SECRET ? { SecretString: JSON.stringify(READING_KEY) } : denied,
  );
  const { code, findings } = await reading('check');
  expect({ code, findings }).toMatchObject({ code: 0, findings: [{ verdict: 'pass' }, { verdict: 'unknown' }] });
});

test('rotate --for reading asks the metrics of the function that answers, and says which command goes on', async () => {
  const WRITTEN = new Date('2026-03-01T12:00:30Z');
  const Timestamps = [Date.UTC(2026, 2, 1, 12, 7) / 1000];
  aws.answer('monitoring.GetMetricData', ({ input }) => {
    const queries = (input.MetricDataQueries ?? []) as {
      Id: string;
      MetricStat: { Metric: { Dimensions: { Name: string; Value: string }[] } };
    }[];
    return {
      MetricDataResults: queries.map(({ Id, MetricStat: { Metric } }) => {
        const of = (name: string) => Metric.Dimensions.find(({ Name }) => Name === name)?.Value;
        const Values = of('service') === VERDICT_FUNCTION && /^(yes|rejected)$/.test(of('answer') ?? '') ? [2] : [0];
        return { Id, Timestamps, Values };
      }),
    };
  });
  const rotate = () =>
    credentials(['rotate', '--for', 'reading', '--offline', '--yes', '--wait', '0'], { stdin: JSON.stringify(NEW), now: () => WRITTEN });
  expect(await rotate()).toMatchObject({ code: 0, written: true, traffic: { read: 4, refused: 0 }, isProved: true });
  expect(written()).toEqual([SECRET]);
  const back = await runOps(['credentials', 'rotate', '--roll-back', '--yes', '--for', 'reading'], { environment: aws.environment });
  expect(back).toMatchObject({ code: 0, stdout: expect.stringContaining('credentials check --for reading --online') });
  expect(written()).toEqual([SECRET, SECRET]);
});

test('each command names the setting where the stage has no verdicts, and another purpose is wrong use', async () => {
  answerAsStage(aws, OUTPUTS);
  for (const verb of ['set', 'check', 'rotate'])
    expect(await reading(verb)).toMatchObject({
      code: 4,
      stderr: expect.stringMatching(/answers for no verdicts[\s\S]*"verdicts": \{"callers"/),
    });
  expect(await credentials(['check', '--for', 'writing'])).toMatchObject({ code: 2, stderr: expect.stringContaining('starting, reading') });
  expect(written()).toEqual([]);
});
