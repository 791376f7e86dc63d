import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AwsRefusal, type AwsServer, startAwsServer } from '../../support/aws-server';
import { answerAsFunction, answerAsStage, FUNCTION_VARIABLES, OUTPUTS } from '../../support/deployed-stage';
import { runOps } from '../../support/ops';

const TEMPLATE = {
  Parameters: { BootstrapVersion: { Type: 'String', Default: '/cdk-bootstrap/fmproxy/version' } },
  Resources: {
    Photos: { Type: 'AWS::S3::Bucket', DeletionPolicy: 'RetainExceptOnCreate' },
    Users: { Type: 'AWS::Cognito::UserPool', DeletionPolicy: 'Retain' },
    Fn: { Type: 'AWS::Lambda::Function' },
    Scratch: { Type: 'AWS::S3::Bucket', DeletionPolicy: 'Delete' },
  },
};
let aws: AwsServer;
let environment: Readonly<Record<string, string>>;
beforeEach(async () => {
  aws = await startAwsServer();
  environment = aws.environment;
  answerAsStage(aws, OUTPUTS, { EnableTerminationProtection: true });
  answerAsFunction(aws, FUNCTION_VARIABLES, {
    Photos: ['AWS::S3::Bucket', 'photos-of-dev'],
    Users: ['AWS::Cognito::UserPool', OUTPUTS.UserPoolId],
    Fn: ['AWS::Lambda::Function', 'fn'],
    Scratch: ['AWS::S3::Bucket', 'scratch'],
  });
  aws.answer('cloudformation.GetTemplate', { TemplateBody: JSON.stringify(TEMPLATE) });
  aws.answer('s3.GET /photos-of-dev?versions', {
    ListVersionsResult: {
      Version: { Key: 'faces/anna-of-the-bank', VersionId: 'v1', IsLatest: 'true' },
      DeleteMarker: { Key: 'faces/b', VersionId: 'v2' },
    },
  });
  aws.answer('s3.GET /scratch?versions', { ListVersionsResult: { Version: { Key: 'a', VersionId: 'v2', IsLatest: 'true' } } });
  aws.answer('cognito-idp.DescribeUserPool', { UserPool: { EstimatedNumberOfUsers: 1200 } });
});
afterEach(() => aws.stop());
const teardown = (...words: string[]) => runOps(['teardown', ...words], { environment });

test('the plan counts what goes, says what stays with what is in it, and how to remove it; nothing is changed', async () => {
  const { code, stdout } = await teardown('--plan', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    ...{ stackName: 'FaceMatchProxy-dev', isProtected: true, goes: { 'AWS::Lambda::Function': 1, 'AWS::S3::Bucket': 1 } },
    destroy: [
      expect.stringContaining('update-termination-protection'),
      expect.stringContaining('delete-objects --region eu-central-1 --bucket scratch'),
      'npx cdk destroy -c stage=dev -c @aws-cdk/core:bootstrapQualifier=fmproxy --region eu-central-1',
    ],
    emptyFirst: [{ physicalId: 'scratch', holds: '1 file; 1 object versions, 0 delete markers' }],
    stays: [
      {
        physicalId: 'photos-of-dev',
        holds: '1 photo; 1 object versions, 1 delete markers',
        commands: [expect.stringContaining('list-object-versions'), expect.stringContaining('delete-bucket')],
      },
      { physicalId: OUTPUTS.UserPoolId, holds: 'about 1200 users' },
    ],
  });
  expect(stdout).not.toContain('anna-of-the-bank');
  expect(aws.requests.filter(({ operation }) => !/^(Describe|List|Get|GET )/.test(operation))).toEqual([]);
});

test('a person reads the same in lines', async () => {
  const { stdout } = await teardown('--plan');
  expect(stdout).toContain('Stack FaceMatchProxy-dev in eu-central-1, protected from deletion');
  expect(stdout).toMatch(/^ {2}1 {2}AWS::Lambda::Function$/m);
  expect(stdout).toContain('about 1200 users. Users and their passwords cannot be restored.');
});

test('says how many photos are in the bucket of a throw-away stage, which goes', async () => {
  aws.answer('cloudformation.GetTemplate', {
    TemplateBody: JSON.stringify({ Resources: { Photos: { Type: 'AWS::S3::Bucket', DeletionPolicy: 'Delete' } } }),
  });
  const { stdout } = await teardown('--plan');
  expect(stdout).toContain('Goes with all that is in it: 2');
  expect(stdout).toContain('1 photo; 1 object versions, 1 delete markers. It goes with the stack');
});

describe('the line that destroys', () => {
  const destroy = async (...words: string[]) =>
    JSON.parse((await teardown('--plan', '--json', ...words)).stdout).destroy.slice(-2) as string[];

  test('has the settings file and the profile, quoted for the shell', async () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'face-match-proxy-profile-')), 'config');
    writeFileSync(file, '[profile anna@bank]\nregion = eu-central-1\naws_access_key_id = a\naws_secret_access_key = b\n');
    const { AWS_ACCESS_KEY_ID: _, AWS_SECRET_ACCESS_KEY: __, ...others } = environment;
    environment = { ...others, AWS_CONFIG_FILE: file };
    const [, line] = await destroy('--config', 'my stages/dev.json', '--profile', 'anna@bank');
    expect(line).toBe(
      `npx cdk destroy -c stage=dev -c 'config=my stages/dev.json' -c @aws-cdk/core:bootstrapQualifier=fmproxy --region eu-central-1 --profile anna@bank`,
    );
  });

  test('needs neither app nor settings where this project has none for the stack', async () => {
    for (const words of [
      ['--stage', 'elsewhere'],
      ['--stack', 'OfAnotherApp'],
    ]) {
      const [name = ''] = words[1] === 'elsewhere' ? ['FaceMatchProxy-elsewhere'] : ['OfAnotherApp'];
      expect(await destroy(...words)).toEqual([
        `aws cloudformation delete-stack --region eu-central-1 --stack-name ${name}`,
        `aws cloudformation wait stack-delete-complete --region eu-central-1 --stack-name ${name}`,
      ]);
    }
  });
});

test('what may not be counted is said, and the plan is made all the same', async () => {
  aws.answer(
    's3.GET /photos-of-dev?versions',
    new AwsRefusal('AccessDenied', 'User: x is not authorized to perform: s3:ListBucketVersions on resource: y', 403),
  );
  const { code, stdout } = await teardown('--plan', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout).stays[0].holds).toContain(
    'not counted: AWS refuses this to the identity that asked: s3:ListBucketVersions on y',
  );
});

test('without --plan nothing is asked of AWS', async () => {
  expect(await teardown()).toMatchObject({ code: 2, stderr: expect.stringContaining('Pass --plan') });
  expect(aws.requests).toEqual([]);
});
