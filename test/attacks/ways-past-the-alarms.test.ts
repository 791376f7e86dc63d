import { readConfig } from '../../lib/config/config';
import { concrete } from '../support/stack-policies';
import { type Synthesized, synthesize } from '../support/template';
import { countedBy, toldBy } from '../support/trail-counts';
import { event, inIam, invocation, onBucket, onFunction, onKey, sessionOf, type TrailEvent, withRole } from '../support/trail-events';

/** Other calls that do the same as one that an alarm knows, or that make a service do it in the name of what deploys. */
const config = readConfig({ stage: 'prod' });
const OPERATORS = {
  enrol: ['arn:aws:iam::999900001111:role/Enrolment'],
  erase: ['arn:aws:iam::999900001111:role/staff/Privacy'],
  read: ['arn:aws:iam::999900001111:role/Investigation'],
  replace: Array.from({ length: 6 }, (_, at) => `arn:aws:iam::999900001111:role/Corrections${at}`),
};
const prod: Synthesized = synthesize({ ...config, operators: OPERATORS, alarms: { ...config.alarms, email: 'on-call@bank.test' } }, 'prod');
const ADMINISTRATOR = sessionOf('arn:aws:iam::999900001111:role/Administrator', 'AROAADMIN');
const roleOf = (name: string): string => `arn:aws:iam::999900001111:role/cdk-hnb659fds-${name}-999900001111-eu-central-1`;
const [EXECUTION, DEPLOY] = [roleOf('cfn-exec-role'), roleOf('deploy-role')];
const byCloudFormation = { ...sessionOf(EXECUTION), invokedBy: 'cloudformation.amazonaws.com' };

const id = (type: string, pattern = /./): string => prod.of(type).find(([each]) => pattern.test(each))?.[0] ?? '';
const arn = (type: string, pattern = /./): string => String(concrete({ 'Fn::GetAtt': [id(type, pattern), 'Arn'] }, prod.resources));
const LAMBDA = id('AWS::Lambda::Function');
const FUNCTION_ROLE = arn('AWS::IAM::Role', /FunctionRole/);
const API = id('AWS::ApiGateway::RestApi');

const call = (
  service: string,
  name: string,
  requestParameters: TrailEvent['requestParameters'],
  userIdentity = ADMINISTRATOR,
): TrailEvent => event(service, name, { requestParameters, userIdentity });

describe('an API of somebody’s own, which invokes the function with claims that its template invents,', () => {
  test('is an invocation past the API: it calls in the name of a role or a user', () => {
    const invokedBy = 'apigateway.amazonaws.com';
    const callers = [ADMINISTRATOR, { type: 'IAMUser', arn: 'arn:aws:iam::999900001111:user/eve' }];
    for (const caller of callers) expect(countedBy(invocation({ ...caller, invokedBy }), prod)).toEqual(['function-invoked-directly']);
  });

  test('and the API of the stack calls in the name of API Gateway, which has neither', () => {
    expect(countedBy(invocation({ type: 'AWSService', invokedBy: 'apigateway.amazonaws.com' }), prod)).toEqual([]);
  });
});

describe('CloudFormation, in whose name everything is exempt, is made to do it', () => {
  const stack = 'arn:aws:cloudformation:eu-central-1:999900001111:stack/FaceMatchProxy-prod/1a2b';
  test.each<[string, TrailEvent]>([
    [
      'by a stack of one’s own that gets the role of the deployment',
      call('cloudformation', 'CreateStack', { stackName: 'mine', roleARN: EXECUTION }),
    ],
    ['by a change set of such a stack', call('cloudformation', 'CreateChangeSet', { stackName: 'mine', roleARN: EXECUTION })],
    ['by an update of the stack', call('cloudformation', 'UpdateStack', { stackName: 'FaceMatchProxy-prod' })],
    ['by an update of the stack, by its ARN', call('cloudformation', 'UpdateStack', { stackName: stack })],
    ['by its deletion', call('cloudformation', 'DeleteStack', { stackName: stack })],
    ['through Cloud Control', call('cloudcontrolapi', 'UpdateResource', { typeName: 'AWS::Lambda::Function', roleArn: EXECUTION })],
    ['in vain', { ...call('cloudformation', 'CreateStack', { stackName: 'mine', roleARN: EXECUTION }), errorCode: 'AccessDenied' }],
  ])('%s', (_, change) => expect(countedBy(change, prod)).toEqual(['deployed-by-others']));

  test('and not by the role that deploys, nor by CloudFormation for a stack within', () => {
    for (const userIdentity of [sessionOf(DEPLOY), byCloudFormation])
      for (const name of ['CreateChangeSet', 'UpdateStack'])
        expect(countedBy(call('cloudformation', name, { stackName: stack, roleARN: EXECUTION }, userIdentity), prod)).toEqual([]);
    const ofOthers = { stackName: 'FaceMatchProxy-prod2', roleARN: 'arn:aws:iam::999900001111:role/other' };
    expect(countedBy(call('cloudformation', 'UpdateStack', ofOthers), prod)).toEqual([]);
  });
});

describe('CodeDeploy, in whose name the alias moves unseen, is made to move it', () => {
  const application = id('AWS::CodeDeploy::Application');
  test.each<[string, TrailEvent]>([
    ['to an old version', call('codedeploy', 'CreateDeployment', { applicationName: application, revision: {} })],
    ['without alarms', call('codedeploy', 'UpdateDeploymentGroup', { applicationName: application })],
    [
      'by a group of one’s own that gets the role of the rollout',
      call('codedeploy', 'CreateDeploymentGroup', { applicationName: 'mine', serviceRoleArn: arn('AWS::IAM::Role', /RolloutRole/) }),
    ],
  ])('%s', (_, change) => {
    expect(countedBy(change, prod)).toEqual(['function-changed']);
    expect(countedBy({ ...change, userIdentity: byCloudFormation }, prod)).toEqual([]);
  });
});

describe('who may become a role is changed, of', () => {
  test.each<[string, string]>([
    ['the role that CloudFormation deploys with', EXECUTION],
    ['the role that starts a deployment', DEPLOY],
    ...Object.entries(OPERATORS).flatMap(([operator, roles]) =>
      roles.map((role): [string, string] => [`operators.${operator}, ${role}`, role]),
    ),
  ])('%s', (_, role) => {
    const roleName = role.split('/').at(-1) ?? '';
    for (const name of ['UpdateAssumeRolePolicy', 'AttachRolePolicy', 'DeleteRole', 'CreateRole'])
      expect(countedBy({ ...inIam(name, { roleName }), userIdentity: ADMINISTRATOR }, prod)).toEqual(['role-changed']);
  });
});

describe('by a call that names its object otherwise, an alarm counts', () => {
  const lambda = `arn:aws:lambda:eu-central-1:999900001111:function:${LAMBDA}`;
  const table = arn('AWS::DynamoDB::Table');
  test.each<[string, TrailEvent, string]>([
    ['a policy of the function', call('lambda', 'PutResourcePolicy', { resourceArn: lambda, policy: '{}' }), 'function-changed'],
    ['its removal', call('lambda', 'DeleteResourcePolicy', { resourceArn: `${lambda}:live` }), 'function-changed'],
    [
      'an address of the function',
      call('lambda', 'CreateFunctionUrlConfig', { functionName: LAMBDA, authType: 'NONE' }),
      'function-changed',
    ],
    ['a source of events', call('lambda', 'CreateEventSourceMapping', { functionName: lambda }), 'function-changed'],
    ['a global table', call('dynamodb', 'UpdateGlobalTable', { globalTableName: id('AWS::DynamoDB::Table') }), 'table-changed'],
    ['a restored table', call('dynamodb', 'RestoreTableToPointInTime', { sourceTableArn: table, targetTableName: 'x' }), 'table-changed'],
    ['a stream of the table', call('dynamodb', 'EnableKinesisStreamingDestination', { tableName: table, streamArn: 'x' }), 'table-changed'],
    [
      'a second secret value',
      call('secretsmanager', 'UpdateSecretVersionStage', { secretId: arn('AWS::SecretsManager::Secret') }),
      'secret-changed',
    ],
    [
      'a copy of the secret elsewhere',
      call('secretsmanager', 'ReplicateSecretToRegions', { secretId: arn('AWS::SecretsManager::Secret') }),
      'secret-changed',
    ],
    ['a test of a method', call('apigateway', 'TestInvokeMethod', { restApiId: API, resourceId: 'r1' }), 'api-changed'],
    ['the account’s logging role of API Gateway', call('apigateway', 'UpdateAccount', { patchOperations: [] }), 'api-changed'],
    [
      'a copy of the pool in another region',
      call('cognito-idp', 'CreateUserPoolReplica', { userPoolId: id('AWS::Cognito::UserPool') }),
      'callers-changed',
    ],
    [
      'an app client’s new secret',
      call('cognito-idp', 'AddUserPoolClientSecret', { userPoolId: id('AWS::Cognito::UserPool') }),
      'callers-changed',
    ],
    [
      'the key of the bus on which all rules listen',
      call('events', 'UpdateEventBus', { name: 'default', kmsKeyIdentifier: 'x' }),
      'watchers-changed',
    ],
  ])('%s', (_, change, alarm) => expect(countedBy(change, prod)).toEqual([alarm]));
});

/** Anyone who takes the trail's right to write into its log group blinds every alarm on events, the one on that included. Rules need no log group. */
describe('with the trail’s log group blinded, a rule reports', () => {
  const photos = id('AWS::S3::Bucket', /FacesPhotos/);
  const records = [/TrailFiles/, /AccessLog/].map((bucket) => id('AWS::S3::Bucket', bucket));
  const by = (change: TrailEvent): TrailEvent => ({ ...change, userIdentity: ADMINISTRATOR });
  test.each<[string, TrailEvent, string]>([
    ...['PutBucketPolicy', 'DeleteBucketPolicy', 'PutBucketReplication', 'PutBucketEncryption'].flatMap((name) =>
      [photos, ...records].map((bucket): [string, TrailEvent, string] => [`${name} on ${bucket}`, by(onBucket(name, bucket)), 'Buckets']),
    ),
    ...['PutKeyPolicy', 'DisableKey', 'ScheduleKeyDeletion'].map((name): [string, TrailEvent, string] => [
      `${name} on the key of the photos`,
      by(onKey(name, arn('AWS::KMS::Key', /Faces/))),
      'Keys',
    ]),
    ...['UpdateFunctionCode20150331v2', 'UpdateFunctionConfiguration20150331v2', 'AddPermission20150331v2'].map(
      (name): [string, TrailEvent, string] => [name, by(onFunction(name, LAMBDA)), 'Function'],
    ),
    ['the function’s role in another function', by(withRole('CreateFunction20150331', 'mine', FUNCTION_ROLE)), 'Function'],
    [
      'a policy of the function',
      call('lambda', 'PutResourcePolicy', { resourceArn: `arn:aws:lambda:eu-central-1:999900001111:function:${LAMBDA}` }),
      'Function',
    ],
    ['an integration with invented claims', call('apigateway', 'PutIntegration', { restApiId: API }), 'Api'],
    ['an alarm that a query replaces', call('monitoring', 'PutLogAlarm', { alarmName: 'FaceMatchProxy-prod-x' }), 'Alarms'],
    [
      'the key of the bus on which all rules listen',
      call('events', 'UpdateEventBus', { name: 'default', kmsKeyIdentifier: 'x' }),
      'EventRules',
    ],
    ['the same, which names no bus', call('events', 'UpdateEventBus', { kmsKeyIdentifier: 'x' }), 'EventRules'],
  ])('%s', (_, change, rule) => {
    expect(toldBy(change, prod)).toEqual([rule]);
    expect(toldBy({ ...change, userIdentity: byCloudFormation }, prod)).toEqual([]);
  });

  test('not of what is everyday work: an enrolment, a read, an invocation, a rollout, and what is not of the stack', () => {
    const face = { bucketName: photos, key: 'faces/alice' };
    for (const each of [
      event('s3', 'PutObject', { managementEvent: false, requestParameters: face, userIdentity: ADMINISTRATOR }),
      event('s3', 'GetObject', { managementEvent: false, requestParameters: face, userIdentity: ADMINISTRATOR }),
      event('s3', 'DeleteObject', { managementEvent: false, requestParameters: face, userIdentity: ADMINISTRATOR }),
      event('lambda', 'Invoke', { managementEvent: false, requestParameters: { functionName: LAMBDA }, userIdentity: ADMINISTRATOR }),
      onFunction('UpdateAlias20150331', LAMBDA, {
        ...sessionOf(arn('AWS::IAM::Role', /RolloutRole/)),
        invokedBy: 'codedeploy.amazonaws.com',
      }),
      onFunction('UpdateFunctionCode20150331v2', 'another', ADMINISTRATOR),
      by(onBucket('PutBucketPolicy', 'another')),
      call('apigateway', 'PutIntegration', { restApiId: 'another' }),
      call('events', 'UpdateEventBus', { name: 'another' }),
    ])
      expect([each.eventName, toldBy(each, prod)]).toEqual([each.eventName, []]);
  });
});
