import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { perform } from '../../../ops/job';
import type { Register } from '../../../ops/register';
import type { Stage } from '../../../ops/stage/stage';
import { AwsRefusal, type AwsServer, startAwsServer } from '../../support/aws-server';
import { answerAsStage, OUTPUTS } from '../../support/deployed-stage';
import { runOps } from '../../support/ops';

/** A command that says which stage it found. */
const where: Register = (program, parts) => {
  program.command('where').action(
    perform(parts, async ({ connect, terminal }) => {
      const { client, ...stage } = await connect();
      terminal.result({ ...stage, s3: client('s3') }, () => [stage.name]);
      return undefined;
    }),
  );
};
const commands = [where];

let aws: AwsServer;
beforeEach(async () => {
  aws = await startAwsServer();
});
afterEach(() => aws.stop());

const whereIs = (words: string[], environment: Record<string, string | undefined> = {}) =>
  runOps(['where', '--json', ...words], {
    commands,
    environment: Object.fromEntries(
      Object.entries({ ...aws.environment, ...environment }).filter((pair): pair is [string, string] => pair[1] !== undefined),
    ),
  });

describe('a deployed stage', () => {
  test('is found by the outputs of its stack, in the region of the environment', async () => {
    answerAsStage(aws);
    const { code, stdout, stderr } = await whereIs([]);
    const stage = JSON.parse(stdout) as Stage & { s3: object };
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stage).toMatchObject({
      ...{ name: 'dev', isLocal: false, region: 'eu-central-1', stackName: 'FaceMatchProxy-dev' },
      ...{ proxyBaseUrl: OUTPUTS.ProxyBaseUrl, bucketName: OUTPUTS.FaceBucketName, userPoolClientIds: ['client1', 'client2'] },
      images: { face: { key: 'faces/{subject}', maxBytes: 2_097_152 } },
      s3: { region: 'eu-central-1' },
    });
    // Else a stand-in's dummy keys could reach a real account.
    expect(stage.s3).not.toHaveProperty('credentials');
    expect(aws.requests).toMatchObject([{ operation: 'DescribeStacks', region: 'eu-central-1', accessKeyId: 'AKIAEXAMPLE' }]);
  });

  test.each([
    [['--stage', 'prod'], {}, 'FaceMatchProxy-prod', 'eu-central-1'],
    [['--stack', 'My-Own-Stack'], {}, 'My-Own-Stack', 'eu-central-1'],
    [['--region', 'us-east-1'], {}, 'FaceMatchProxy-dev', 'us-east-1'],
    [[], { AWS_REGION: undefined, AWS_DEFAULT_REGION: 'eu-west-1' }, 'FaceMatchProxy-dev', 'eu-west-1'],
  ])('is looked for where %j and the environment %j say', async (words, environment, stackName, region) => {
    answerAsStage(aws);
    const { stdout } = await whereIs(words, environment);
    expect(JSON.parse(stdout)).toMatchObject({ stackName, region });
    expect(aws.requests).toMatchObject([{ region, input: { StackName: stackName } }]);
  });

  test.each([
    [['--region', 'eu_central_1'], {}, '--region'],
    [['--region', 'Frankfurt'], {}, '--region'],
    [['--region', 'eu-central-1a'], {}, '--region'],
    [[], { AWS_REGION: ' eu-central-1' }, 'AWS_REGION, or AWS_DEFAULT_REGION'],
  ])('is looked for in no region that cannot be one: %j %j', async (words, environment, where) => {
    const { code, stdout } = await whereIs(words, environment);
    const { error } = JSON.parse(stdout);
    expect({ code, ...error }).toMatchObject({ code: 'no-region', what: expect.stringContaining('is not an AWS region'), where });
    expect({ code, requests: aws.requests }).toEqual({ code: 2, requests: [] });
  });

  test.each(['us-gov-west-1', 'eusc-de-east-1', 'us-iso-east-1', 'mx-central-1'])('may be in %s', async (region) => {
    answerAsStage(aws);
    expect(JSON.parse((await whereIs(['--region', region])).stdout)).toMatchObject({ region });
  });

  test('that was deployed before kinds were an output has the kind face', async () => {
    answerAsStage(aws, { ...OUTPUTS, ImageKinds: undefined });
    expect(JSON.parse((await whereIs([])).stdout).images).toEqual({ face: { key: 'faces/{subject}' } });
  });

  test('that is not there is exit code 4, with the name and region that were looked for', async () => {
    aws.answer('cloudformation.DescribeStacks', new AwsRefusal('ValidationError', 'Stack with id FaceMatchProxy-dve does not exist'));
    const { code, stdout, stderr } = await whereIs(['--stage', 'dve']);
    expect(code).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'stage-not-found' } });
    expect(stderr).toContain('There is no stack FaceMatchProxy-dve in eu-central-1');
    expect(stderr).toContain('to do');
  });

  test('is not any other stack: the outputs that are missing are named', async () => {
    answerAsStage(aws, { ProxyBaseUrl: 'https://x' });
    const { code, stderr } = await whereIs([]);
    expect(code).toBe(4);
    expect(stderr).toContain('FaceBucketName, FaceKeyTemplate');
  });
});

describe('the local stack', () => {
  const details = {
    baseUrl: 'http://127.0.0.1:1/local',
    transactionUrl: 'http://127.0.0.1:1/local/transaction',
    agentApiUrl: 'http://127.0.0.1:2/',
    cognito: { endpoint: 'http://127.0.0.1:3', userPoolId: 'pool', clientId: 'client' },
    s3: { endpoint: 'http://127.0.0.1:4', bucket: 'bucket', keyTemplate: 'faces/{subject}' },
    secretsManager: { endpoint: 'http://127.0.0.1:5', secretArn: 'arn' },
    workflows: { injecting: ['w'], passThrough: [] },
    users: [],
  };
  let localDirectory: string;
  beforeEach(async () => {
    localDirectory = await mkdtemp(join(tmpdir(), 'ops-'));
  });
  afterEach(() => rm(localDirectory, { recursive: true }));
  const local = () => runOps(['where', '--local', '--json'], { commands, localDirectory, environment: aws.environment });

  test('is found by its file, with clients that reach this machine alone', async () => {
    await writeFile(join(localDirectory, 'stack.json'), JSON.stringify(details));
    expect(JSON.parse((await local()).stdout)).toMatchObject({
      ...{ name: 'local', isLocal: true, bucketName: 'bucket', images: { face: { key: 'faces/{subject}' } } },
      s3: { endpoint: 'http://127.0.0.1:4', forcePathStyle: true, credentials: { accessKeyId: 'local' } },
    });
    expect(aws.requests).toEqual([]);
  });

  test('that does not run is exit code 4, with the file and the command that starts it', async () => {
    const { code, stderr } = await local();
    expect(code).toBe(4);
    expect(stderr).toContain(join(localDirectory, 'stack.json'));
    expect(stderr).toContain('npm start');
  });

  test('of another version is not half read', async () => {
    await writeFile(join(localDirectory, 'stack.json'), JSON.stringify({ ...details, s3: {} }));
    expect(await local()).toMatchObject({ code: 4, stderr: expect.stringContaining('not one that this version reads') });
  });
});
