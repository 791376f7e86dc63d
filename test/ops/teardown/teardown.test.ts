import { AwsRefusal, type AwsServer, startAwsServer } from '../../support/aws-server';
import { answerAsFunction, answerAsStage, FUNCTION_VARIABLES, OUTPUTS } from '../../support/deployed-stage';
import { runOps } from '../../support/ops';

const TEMPLATE = {
  Resources: {
    Photos: { Type: 'AWS::S3::Bucket', DeletionPolicy: 'RetainExceptOnCreate' },
    Users: { Type: 'AWS::Cognito::UserPool', DeletionPolicy: 'Retain' },
    Fn: { Type: 'AWS::Lambda::Function' },
  },
};
let aws: AwsServer;
beforeEach(async () => {
  aws = await startAwsServer();
  answerAsStage(aws, OUTPUTS, { EnableTerminationProtection: true });
  answerAsFunction(aws, FUNCTION_VARIABLES, {
    Photos: ['AWS::S3::Bucket', 'photos-of-dev'],
    Users: ['AWS::Cognito::UserPool', OUTPUTS.UserPoolId],
    Fn: ['AWS::Lambda::Function', 'fn'],
  });
  aws.answer('cloudformation.GetTemplate', { TemplateBody: JSON.stringify(TEMPLATE) });
  aws.answer('s3.GET /photos-of-dev?versions', {
    ListVersionsResult: { Version: { Key: 'faces/anna-of-the-bank', VersionId: 'v1' }, DeleteMarker: { Key: 'faces/b', VersionId: 'v2' } },
  });
  aws.answer('cognito-idp.DescribeUserPool', { UserPool: { EstimatedNumberOfUsers: 1200 } });
});
afterEach(() => aws.stop());
const teardown = (...words: string[]) => runOps(['teardown', ...words], { environment: aws.environment });

test('the plan counts what goes, says what stays with what is in it, and how to remove it; nothing is changed', async () => {
  const { code, stdout } = await teardown('--plan', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    ...{ stackName: 'FaceMatchProxy-dev', isProtected: true, goes: { 'AWS::Lambda::Function': 1 } },
    destroy: [expect.stringContaining('update-termination-protection'), 'npx cdk destroy -c stage=dev'],
    stays: [
      {
        physicalId: 'photos-of-dev',
        holds: '1 object versions, 1 delete markers',
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
  expect(stdout).toContain('about 1200 users. Users and their passwords cannot be made again.');
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
