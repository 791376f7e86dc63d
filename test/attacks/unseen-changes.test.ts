import { CliCredentialsStackSynthesizer } from 'aws-cdk-lib';
import { FaceMatchProxyStack } from '../../lib/face-match-proxy-stack';
import { concrete } from '../support/stack-policies';
import { checked, Synthesized, synthesize, synthesizeStage, testApp } from '../support/template';
import { countedBy } from '../support/trail-counts';
import { event, inIam, onApi, onFunction, onLogGroup, sessionOf, type TrailEvent, withRole } from '../support/trail-events';

/**
 * An administrator who changes, with rights that they have, what decides who may call and with whose photo. They can; each of these changes is counted
 * by an alarm, and neither a deployment nor a rollout is.
 */
const prod = synthesizeStage('prod');
const ADMINISTRATOR = sessionOf('arn:aws:iam::999900001111:role/Administrator', 'AROAADMIN');
const EXECUTION = 'arn:aws:iam::999900001111:role/cdk-hnb659fds-cfn-exec-role-999900001111-eu-central-1';
const byCloudFormation = (role: string): TrailEvent['userIdentity'] => ({ ...sessionOf(role), invokedBy: 'cloudformation.amazonaws.com' });
const DEPLOYMENT = byCloudFormation(EXECUTION);
/** A stack of the administrator's own, deployed with their own rights. */
const OWN_STACK = byCloudFormation('arn:aws:iam::999900001111:role/Administrator');

const id = (type: string, pattern = /./): string => prod.of(type).find(([each]) => pattern.test(each))?.[0] ?? '';
const arn = (type: string, pattern = /./): string => String(concrete({ 'Fn::GetAtt': [id(type, pattern), 'Arn'] }, prod.resources));

const LAMBDA = id('AWS::Lambda::Function');
const ROLE = arn('AWS::IAM::Role', /FunctionRole/);
const WRITER = id('AWS::IAM::Role', /TrailWriter/);
const ROLLOUT: TrailEvent['userIdentity'] = { ...sessionOf(arn('AWS::IAM::Role', /RolloutRole/)), invokedBy: 'codedeploy.amazonaws.com' };
const API = id('AWS::ApiGateway::RestApi');
const POOL = id('AWS::Cognito::UserPool');
const TABLE = id('AWS::DynamoDB::Table');
const SECRET = String(concrete({ Ref: id('AWS::SecretsManager::Secret') }, prod.resources));
const STAGE = `arn:aws:apigateway:eu-central-1::/restapis/${API}/stages/live`;

const pool = (name: string, more: object = {}): TrailEvent =>
  event('cognito-idp', name, { requestParameters: { userPoolId: POOL, ...more } });
const table = (name: string, requestParameters: Record<string, unknown>): TrailEvent => event('dynamodb', name, { requestParameters });
const secret = (name: string, secretId = SECRET): TrailEvent => event('secretsmanager', name, { requestParameters: { secretId } });

/** Changes that a deployment makes as well, which is then no news. */
const CHANGES: [string, TrailEvent, string][] = [
  ['an integration that invents claims', onApi('PutIntegration', API, { resourceId: 'r1', httpMethod: 'POST' }), 'api-changed'],
  ['an authorizer of another pool', onApi('UpdateAuthorizer', API, { authorizerId: 'a1' }), 'api-changed'],
  ['a method without an authorizer', onApi('UpdateMethod', API, { resourceId: 'r1', httpMethod: 'POST' }), 'api-changed'],
  ['a stage that logs bodies', onApi('UpdateStage', API, { stageName: 'live' }), 'api-changed'],
  ...[
    'CreateDeployment',
    'PutMethod',
    'DeleteMethod',
    'PutIntegrationResponse',
    'UpdateIntegration',
    'PutRestApi',
    'UpdateRestApi',
    'DeleteRestApi',
    'CreateAuthorizer',
    'DeleteAuthorizer',
    'CreateResource',
    'CreateStage',
    'UpdateDeployment',
    'PutGatewayResponse',
    'UpdateModel',
    'UpdateRequestValidator',
  ].map((name): [string, TrailEvent, string] => [name, onApi(name, API), 'api-changed']),
  ['a firewall taken off', event('wafv2', 'DisassociateWebACL', { requestParameters: { resourceArn: STAGE } }), 'api-changed'],
  [
    'a firewall whose rules only count',
    event('wafv2', 'UpdateWebACL', { requestParameters: { id: `${id('AWS::WAFv2::WebACL')}.Id`, scope: 'REGIONAL' } }),
    'api-changed',
  ],
  ...[
    'UpdateUserPool',
    'CreateUserPoolClient',
    'UpdateUserPoolClient',
    'CreateIdentityProvider',
    'SetUserPoolMfaConfig',
    'AddCustomAttributes',
  ].map((name): [string, TrailEvent, string] => [name, pool(name), 'callers-changed']),
  ['a table that is deleted', table('DeleteTable', { tableName: TABLE }), 'table-changed'],
  ['a table named by its ARN', table('UpdateTimeToLive', { tableName: arn('AWS::DynamoDB::Table') }), 'table-changed'],
  ['a policy for the table', table('PutResourcePolicy', { resourceArn: arn('AWS::DynamoDB::Table') }), 'table-changed'],
  ['a copy of the table', table('ExportTableToPointInTime', { tableArn: arn('AWS::DynamoDB::Table') }), 'table-changed'],
  ['the value of the secret', secret('PutSecretValue'), 'secret-changed'],
  ['the value of the secret, by name', secret('PutSecretValue', `${id('AWS::SecretsManager::Secret')}-AbCdEfGhIjKl`), 'secret-changed'],
  ['the policy of the secret', secret('PutResourcePolicy'), 'secret-changed'],
  ['the code of the function', onFunction('UpdateFunctionCode20150331v2', LAMBDA), 'function-changed'],
];

describe.each([
  ['a person', ADMINISTRATOR],
  ['a stack of that person’s own', OWN_STACK],
  ['a person who calls with the name of the deployment’s role', sessionOf(EXECUTION)],
])('changed by %s, an alarm counts', (_, userIdentity) => {
  test.each(CHANGES)('%s', (__, change, alarm) => expect(countedBy({ ...change, userIdentity }, prod)).toEqual([alarm]));
});

test('a deployment by the role that the app’s synthesizer names is no news', () => {
  for (const [, change] of CHANGES) expect(countedBy({ ...change, userIdentity: DEPLOYMENT }, prod)).toEqual([]);
});

test('a rollout moves the alias, and nothing else passes in its name', () => {
  expect(countedBy({ ...onFunction('UpdateAlias20150331', LAMBDA), userIdentity: ROLLOUT }, prod)).toEqual([]);
  expect(countedBy({ ...onApi('UpdateStage', API), userIdentity: ROLLOUT }, prod)).toEqual(['api-changed']);
});

describe('a role is borrowed', () => {
  test.each<[string, TrailEvent]>([
    ['by a new function', withRole('CreateFunction20150331', 'mine', ROLE)],
    ['by a function that is there', withRole('UpdateFunctionConfiguration20150331v2', 'mine', ROLE)],
    ['in another region', withRole('CreateFunction20150331', 'mine', ROLE, 'us-east-1')],
    ['in another region, under the function’s own name', withRole('CreateFunction20150331', LAMBDA, ROLE, 'us-east-1')],
    ['by a deployment of something else', { ...withRole('CreateFunction20150331', 'mine', ROLE), userIdentity: DEPLOYMENT }],
    ['in vain', { ...withRole('CreateFunction20150331', 'mine', ROLE), errorCode: 'AccessDeniedException' }],
  ])('%s', (_, borrowed) => expect(countedBy(borrowed, prod)).toContain('function-role-borrowed'));

  test('not by the function itself, and not by a function with another role', () => {
    expect(countedBy({ ...withRole('CreateFunction20150331', LAMBDA, ROLE), userIdentity: DEPLOYMENT }, prod)).toEqual([]);
    expect(countedBy(withRole('CreateFunction20150331', 'mine', 'arn:aws:iam::999900001111:role/mine'), prod)).toEqual([]);
  });
});

describe('in IAM an alarm counts', () => {
  const roles = [ROLE.split('/').at(-1) ?? '', WRITER];
  const policies = ['FunctionPolicy', 'FunctionBinding', 'WriterPolicy'].map((name) => id('AWS::IAM::ManagedPolicy', new RegExp(name)));

  test.each([
    'DeleteRole',
    'CreateRole',
    'UpdateRole',
    'UpdateAssumeRolePolicy',
    'AttachRolePolicy',
    'DetachRolePolicy',
    'PutRolePolicy',
    'DeleteRolePolicy',
    'PutRolePermissionsBoundary',
    'DeleteRolePermissionsBoundary',
  ])('%s of the role of the function or of the trail, a deployment’s too', (name) => {
    for (const roleName of roles)
      for (const userIdentity of [ADMINISTRATOR, DEPLOYMENT])
        expect(countedBy({ ...inIam(name, { roleName }), userIdentity }, prod)).toEqual(['role-changed']);
  });

  test.each(['CreatePolicyVersion', 'DeletePolicyVersion', 'SetDefaultPolicyVersion', 'DeletePolicy', 'DetachRolePolicy'])('%s', (name) => {
    for (const policyArn of policies) expect(countedBy(inIam(name, { policyArn }), prod)).toEqual(['role-changed']);
  });

  test('nothing about other roles', () => {
    expect(countedBy(inIam('PutRolePolicy', { roleName: 'another' }), prod)).toEqual([]);
    expect(countedBy(inIam('CreatePolicyVersion', { policyArn: 'arn:aws:iam::999900001111:policy/another' }), prod)).toEqual([]);
  });
});

describe('not counted is', () => {
  test.each<[string, TrailEvent]>([
    ['a change of another API', onApi('PutIntegration', 'another')],
    ['a user that the backend makes', pool('AdminCreateUser', { username: 'alice' })],
    ['a change of another pool', event('cognito-idp', 'UpdateUserPool', { requestParameters: { userPoolId: 'another' } })],
    ['a change of another table', table('DeleteTable', { tableName: 'another' })],
    ['the value of another secret', secret('PutSecretValue', 'another')],
  ])('%s', (_, change) => expect(countedBy(change, prod)).toEqual([]));
});

describe('log groups', () => {
  const groups = [/AuditTrailLog/, /FunctionLog/].map((pattern) => id('AWS::Logs::LogGroup', pattern));
  const named = (name: string, requestParameters: Record<string, unknown>): TrailEvent => event('logs', name, { requestParameters });

  test.each(['PutTransformer', 'PutDataProtectionPolicy', 'DeleteTransformer'])('%s, which names a group or its ARN', (name) => {
    for (const group of groups)
      for (const logGroupIdentifier of [group, `arn:aws:logs:eu-central-1:999900001111:log-group:${group}`])
        expect(countedBy(named(name, { logGroupIdentifier }), prod)).toEqual(['audit-log-changed']);
  });

  test('policies of the account, which name none', () => {
    expect(countedBy(named('PutAccountPolicy', { policyName: 'x', policyType: 'TRANSFORMER_POLICY' }), prod)).toEqual([
      'audit-log-changed',
    ]);
    expect(countedBy(onLogGroup('PutRetentionPolicy', 'another'), prod)).toEqual([]);
  });
});

describe('what deploys', () => {
  const change = onFunction('UpdateFunctionCode20150331v2', LAMBDA);
  const stated = 'arn:aws:iam::999900001111:role/deployer';
  const of = (stage: Synthesized): TrailEvent => ({
    ...change,
    requestParameters: { functionName: stage.of('AWS::Lambda::Function')[0]?.[0] },
  });

  test('is not the role of the settings where the synthesizer names another, which the synthesis says', () => {
    const stage = synthesize(checked({ auditTrail: { trail: 'on', deploymentRole: stated } }));
    expect(countedBy({ ...of(stage), userIdentity: byCloudFormation(stated) }, stage)).toEqual(['function-changed']);
    expect(countedBy({ ...of(stage), userIdentity: DEPLOYMENT }, stage)).toEqual([]);
    expect(stage.warnings.join()).toContain('auditTrail.deploymentRole is not used');
  });

  test('is the role of the settings where the synthesizer names none, and nothing where no one does', () => {
    const made = (deploymentRole?: string): Synthesized => {
      const config = checked({ auditTrail: { trail: 'on', deploymentRole } });
      const synthesizer = new CliCredentialsStackSynthesizer();
      return new Synthesized(new FaceMatchProxyStack(testApp(), 'FaceMatchProxy-test', { config, synthesizer }));
    };
    for (const [stage, alarms] of [
      [made(stated), []],
      [made(), ['function-changed']],
    ] as const) {
      expect(countedBy({ ...of(stage), userIdentity: byCloudFormation(stated) }, stage)).toEqual(alarms);
      expect(countedBy({ ...of(stage), userIdentity: DEPLOYMENT }, stage)).toEqual(['function-changed']);
      expect(stage.warnings.join()).not.toContain('auditTrail.deploymentRole');
    }
  });
});
