import type { Call } from './stack-policies';

/** A call, what it is about, and what AWS adds to it. */
export type DeploymentCall = readonly [action: string, on: string, context: Call['context']];

const HERE = 'eu-central-1:999900001111';
const BOUNDARY = 'arn:aws:iam::999900001111:policy/face-match-proxy-boundary';
const EXECUTION = 'arn:aws:iam::999900001111:role/cdk-fmproxy-cfn-exec-role-999900001111-eu-central-1';
const ADMINISTRATOR_ACCESS = 'arn:aws:iam::aws:policy/AdministratorAccess';
const ROLE = 'arn:aws:iam::999900001111:role/FaceMatchProxy-prod-x';

const ours = { 'aws:ResourceTag/application': 'face-match-proxy' };
const table = { 'kms:ViaService': 'dynamodb.eu-central-1.amazonaws.com' };

/** What a deployment needs, and some of what the next release does. */
export const DEPLOYMENT_MAY: readonly DeploymentCall[] = [
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
  ['lambda:CreateFunction', `arn:aws:lambda:${HERE}:function:FaceMatchProxy-prod-ProxyVerdictsFunction-x`, {}],
  ['secretsmanager:CreateSecret', `arn:aws:secretsmanager:${HERE}:secret:ProxyVerdictsReadingCredentialsSecret-x`, {}],
];

/** What it must not do. */
export const DEPLOYMENT_MUST_NOT: readonly DeploymentCall[] = [
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
  ['iam:AttachRolePolicy', EXECUTION, { 'iam:PolicyARN': 'arn:aws:iam::999900001111:policy/FaceMatchProxy-prod-x' }],
  ['iam:PassRole', 'arn:aws:iam::999900001111:role/Administrator', { 'iam:PassedToService': 'lambda.amazonaws.com' }],
  ['iam:PassRole', 'arn:aws:iam::999900001111:role/FaceMatchProxy-prod-x', { 'iam:PassedToService': 'ec2.amazonaws.com' }],
  ['iam:CreateUser', 'arn:aws:iam::999900001111:user/x', {}],
  ['iam:CreatePolicyVersion', BOUNDARY, {}],
  ['events:DisableRule', `arn:aws:events:${HERE}:rule/payroll`, {}],
  ['events:PutRule', `arn:aws:events:${HERE}:rule/bus/FaceMatchProxy-prod-x`, {}],
  ['events:PutPermission', '*', {}],
  ...['GetItem', 'UpdateItem', 'PutItem', 'Scan'].map(
    (name): DeploymentCall => [`dynamodb:${name}`, `arn:aws:dynamodb:${HERE}:table/FaceMatchProxy-prod-x`, {}],
  ),
  ['secretsmanager:GetSecretValue', `arn:aws:secretsmanager:${HERE}:secret:ProxyVerdictsReadingCredentialsSecret-x`, {}],
  ['execute-api:Invoke', `arn:aws:execute-api:${HERE}:a1/live/POST/verdicts`, {}],
  ['cloudtrail:StopLogging', `arn:aws:cloudtrail:${HERE}:trail/organisation`, {}],
];

/** What it may do right after a key is made, when its tags do not count yet. */
export const DEPLOYMENT_MAY_WITH_A_NEW_KEY: readonly DeploymentCall[] = (
  [
    ['kms:DescribeKey', {}],
    ['kms:EnableKeyRotation', {}],
    ['kms:GetKeyPolicy', {}],
    ['kms:GetKeyRotationStatus', {}],
    ['kms:ListResourceTags', {}],
    ['kms:CreateGrant', { ...table, 'kms:GrantIsForAWSResource': 'true' }],
    ['kms:Decrypt', table],
    ['kms:GenerateDataKey', { 'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com' }],
  ] as const
).map(([action, context]) => [action, `arn:aws:kms:${HERE}:key/1`, context]);

/** What CloudFormation's handlers read of a resource even if its template does not set it: `handlers.read`, and reads of the others, in the types' schemas. */
export const HANDLER_READS = [
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
    actions: ['logs:GetDataProtectionPolicy', 'logs:ListTagsForResource'],
  },
  // These name no resource in IAM.
  {
    type: 'list of log groups',
    arn: '*',
    actions: ['logs:DescribeIndexPolicies', 'logs:DescribeLogGroups', 'logs:DescribeResourcePolicies'],
  },
];

const attached = { 'iam:PolicyARN': 'arn:aws:iam::999900001111:policy/FaceMatchProxy-prod-x' };
const bounded = { 'iam:PermissionsBoundary': BOUNDARY };

/** What it may do where the boundary is demanded of each role. */
export const BOUND_DEPLOYMENT_MAY: readonly DeploymentCall[] = [
  ['iam:CreateRole', ROLE, bounded],
  ['iam:CreateRole', ROLE, { 'iam:PermissionsBoundary': `${BOUNDARY}-logging` }],
  ['iam:AttachRolePolicy', ROLE, { ...attached, ...bounded }],
];

/** What it must not do there: make a role without it, take it off one, or touch a policy of a role that lacks it. */
export const BOUND_DEPLOYMENT_MUST_NOT: readonly DeploymentCall[] = [
  ['iam:CreateRole', ROLE, {}],
  ['iam:CreateRole', ROLE, { 'iam:PermissionsBoundary': `${BOUNDARY}2` }],
  ['iam:AttachRolePolicy', ROLE, attached],
  ['iam:PutRolePermissionsBoundary', ROLE, { 'iam:PermissionsBoundary': ADMINISTRATOR_ACCESS }],
  ['iam:DeleteRolePermissionsBoundary', ROLE, bounded],
];

/** What the handler of a type reads, as calls. */
export const HANDLERS_READ: readonly DeploymentCall[] = HANDLER_READS.flatMap(({ arn, actions }) =>
  actions.map((action): DeploymentCall => [action, arn, {}]),
);
