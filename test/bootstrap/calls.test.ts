import { read } from '../docs/documents';
import { allowedByEither, type Call, concrete, identityPolicy } from '../support/stack-policies';
import { checked, type Synthesized, synthesize } from '../support/template';

type Statements = Parameters<typeof identityPolicy>[1];

const ROLE = 'arn:aws:iam::999900001111:role/cdk-fmproxy-cfn-exec-role-999900001111-eu-central-1';
const BOUNDARY = 'arn:aws:iam::999900001111:policy/face-match-proxy-boundary';
const ADMINISTRATOR_ACCESS = 'arn:aws:iam::aws:policy/AdministratorAccess';
const HERE = 'eu-central-1:999900001111';

/** What CloudFormation's handlers read of a resource whatever its template sets: `handlers.read`, and reads of the others, in the types' schemas. */
const HANDLER_READS = [
  {
    type: 'bucket',
    arn: 'arn:aws:s3:::facematchproxy-prod-photos-x',
    actions: [
      's3:GetAccelerateConfiguration',
      's3:GetAnalyticsConfiguration',
      's3:GetBucketAcl',
      's3:GetBucketCORS',
      's3:GetBucketLogging',
      's3:GetBucketMetadataTableConfiguration',
      's3:GetBucketNotification',
      's3:GetBucketObjectLockConfiguration',
      's3:GetBucketOwnershipControls',
      's3:GetBucketPublicAccessBlock',
      's3:GetBucketTagging',
      's3:GetBucketVersioning',
      's3:GetBucketWebsite',
      's3:GetEncryptionConfiguration',
      's3:GetIntelligentTieringConfiguration',
      's3:GetInventoryConfiguration',
      's3:GetLifecycleConfiguration',
      's3:GetMetricsConfiguration',
      's3:GetReplicationConfiguration',
      's3:ListBucket',
    ],
  },
  {
    type: 'log group',
    arn: `arn:aws:logs:${HERE}:log-group:FaceMatchProxy-prod-log-x`,
    actions: [
      'logs:DescribeIndexPolicies',
      'logs:DescribeLogGroups',
      'logs:DescribeResourcePolicies',
      'logs:GetDataProtectionPolicy',
      'logs:ListTagsForResource',
    ],
  },
];

/** The statements of a policy in bootstrap/. */
function policy(file: string): Statements {
  const text = read(`bootstrap/${file}`).replaceAll(`${'$'}{aws:PrincipalAccount}`, '999900001111');
  return (JSON.parse(text) as { Statement: Statements }).Statement;
}

const deployment = ['api', 'data', 'watch'].flatMap((part) => policy(`execution-policy-${part}.json`));

/** Whether a deployment may make a call, with the boundary demanded of it or not. */
function deploys(action: string, resource: string, context: Call['context'] = {}, ...more: Statements[]): boolean {
  return allowedByEither({ principal: ROLE, action, resource, context }, identityPolicy(ROLE, [...deployment, ...more.flat()]));
}

/** A stage that makes every role there is. */
const stage = synthesize(
  checked({
    alarms: { watchers: { eventBusArn: 'arn:aws:events:eu-central-1:111122223333:event-bus/security' } },
    auditTrail: { trail: 'on', linesTo: { stream: `arn:aws:kinesis:${HERE}:stream/audit` } },
    api: { loggingRole: 'managed-here' },
  }),
);

/** The text with the names that CloudFormation gives in the place of logical ids. */
function physical(text: string, { resources }: Synthesized): string {
  return Object.entries(resources).reduce((named, [id, { Type }]) => {
    if (Type === 'AWS::SecretsManager::Secret') return named;
    return named.replaceAll(id, Type === 'AWS::S3::Bucket' ? `facematchproxy-test-${id.toLowerCase()}-x` : `FaceMatchProxy-test-${id}-X`);
  }, text);
}

/** Every call that the roles' own policies allow, each with what its statement demands. */
const calls: (Call & { readonly of: string })[] = stage.of('AWS::IAM::ManagedPolicy').flatMap(([id, { Properties }]) => {
  const statements = JSON.parse(
    physical(JSON.stringify(concrete(Properties.PolicyDocument.Statement, stage.resources)), stage),
  ) as Statements;
  const granted = statements.filter(({ Effect }) => Effect === 'Allow');
  return granted.flatMap(({ Action, Resource, Condition = {} }) =>
    [Action].flat().flatMap((action) =>
      [Resource].flat().map((resource) => ({
        principal: ROLE,
        action,
        resource: String(resource),
        context: Object.assign({}, ...Object.values(Condition)) as Call['context'],
        of: id,
      })),
    ),
  );
});

describe('the permissions boundary', () => {
  const bounded = (call: Call, file: string): boolean => allowedByEither(call, identityPolicy(ROLE, policy(file)));
  const within = (call: Call): boolean => bounded(call, 'permissions-boundary.json');
  const isLogging = ({ of }: { readonly of: string }) => of.includes('LoggingRole');

  test('lets through every call that a role of a stage is allowed by its own policy, for API Gateway’s logs with that role’s boundary', () => {
    expect(new Set(calls.map(({ action }) => action)).size).toBeGreaterThan(15);
    expect(calls.filter((call) => !isLogging(call) && !within(call))).toEqual([]);
    expect(calls.filter((call) => isLogging(call) && !bounded(call, 'permissions-boundary-logging.json'))).toEqual([]);
  });

  test.each([
    ['dynamodb:GetItem', `arn:aws:dynamodb:${HERE}:table/FaceMatchProxy-prod-x`],
    ['dynamodb:PutItem', `arn:aws:dynamodb:${HERE}:table/FaceMatchProxy-prod-x`],
    ['secretsmanager:GetSecretValue', `arn:aws:secretsmanager:${HERE}:secret:ProxyVerdictReadKey-x`],
  ])('lets through %s on %s, which verdicts need', (action, resource) => {
    expect(within({ principal: ROLE, action, resource })).toBe(true);
  });

  test.each([
    ['s3:GetObject', 'arn:aws:s3:::payroll/2026'],
    ['s3:PutObject', 'arn:aws:s3:::facematchproxy-prod-photos-x/faces/alice'],
    ['s3:ListBucket', 'arn:aws:s3:::facematchproxy-prod-photos-x'],
    ['secretsmanager:GetSecretValue', `arn:aws:secretsmanager:${HERE}:secret:Payroll-x`],
    ['dynamodb:Scan', `arn:aws:dynamodb:${HERE}:table/FaceMatchProxy-prod-x`],
    ['dynamodb:UpdateItem', `arn:aws:dynamodb:${HERE}:table/Accounts`],
    ['kms:Decrypt', `arn:aws:kms:${HERE}:key/1`],
    ['logs:GetLogEvents', `arn:aws:logs:${HERE}:log-group:payroll`],
    ['logs:FilterLogEvents', `arn:aws:logs:${HERE}:log-group:FaceMatchProxy-prod-x`],
    ['logs:PutLogEvents', `arn:aws:logs:${HERE}:log-group:payroll`],
    ['lambda:InvokeFunction', `arn:aws:lambda:${HERE}:function:FaceMatchProxy-prod-x`],
    ['lambda:UpdateFunctionCode', `arn:aws:lambda:${HERE}:function:FaceMatchProxy-prod-x`],
    ['iam:CreateRole', 'arn:aws:iam::999900001111:role/x'],
    ['sts:AssumeRole', 'arn:aws:iam::999900001111:role/x'],
  ])('holds off %s on %s, whatever a role’s own policy says', (action, resource) => {
    expect(within({ principal: ROLE, action, resource })).toBe(false);
  });
});

describe('a deployment', () => {
  const ours = { 'aws:ResourceTag/application': 'face-match-proxy' };
  const table = { 'kms:ViaService': 'dynamodb.eu-central-1.amazonaws.com' };

  test.each<[string, string, Call['context']]>([
    ['lambda:UpdateFunctionCode', `arn:aws:lambda:${HERE}:function:FaceMatchProxy-prod-x`, {}],
    ['s3:PutBucketPolicy', 'arn:aws:s3:::facematchproxy-prod-photos-x', {}],
    ['kms:PutKeyPolicy', `arn:aws:kms:${HERE}:key/1`, ours],
    ['kms:CreateGrant', `arn:aws:kms:${HERE}:key/1`, { ...table, 'kms:GrantIsForAWSResource': 'true' }],
    [
      'iam:AttachRolePolicy',
      'arn:aws:iam::999900001111:role/FaceMatchProxy-prod-x',
      { 'iam:PolicyARN': 'arn:aws:iam::999900001111:policy/FaceMatchProxy-prod-x' },
    ],
    ['iam:PassRole', 'arn:aws:iam::999900001111:role/FaceMatchProxy-prod-x', { 'iam:PassedToService': 'lambda.amazonaws.com' }],
    ['events:PutRule', `arn:aws:events:${HERE}:rule/FaceMatchProxy-prod-x`, {}],
    ['events:PutTargets', `arn:aws:events:${HERE}:rule/FaceMatchProxy-prod-x`, {}],
    ['logs:PutQueryDefinition', '*', {}],
    ['dynamodb:PutResourcePolicy', `arn:aws:dynamodb:${HERE}:table/FaceMatchProxy-prod-x`, {}],
    ['apigateway:UpdateRestApiPolicy', 'arn:aws:apigateway:eu-central-1::/restapis/a1', {}],
    ['sns:CreateTopic', `arn:aws:sns:${HERE}:FaceMatchProxy-prod-second-x`, {}],
    ['lambda:CreateFunction', `arn:aws:lambda:${HERE}:function:FaceMatchProxy-prod-verdict-x`, {}],
    ['secretsmanager:CreateSecret', `arn:aws:secretsmanager:${HERE}:secret:ProxyVerdictReadKey-x`, {}],
  ])('may %s on %s', (action, resource, context) => expect(deploys(action, resource, context)).toBe(true));

  test.each<[string, string, Call['context']]>([
    ['s3:GetObject', 'arn:aws:s3:::facematchproxy-prod-photos-x/faces/alice', {}],
    ['s3:PutBucketPolicy', 'arn:aws:s3:::payroll', {}],
    ['secretsmanager:GetSecretValue', `arn:aws:secretsmanager:${HERE}:secret:ProxyCredentials-x`, {}],
    ['kms:PutKeyPolicy', `arn:aws:kms:${HERE}:key/1`, { 'aws:ResourceTag/application': 'payroll' }],
    ['kms:Decrypt', `arn:aws:kms:${HERE}:key/1`, ours],
    ['kms:CreateGrant', `arn:aws:kms:${HERE}:key/1`, { ...ours, 'kms:GrantIsForAWSResource': 'true' }],
    ['kms:CreateGrant', `arn:aws:kms:${HERE}:key/1`, { ...ours, ...table, 'kms:GrantIsForAWSResource': 'false' }],
    ['kms:ScheduleKeyDeletion', `arn:aws:kms:${HERE}:key/1`, { 'aws:ResourceTag/application': 'payroll' }],
    ['kms:Decrypt', `arn:aws:kms:${HERE}:key/1`, { ...ours, 'kms:ViaService': 's3.eu-central-1.amazonaws.com' }],
    ['lambda:InvokeFunction', `arn:aws:lambda:${HERE}:function:FaceMatchProxy-prod-x`, {}],
    ['lambda:UpdateFunctionCode', `arn:aws:lambda:${HERE}:function:payroll`, {}],
    ['iam:PutRolePolicy', 'arn:aws:iam::999900001111:role/FaceMatchProxy-prod-x', {}],
    ['iam:AttachRolePolicy', 'arn:aws:iam::999900001111:role/FaceMatchProxy-prod-x', { 'iam:PolicyARN': ADMINISTRATOR_ACCESS }],
    ['iam:AttachRolePolicy', ROLE, { 'iam:PolicyARN': 'arn:aws:iam::999900001111:policy/FaceMatchProxy-prod-x' }],
    ['iam:PassRole', 'arn:aws:iam::999900001111:role/Administrator', { 'iam:PassedToService': 'lambda.amazonaws.com' }],
    ['iam:PassRole', 'arn:aws:iam::999900001111:role/FaceMatchProxy-prod-x', { 'iam:PassedToService': 'ec2.amazonaws.com' }],
    ['iam:CreateUser', 'arn:aws:iam::999900001111:user/x', {}],
    ['iam:CreatePolicyVersion', BOUNDARY, {}],
    ['events:DisableRule', `arn:aws:events:${HERE}:rule/payroll`, {}],
    ['events:PutRule', `arn:aws:events:${HERE}:rule/bus/FaceMatchProxy-prod-x`, {}],
    ['events:PutPermission', `arn:aws:events:${HERE}:event-bus/default`, {}],
    ['dynamodb:GetItem', `arn:aws:dynamodb:${HERE}:table/FaceMatchProxy-prod-x`, {}],
    ['cloudtrail:StopLogging', `arn:aws:cloudtrail:${HERE}:trail/organisation`, {}],
  ])('may not %s on %s', (action, resource, context) => expect(deploys(action, resource, context)).toBe(false));

  test.each<[string, Call['context']]>([
    ['kms:DescribeKey', {}],
    ['kms:EnableKeyRotation', {}],
    ['kms:GetKeyPolicy', {}],
    ['kms:GetKeyRotationStatus', {}],
    ['kms:ListResourceTags', {}],
    ['kms:CreateGrant', { ...table, 'kms:GrantIsForAWSResource': 'true' }],
    ['kms:Decrypt', table],
    ['kms:GenerateDataKey', { 'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com' }],
  ])('may %s right after a key is made, when its tags do not count yet', (action, context) => {
    expect(deploys(action, `arn:aws:kms:${HERE}:key/1`, context)).toBe(true);
  });

  test.each(HANDLER_READS)('may read of each $type what the handler reads', ({ arn, actions }) => {
    expect(actions.filter((action) => !deploys(action, arn))).toEqual([]);
  });

  test('makes no role without the boundary where it is demanded, takes it off none, and touches no policy of a role that lacks it', () => {
    const demanded = policy('boundary-required.json');
    const role = 'arn:aws:iam::999900001111:role/FaceMatchProxy-prod-x';
    const bounded = { 'iam:PermissionsBoundary': BOUNDARY };
    const attached = { 'iam:PolicyARN': 'arn:aws:iam::999900001111:policy/FaceMatchProxy-prod-x' };
    expect(deploys('iam:CreateRole', role)).toBe(true);
    expect(deploys('iam:CreateRole', role, {}, demanded)).toBe(false);
    expect(deploys('iam:CreateRole', role, { 'iam:PermissionsBoundary': `${BOUNDARY}2` }, demanded)).toBe(false);
    expect(deploys('iam:CreateRole', role, bounded, demanded)).toBe(true);
    expect(deploys('iam:CreateRole', role, { 'iam:PermissionsBoundary': `${BOUNDARY}-logging` }, demanded)).toBe(true);
    expect(deploys('iam:AttachRolePolicy', role, attached, demanded)).toBe(false);
    expect(deploys('iam:AttachRolePolicy', role, { ...attached, ...bounded }, demanded)).toBe(true);
    expect(deploys('iam:PutRolePermissionsBoundary', role, { 'iam:PermissionsBoundary': ADMINISTRATOR_ACCESS }, demanded)).toBe(false);
    expect(deploys('iam:DeleteRolePermissionsBoundary', role, bounded, demanded)).toBe(false);
  });
});
