import { Access } from '../support/compliance-access';
import { isRecorded } from '../support/recorded';
import { concrete } from '../support/stack-policies';
import { synthesizeStage, VERDICTS } from '../support/template';
import { countedBy, toldBy } from '../support/trail-counts';
import {
  API_GATEWAY,
  event,
  inIam,
  invocation,
  onApi,
  onFunction,
  onLogGroup,
  sessionOf,
  type TrailEvent,
  withRole,
} from '../support/trail-events';

/**
 * An administrator who wants a yes for somebody else: by the function that answers, its API, its role, the record of starts, or the key that reads. They
 * can; each of these changes is counted by an alarm, some are reported by a rule as well, and a deployment is not.
 */
const stage = synthesizeStage('verdicts', VERDICTS);
const { verdict } = new Access(stage);
if (verdict === undefined) throw new Error('no one asks for verdicts in this stage');
const ADMINISTRATOR = sessionOf('arn:aws:iam::999900001111:role/Administrator', 'AROAADMIN');
const EXECUTION = 'arn:aws:iam::999900001111:role/cdk-hnb659fds-cfn-exec-role-999900001111-eu-central-1';
const DEPLOYMENT = { ...sessionOf(EXECUTION), invokedBy: 'cloudformation.amazonaws.com' };
const ROLLOUT = { ...sessionOf('arn:aws:iam::999900001111:role/ProxyRolloutRoleF8442FF4'), invokedBy: 'codedeploy.amazonaws.com' };

const id = (type: string, pattern = /^ProxyVerdicts/): string => stage.of(type).find(([each]) => pattern.test(each))?.[0] ?? '';
const [LAMBDA, API, TABLE, SECRET] = ['Lambda::Function', 'ApiGateway::RestApi', 'DynamoDB::Table', 'SecretsManager::Secret'].map((type) =>
  id(`AWS::${type}`),
) as [string, string, string, string];
const LOG = id('AWS::Logs::LogGroup', /^ProxyVerdictsFunctionLog/);
const ROLE = verdict.function.split('/').at(-1) ?? '';
const ARN = String(concrete({ 'Fn::GetAtt': [LAMBDA, 'Arn'] }, stage.resources));

const table = (name: string, requestParameters: Record<string, unknown>): TrailEvent => event('dynamodb', name, { requestParameters });
const secret = (name: string, secretId = verdict.secret): TrailEvent => event('secretsmanager', name, { requestParameters: { secretId } });

interface Change {
  readonly change: TrailEvent;
  readonly alarm: string;
  readonly rules: readonly string[];
  /** Counted as well when a deployment does it. */
  readonly always?: true;
}

const many = (of: readonly string[], alarm: string, rules: readonly string[], make: (name: string) => TrailEvent): [string, Change][] =>
  of.map((name) => [name, { change: make(name), alarm, rules }]);

const CHANGES: readonly [string, Change][] = [
  ...many(
    ['UpdateFunctionCode20150331v2', 'UpdateFunctionConfiguration20150331v2', 'AddPermission20150331v2'],
    'function-changed',
    ['Function'],
    (name) => onFunction(name, LAMBDA),
  ),
  ['an alias that is moved, by the ARN', { change: onFunction('UpdateAlias20150331', ARN), alarm: 'function-changed', rules: [] }],
  ...many(
    ['PutIntegration', 'UpdateMethod', 'UpdateStage', 'CreateDeployment', 'DeleteGatewayResponse', 'PutRestApi'],
    'api-changed',
    ['Api'],
    (name) => onApi(name, API),
  ),
  ['the policy that says who may ask', { change: onApi('UpdateRestApi', API), alarm: 'api-changed', rules: ['Api'] }],
  ...many(['DeleteTable', 'UpdateTable', 'UpdateTimeToLive', 'UpdateContinuousBackups', 'CreateBackup'], 'verdict-changed', [], (name) =>
    table(name, { tableName: TABLE }),
  ),
  ...many(['PutResourcePolicy', 'DeleteResourcePolicy'], 'verdict-changed', [], (name) => table(name, { resourceArn: verdict.table })),
  [
    'a copy of the records',
    { change: table('ExportTableToPointInTime', { tableArn: verdict.table }), alarm: 'verdict-changed', rules: [] },
  ],
  [
    'a stream of the records',
    { change: table('EnableKinesisStreamingDestination', { tableName: verdict.table }), alarm: 'verdict-changed', rules: [] },
  ],
  [
    'an older state of the records',
    { change: table('RestoreTableToPointInTime', { sourceTableName: TABLE }), alarm: 'verdict-changed', rules: [] },
  ],
  ...many(
    ['PutSecretValue', 'UpdateSecret', 'PutResourcePolicy', 'DeleteSecret', 'UpdateSecretVersionStage'],
    'verdict-changed',
    [],
    (name) => secret(name),
  ),
  [
    'the value of the key that reads, by name',
    { change: secret('PutSecretValue', `${SECRET}-AbCdEfGhIjKl`), alarm: 'verdict-changed', rules: [] },
  ],
  ...many(
    ['DeleteLogGroup', 'DeleteMetricFilter', 'PutRetentionPolicy', 'DeleteSubscriptionFilter'],
    'audit-log-changed',
    ['MoreLogs'],
    (name) => onLogGroup(name, LOG),
  ).map(([name, change]): [string, Change] => [`${name} on the log`, { ...change, always: true }]),
  ...many(['UpdateAssumeRolePolicy', 'CreateRole', 'AttachRolePolicy', 'DetachRolePolicy', 'PutRolePolicy'], 'role-changed', [], (name) =>
    inIam(name, { roleName: ROLE }),
  ).map(([name, change]): [string, Change] => [`${name} of the role`, { ...change, always: true }]),
  ...['Policy', 'Binding'].map((name): [string, Change] => [
    `a new version of its ${name}`,
    {
      change: inIam('CreatePolicyVersion', { policyArn: id('AWS::IAM::ManagedPolicy', new RegExp(`^ProxyVerdictsFunction${name}`)) }),
      alarm: 'role-changed',
      rules: [],
      always: true,
    },
  ]),
  ...['eu-central-1', 'us-east-1'].map((region): [string, Change] => [
    `the role in another function, in ${region}`,
    {
      change: withRole('CreateFunction20150331', 'mine', verdict.function, region),
      alarm: 'function-role-borrowed',
      rules: ['Function'],
      always: true,
    },
  ]),
];

test.each(CHANGES)('an administrator’s change is counted: %s', (_, { change, alarm, rules }) => {
  const made = { ...change, userIdentity: ADMINISTRATOR };
  expect([countedBy(made, stage), toldBy(made, stage)]).toEqual([[alarm], rules]);
  expect(isRecorded(made, stage)).toBe(true);
});

test('a deployment is counted only where it changes a log or who may do what, and a rollout of the function that starts changes nothing here', () => {
  for (const [name, { change, alarm, always }] of CHANGES) {
    const deployed = { ...change, userIdentity: DEPLOYMENT };
    expect([name, countedBy(deployed, stage), toldBy(deployed, stage)]).toEqual([name, always === true ? [alarm] : [], []]);
  }
  expect(countedBy({ ...onFunction('UpdateAlias20150331', LAMBDA), userIdentity: ROLLOUT }, stage)).toEqual(['function-changed']);
});

test('what is done to the table or the secret of the function that starts is counted by the alarms on them', () => {
  const [attempts, starts] = [id('AWS::DynamoDB::Table', /Attempts/), id('AWS::SecretsManager::Secret', /^ProxyCredentials/)];
  expect(countedBy(table('DeleteTable', { tableName: attempts }), stage)).toEqual(['table-changed']);
  expect(countedBy(secret('PutSecretValue', `${starts}-AbCdEfGhIjKl`), stage)).toEqual(['secret-changed']);
  expect(countedBy(table('DeleteTable', { tableName: 'another' }), stage)).toEqual([]);
  expect(countedBy(secret('PutSecretValue', 'another'), stage)).toEqual([]);
  expect(countedBy(onLogGroup('CreateLogStream', LOG), stage)).toEqual([]);
});

describe('a question that does not come from the API', () => {
  const asked = (userIdentity: TrailEvent['userIdentity']): TrailEvent => ({
    ...invocation(userIdentity),
    resources: [{ type: 'AWS::Lambda::Function', ARN: `${ARN}:live` }],
  });

  test('is recorded and counted: by a person, by another service, and by an API of somebody’s own with credentials', () => {
    const withCredentials = { ...ADMINISTRATOR, invokedBy: 'apigateway.amazonaws.com' };
    for (const who of [ADMINISTRATOR, { type: 'AWSService', invokedBy: 'events.amazonaws.com' }, withCredentials]) {
      expect(isRecorded(asked(who), stage)).toBe(true);
      expect(countedBy(asked(who), stage)).toEqual(['function-invoked-directly']);
    }
  });

  test('and one that does is not counted', () => expect(countedBy(asked(API_GATEWAY), stage)).toEqual([]));
});
