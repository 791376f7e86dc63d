import { perform } from '../../../ops/job';
import type { Register } from '../../../ops/register';
import { type AwsAnswer, AwsRefusal, type AwsServer, startAwsServer } from '../../support/aws-server';
import { runOps } from '../../support/ops';

const commands: Register[] = [
  (program, parts) => {
    program.command('find').action(perform(parts, async ({ connect }) => void (await connect())));
  },
];
let aws: AwsServer;
beforeEach(async () => {
  aws = await startAwsServer();
});
afterEach(() => aws.stop());

function find(environment: Readonly<Record<string, string>>, signal?: AbortSignal) {
  return runOps(['find', '--json'], { commands, environment, signal });
}

const DENIED =
  'User: arn:aws:iam::111122223333:user/anna is not authorized to perform: cloudformation:DescribeStacks on resource: arn:aws:cloudformation:eu-central-1:111122223333:stack/FaceMatchProxy-dev/* because no identity-based policy allows the cloudformation:DescribeStacks action';

describe('what AWS refuses is said with its own exit code', () => {
  test.each<[code: string, exitCode: number, answer: AwsAnswer]>([
    ['not-permitted', 3, new AwsRefusal('AccessDenied', DENIED, 403)],
    ['credentials-expired', 3, new AwsRefusal('ExpiredToken', 'The security token included in the request is expired', 403)],
    ['credentials-refused', 3, new AwsRefusal('InvalidClientTokenId', 'The security token included in the request is invalid.', 403)],
    ['credentials-refused', 3, new AwsRefusal('SignatureDoesNotMatch', 'Signature expired is not what this is', 403)],
    ['throttled', 5, new AwsRefusal('Throttling', 'Rate exceeded')],
    ['service-failed', 5, new AwsRefusal('InternalFailure', 'It broke', 500)],
    ['unreachable', 5, 'reset'],
  ])('%s, exit code %i', async (code, exitCode, answer) => {
    aws.answer('cloudformation.DescribeStacks', answer);
    const run = await find(aws.environment);
    const { error } = JSON.parse(run.stdout);
    expect({ code: error.code, exitCode: run.code }).toEqual({ code, exitCode });
    expect(error.where).toBe('CloudFormation, DescribeStacks of FaceMatchProxy-dev in eu-central-1');
    expect(error.toDo).toMatch(/\w/);
    expect(run.stderr).toContain(error.what);
  });

  test('what is not permitted names action, resource and reason, and not the caller', async () => {
    aws.answer('cloudformation.DescribeStacks', new AwsRefusal('AccessDenied', DENIED, 403));
    const { stderr } = await find(aws.environment);
    expect(stderr).toContain(
      'cloudformation:DescribeStacks on arn:aws:cloudformation:eu-central-1:111122223333:stack/FaceMatchProxy-dev/* because no identity-based policy allows',
    );
    expect(stderr).not.toContain('user/anna');
  });
});

describe('what is missing on this machine is said before anything is sent', () => {
  const without = (...names: string[]) => Object.fromEntries(Object.entries(aws.environment).filter(([name]) => !names.includes(name)));

  test('no region', async () => {
    const run = await find(without('AWS_REGION'));
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('--region') });
    expect(aws.requests).toEqual([]);
  });

  test('no credentials', async () => {
    const run = await find(without('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'));
    expect(run).toMatchObject({ code: 3, stderr: expect.stringContaining('There are no AWS credentials.') });
    expect(run.stderr).toContain('aws sso login');
    expect(aws.requests).toEqual([]);
  });

  test('a profile that there is not', async () => {
    const run = await runOps(['find', '--json', '--profile', 'nobody'], {
      commands,
      environment: without('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'),
    });
    expect(run).toMatchObject({ code: 3, stderr: expect.stringContaining('--profile') });
  });

  test('nothing listens at the endpoint', async () => {
    const run = await find({ ...aws.environment, AWS_ENDPOINT_URL: 'http://127.0.0.1:1' });
    expect(run).toMatchObject({ code: 5, stderr: expect.stringContaining('ECONNREFUSED') });
  });
});

test('Ctrl-C ends a call that hangs, with exit code 130', async () => {
  const interruption = new AbortController();
  aws.answer('cloudformation.DescribeStacks', () => {
    interruption.abort('SIGINT');
    return 'never';
  });
  const run = await find(aws.environment, interruption.signal);
  expect(run.code).toBe(130);
  expect(JSON.parse(run.stdout)).toMatchObject({ error: { code: 'interrupted' } });
});
