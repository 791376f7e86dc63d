import { type AgentServer, reply, startAgentServer } from '../../../stand-ins/agent/scripted';
import { AwsRefusal, type AwsRequest, type AwsServer, startAwsServer } from '../../support/aws-server';
import { answerAsFunction, answerAsStage, FUNCTION_VARIABLES, OUTPUTS } from '../../support/deployed-stage';
import { type OpsOptions, runOps } from '../../support/ops';

const OLD = { clientId: 'sa_old_0123456789', clientSecret: 'Old-secret-Old-secret' };
const NEW = { clientId: 'sa_new_0123456789', clientSecret: 'Zx9-secret-Zx9-secret' };
let aws: AwsServer;
let agent: AgentServer;
beforeAll(async () => {
  agent = await startAgentServer();
});
afterAll(() => agent.stop());
beforeEach(async () => {
  aws = await startAwsServer();
  answerAsStage(aws);
  agentAt(agent.url);
  agent.requests.length = 0;
  aws.answer('secretsmanager.GetSecretValue', { ARN: OUTPUTS.CredentialsSecretArn, SecretString: JSON.stringify(OLD) });
  aws.answer('secretsmanager.DescribeSecret', { VersionIdsToStages: { v1: ['AWSCURRENT'] } });
  aws.answer('secretsmanager.PutSecretValue', { VersionId: 'v2' });
});
afterEach(() => aws.stop());

/** The deployed function sends transactions there. */
function agentAt(url: string): void {
  answerAsFunction(aws, { ...FUNCTION_VARIABLES, AGENT_URL: url });
}

const credentials = (words: readonly string[], options: OpsOptions = {}) =>
  runOps(['credentials', ...words, '--json'], { environment: aws.environment, ...options });
const asked = (operation: string): AwsRequest[] => aws.requests.filter((request) => request.operation === operation);

test('set fills an empty secret, in the form that the function reads', async () => {
  aws.answer('secretsmanager.DescribeSecret', {});
  const { code, stdout, stderr } = await credentials(['set'], { stdin: JSON.stringify(NEW) });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(asked('PutSecretValue')).toMatchObject([
    { service: 'secretsmanager', input: { SecretId: OUTPUTS.CredentialsSecretArn, SecretString: JSON.stringify(NEW) } },
  ]);
  expect(stdout).not.toContain('Zx9');
  expect(agent.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /agent/api/v1/initialize/wf-1/info']);
  const basic = `Basic ${Buffer.from(`${NEW.clientId}:${NEW.clientSecret}`).toString('base64')}`;
  expect(agent.requests[0]?.headers.authorization).toBe(basic);
});

describe('set', () => {
  const set = (...words: string[]) => credentials(['set', '--replace', ...words], { stdin: JSON.stringify(NEW) });
  const written = () => asked('PutSecretValue').length;

  test.each([401, 403])('writes nothing when Microblink answers %d, unless --store-anyway is given', async (status) => {
    agent.script.push(reply(status, '{}'), reply(status, '{}'));
    expect(await set()).toMatchObject({ code: 1, stderr: expect.stringMatching(new RegExp(`nothing was written: it answered ${status}`)) });
    expect(written()).toBe(0);
    const forced = await set('--store-anyway');
    expect({ code: forced.code, ...JSON.parse(forced.stdout) }).toMatchObject({ code: 0, written: true, trial: { verdict: 'refused' } });
    expect(written()).toBe(1);
  });

  test.each([404, 429, 500])('writes the key when Microblink answers %d, which says nothing of it', async (status) => {
    agent.script.push(reply(status, '{}'));
    const { code, stdout } = await set();
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({
      code: 0,
      written: true,
      trial: { verdict: 'unknown', says: expect.stringContaining(`${status}`) },
    });
  });

  test('says that the key was not tried, and writes it, where Microblink cannot be reached from here', async () => {
    const away = await startAgentServer();
    await away.stop();
    agentAt(away.url);
    const { code, stdout } = await set();
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({
      code: 0,
      written: true,
      trial: { verdict: 'not-tried', says: expect.stringContaining('ECONNREFUSED') },
    });
    const lines = await runOps(['credentials', 'set', '--replace'], { environment: aws.environment, stdin: JSON.stringify(NEW) });
    expect(lines.stdout).toContain(`the key was not tried. ${new URL(away.url).host}: The service cannot be reached (connect ECONNREFUSED`);
  });

  test('says so, too, to anyone who may write the secret and not look at the function', async () => {
    aws.answer(
      'lambda.GET /2015-03-31/functions/FaceMatchProxy-dev-Function/configuration',
      new AwsRefusal('AccessDeniedException', 'User: x is not authorized to perform: lambda:GetFunctionConfiguration on resource: y', 403),
    );
    const { code, stdout } = await set();
    const says = expect.stringContaining('lambda:GetFunctionConfiguration on y');
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 0, written: true, trial: { verdict: 'not-tried', says } });
  });

  test('says so where the function is gone, which the secret is not', async () => {
    aws.answer(
      'lambda.GET /2015-03-31/functions/FaceMatchProxy-dev-Function/configuration',
      new AwsRefusal('ResourceNotFoundException', 'Function not found', 404),
    );
    const { code, stdout } = await set();
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 0, written: true, trial: { verdict: 'not-tried' } });
  });

  test.each([
    [204, 'accepted'],
    [302, 'unknown'],
    [407, 'not-tried'],
  ])('writes the key when the answer is %d, and calls it %s', async (status, verdict) => {
    agent.script.push(reply(status, ''));
    const { code, stdout } = await set();
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 0, written: true, trial: { verdict } });
  });

  test('writes no key into the secret of a function that sends to a host which is not Microblink’s', async () => {
    agentAt('https://example.org/agent/');
    expect(await set('--store-anyway')).toMatchObject({ code: 1, stderr: expect.stringContaining('example.org') });
    expect(written()).toBe(0);
  });
});

test('set reads no key and writes nothing when the secret is of somebody else', async () => {
  aws.answer(
    'secretsmanager.DescribeSecret',
    new AwsRefusal('AccessDeniedException', 'User: x is not authorized to perform: secretsmanager:DescribeSecret on resource: y'),
  );
  const run = await credentials(['set'], { stdin: JSON.stringify(NEW) });
  expect(run).toMatchObject({ code: 3, stderr: expect.stringContaining('secretsmanager:DescribeSecret on y') });
  expect(asked('PutSecretValue')).toEqual([]);
});

test('check says of an empty secret what to do, and of one that is no key why', async () => {
  const noValue = new AwsRefusal(
    'ResourceNotFoundException',
    "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
  );
  aws.answer('secretsmanager.GetSecretValue', noValue);
  const empty = await credentials(['check']);
  expect(empty.code).toBe(1);
  expect(JSON.parse(empty.stdout).findings).toEqual([expect.objectContaining({ verdict: 'fail', toDo: 'npm run ops -- credentials set' })]);
  for (const [text, says] of [
    ['{', 'not JSON'],
    ['{"id":"Zx9"}', 'lacks clientId'],
    ['{"clientId":"Zx9","clientSecret":"Zx9-secret"}', 'does not begin with sa_'],
  ]) {
    aws.answer('secretsmanager.GetSecretValue', { SecretString: text });
    const { code, stdout } = await credentials(['check']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout).findings[0].says).toContain(says);
    expect(stdout).not.toContain('Zx9');
  }
});

describe('rotate reads in the metrics of this stage whether starts went well', () => {
  const WRITTEN = new Date('2026-03-01T12:00:30Z');
  /** Values by the minute after 12:00. */
  const metrics = (started: Record<number, number>, refused: Record<number, number>) => {
    const result = (Id: string, values: Record<number, number>) => ({
      Id,
      Timestamps: Object.keys(values).map((minute) => Date.UTC(2026, 2, 1, 12, Number(minute)) / 1000),
      Values: Object.values(values),
    });
    aws.answer('monitoring.GetMetricData', { MetricDataResults: [result('served0', started), result('refused', refused)] });
  };
  const rotate = () => credentials(['rotate', '--offline', '--yes', '--wait', '0'], { stdin: JSON.stringify(NEW), now: () => WRITTEN });

  test('and says to delete the old key once they did', async () => {
    metrics({ 6: 2, 7: 1 }, {});
    const { code, stdout } = await rotate();
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ traffic: { started: 3, refused: 0 }, isProved: true });
    expect(JSON.stringify(asked('GetMetricData')[0]?.input)).toContain('"Value":"FaceMatchProxy-dev-Function"');
  });

  test('and that nothing is proved while there were none', async () => {
    metrics({}, {});
    expect(JSON.parse((await rotate()).stdout)).toMatchObject({ isProved: false });
  });

  test('and takes no start for a proof that an execution may have made with the old key', async () => {
    metrics({ 0: 5, 5: 3 }, {});
    expect(JSON.parse((await rotate()).stdout)).toMatchObject({ traffic: { started: 0 }, isProved: false });
  });

  test('and says that the key is written where they cannot be read', async () => {
    aws.answer('monitoring.GetMetricData', new AwsRefusal('AccessDenied', 'not authorized to perform: cloudwatch:GetMetricData', 403));
    const { code, stdout } = await rotate();
    expect(code).toBe(0);
    const report = { written: true, versionId: 'v2', isProved: false, traffic: expect.stringContaining('cloudwatch:GetMetricData') };
    expect(JSON.parse(stdout)).toMatchObject(report);
  });

  test('and fails when Microblink refused the key', async () => {
    metrics({ 6: 1 }, { 1: 4 });
    const { code, stdout } = await rotate();
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ traffic: { refused: 4 }, isProved: false });
  });
});

test('Ctrl-C while the key is written leaves no doubt: it is written, and the old one must stay', async () => {
  const controller = new AbortController();
  aws.answer('secretsmanager.PutSecretValue', () => {
    controller.abort('SIGINT');
    return { VersionId: 'v2' };
  });
  const run = await credentials(['rotate', '--offline', '--yes'], { stdin: JSON.stringify(NEW), signal: controller.signal });
  expect(run).toMatchObject({ code: 130, stderr: expect.stringMatching(/The new key is written; [\s\S]*Leave the old key/) });
});

test('rotate sends the new key to the Agent API of the deployed function alone, and nothing else is written when it is away', async () => {
  answerAsFunction(aws, { ...FUNCTION_VARIABLES, AGENT_URL: 'http://127.0.0.1:1/agent/' });
  const run = await credentials(['rotate', '--yes'], { stdin: JSON.stringify(NEW) });
  expect(run).toMatchObject({ code: 5, stderr: expect.stringContaining('--offline') });
  expect(asked('PutSecretValue')).toEqual([]);
});

test('roll-back needs a key before the current one', async () => {
  expect(await credentials(['rotate', '--roll-back', '--yes'])).toMatchObject({ code: 4 });
  aws.answer('secretsmanager.DescribeSecret', { VersionIdsToStages: { v2: ['AWSCURRENT'], v1: ['AWSPREVIOUS'] } });
  aws.answer('secretsmanager.UpdateSecretVersionStage', {});
  expect((await credentials(['rotate', '--roll-back', '--yes'])).code).toBe(0);
  expect(asked('UpdateSecretVersionStage')).toMatchObject([
    { input: { VersionStage: 'AWSCURRENT', MoveToVersionId: 'v1', RemoveFromVersionId: 'v2' } },
  ]);
});
