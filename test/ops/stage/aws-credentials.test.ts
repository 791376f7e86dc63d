import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { perform } from '../../../ops/job';
import type { Register } from '../../../ops/register';
import { AwsRefusal, type AwsServer, startAwsServer } from '../../support/aws-server';
import { answerAsStage } from '../../support/deployed-stage';
import { type OpsOptions, runOps, runOpsProcess } from '../../support/ops';

const commands: Register[] = [
  (program, parts) => {
    const work = perform(parts, async ({ account, connect }) => {
      const stage = await connect();
      // A second client of the same command, and one that needs no stage.
      await new S3Client(stage.client('s3')).config.credentials();
      await new S3Client(account()).config.credentials();
    });
    program.command('find').action(work);
  },
];
let aws: AwsServer;
let folder: string;
beforeAll(async () => {
  // Under other names than the files in the repository: the SDK keeps what it has read by path.
  folder = await mkdtemp(join(tmpdir(), 'profiles-'));
  for (const name of ['aws-profiles.ini', 'profiles.ini']) await copyFile(join(__dirname, name), join(folder, name));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  aws = await startAwsServer();
  answerAsStage(aws);
});
afterEach(() => aws.stop());

function environmentOf(file: string): Record<string, string> {
  const { AWS_ACCESS_KEY_ID: _key, AWS_SECRET_ACCESS_KEY: _secret, ...rest } = aws.environment;
  return { ...rest, AWS_CONFIG_FILE: join(folder, file), HOME: folder };
}

async function errorWith(profile: string, file: string, options: OpsOptions = {}) {
  const { code, stdout, stderr } = await runOps(['find', '--json', '--profile', profile], {
    ...{ commands, environment: { ...environmentOf(file), ...options.environment } },
    ...(options.typed !== undefined && { typed: options.typed }),
  });
  expect(stdout + stderr).not.toContain('kept-secret');
  return { code, error: JSON.parse(stdout).error };
}

describe('a profile that gives no credentials says its own cause', () => {
  test.each<[profile: string, file: string, what: RegExp, toDo: RegExp]>([
    ['base', 'aws-profiles.ini', /profile: \[base\]/, /no complete credentials/],
    ['sso', 'aws-profiles.ini', /SSO session token .* not found or is invalid/, /^Sign in: aws sso login --profile sso$/],
    ['proc', 'aws-profiles.ini', /The command \/bin\/false failed/, /credential_process of "proc"/],
    ['procmissing', 'aws-profiles.ini', /The command \/opt\/vault\/get-creds failed/, /credential_process/],
    ['nosource', 'aws-profiles.ini', /profile: \[gone\]/, /source_profile "gone" is not in the AWS configuration.*Choose one of: base, /],
    ['loginsess', 'aws-profiles.ini', /Failed to load token/, /^Sign in: aws login --profile loginsess$/],
    ['webid', 'aws-profiles.ini', /no such file or directory, open '\/nowhere\/token'/, /web_identity_token_file/],
    ['admni', 'profiles.ini', /There is no profile "admni"/, /Choose one of: admin, /],
    ['half', 'profiles.ini', /profile: \[half\]/, /no complete credentials/],
    ['ssolegacy', 'profiles.ini', /SSO session .* invalid/, /aws sso login --profile ssolegacy/],
    ['ssohalf', 'profiles.ini', /invalid SSO credentials. Required parameters/, /^Complete it: aws configure sso --profile ssohalf$/],
    [
      ...(['ssonosession', 'profiles.ini', /\[sso-session\]? .*not there/] as const),
      /section \[sso-session nowhere\].*aws configure sso --profile ssonosession/,
    ],
    ['ssonorole', 'profiles.ini', /sso_role_name/, /^Complete it: aws configure sso --profile ssonorole$/],
    ['notjson', 'profiles.ini', /invalid JSON/, /credential_process/],
    ['password', 'profiles.ini', /The command sh failed/, /credential_process/],
    ['assigned', 'profiles.ini', /The command failed/, /credential_process/],
    ['cycle', 'profiles.ini', /cycle/, /one of them has to hold credentials itself/],
    ['oddsource', 'profiles.ini', /Unsupported credential source/, /^credential_source of "oddsource" .*Ec2InstanceMetadata/],
    ['rolealone', 'profiles.ini', /profile: \[rolealone\]/, /role_arn of "rolealone" .*source_profile.*credential_source/],
    ['expired', 'profiles.ini', /expired credentials/, /credential_process.* has to be in the future/],
    ['regiononly', 'profiles.ini', /There are no AWS credentials/, /no complete credentials/],
  ])('%s (%s)', async (profile, file, what, toDo) => {
    const { code, error } = await errorWith(profile, file);
    expect({ code, kind: error.code }).toEqual({ code: 3, kind: 'no-credentials' });
    expect(error.what).toMatch(what);
    expect(error.toDo).toMatch(toDo);
    expect(aws.requests).toEqual([]);
  });

  test('no section that is no profile is named among those to choose from', async () => {
    const { error } = await errorWith('admni', 'aws-profiles.ini');
    expect(error.toDo).toMatch(/Choose one of: base, .*, sso, webid\.$/);
  });

  test('a region that can be none is named with its profile', async () => {
    const { AWS_REGION: _region, ...environment } = environmentOf('profiles.ini');
    const { code, stderr } = await runOps(['find', '--profile', 'oddregion'], { commands, environment });
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('"eu_central_1" is not an AWS region') });
    expect(stderr).toContain('region of the profile "oddregion"');
  });

  test('also where it was chosen by AWS_PROFILE, and a region is wanted of it', async () => {
    const { AWS_REGION: _region, ...environment } = environmentOf('profiles.ini');
    const { code, stderr } = await runOps(['find'], { commands, environment: { ...environment, AWS_PROFILE: 'admni' } });
    expect({ code, stderr }).toMatchObject({ code: 3, stderr: expect.stringContaining('There is no profile "admni"') });
  });

  test('and a profile that fails is not passed over for another source of credentials', async () => {
    const { code, stdout } = await runOps(['find', '--json', '--profile', 'admni'], {
      ...{ commands, environment: { ...environmentOf('profiles.ini'), AWS_ACCESS_KEY_ID: 'AKIAOTHER', AWS_SECRET_ACCESS_KEY: 'x' } },
    });
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 3, error: { code: 'no-credentials' } });
    expect(aws.requests).toEqual([]);
  });

  test('the region of a profile is taken', async () => {
    const { AWS_REGION: _region, ...environment } = environmentOf('profiles.ini');
    expect(await runOps(['find', '--profile', 'keys'], { commands, environment })).toMatchObject({ code: 0 });
    expect(new Set(aws.requests.map(({ region }) => region))).toEqual(new Set(['eu-west-1']));
  });
});

test('a token file of the environment that is missing is named', async () => {
  const environment = {
    ...environmentOf('none.ini'),
    AWS_WEB_IDENTITY_TOKEN_FILE: '/nowhere/token',
    AWS_ROLE_ARN: 'arn:aws:iam::1:role/x',
  };
  const { code, stderr } = await runOps(['find'], { commands, environment });
  expect({ code, stderr }).toMatchObject({ code: 3, stderr: expect.stringContaining('/nowhere/token') });
});

test('a source profile without credentials ends a command with one error, and not the process', async () => {
  const { code, stdout, stderr } = await runOpsProcess(['faces', 'list', '--json', '--profile', 'mfa'], {
    environment: environmentOf('aws-profiles.ini'),
  });
  const { error } = JSON.parse(stdout);
  expect({ code, kind: error.code }).toEqual({ code: 3, kind: 'no-credentials' });
  expect(error.what).toMatch(/one-time code \(MFA, .* Besides: .*profile: \[base\]/);
  expect(stderr).not.toContain('node_modules');
});

describe('a profile with a second factor', () => {
  const KEYS = { AccessKeyId: 'ASIAROLE', SecretAccessKey: 'kept-secret', SessionToken: 'kept-secret', Expiration: '2099-01-01T00:00:00Z' };
  const assume = () => aws.requests.filter(({ operation }) => operation === 'AssumeRole');

  test('asks for the code on a terminal, once for all clients of a command, and says for which device', async () => {
    aws.answer('sts.AssumeRole', { Credentials: KEYS, AssumedRoleUser: { AssumedRoleId: 'AROA:x', Arn: 'arn' } });
    const { code, stderr } = await runOps(['find', '--profile', 'admin'], {
      ...{ commands, environment: environmentOf('profiles.ini'), typed: '123456\r' },
    });
    expect({ code, asked: stderr.includes('arn:aws:iam::111122223333:mfa/alice') }).toEqual({ code: 0, asked: true });
    expect(assume()).toMatchObject([{ accessKeyId: 'AKIASOURCE', input: { TokenCode: '123456' } }]);
    expect(aws.requests.find(({ operation }) => operation === 'DescribeStacks')?.accessKeyId).toBe('ASIAROLE');
  });

  test('says so where there is no terminal', async () => {
    const { code, error } = await errorWith('admin', 'profiles.ini');
    expect({ code, kind: error.code }).toEqual({ code: 3, kind: 'no-credentials' });
    expect(error.what).toContain('asks for a one-time code (MFA, arn:aws:iam::111122223333:mfa/alice)');
    expect(aws.requests).toEqual([]);
  });

  test('knows a wrong code by what STS says', async () => {
    const says = 'MultiFactorAuthentication failed with invalid MFA one time pass code.';
    aws.answer('sts.AssumeRole', new AwsRefusal('AccessDenied', says, 403));
    const { code, error } = await errorWith('admin', 'profiles.ini', { typed: '123456\r' });
    expect({ code, what: error.what, where: error.where }).toMatchObject({
      code: 3,
      what: expect.stringContaining(says),
      where: expect.stringContaining('"admin"'),
    });
  });
});
