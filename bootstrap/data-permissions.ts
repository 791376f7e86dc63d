import { BECOMES_OURS, type DeploymentPermission, RESOURCE_IS_OURS, STACKS } from './deployment-permission';

const BUCKETS = [`arn:aws:s3:::${STACKS.toLowerCase()}*`];
const KEYS = ['arn:aws:kms:*:*:key/*'];
const USER_POOLS = ['arn:aws:cognito-idp:*:*:userpool/*'];
const LOG_GROUPS = [STACKS, `aws-waf-logs-${STACKS}`, 'API-Gateway-Execution-Logs_'].map((name) => `arn:aws:logs:*:*:log-group:${name}*`);

/** Resources with data: keys, buckets, the secret, user pools, logs. Not among the actions: reading a photo, a list of photos or the secret. */
export const DATA_PERMISSIONS: readonly DeploymentPermission[] = [
  {
    types: ['AWS::KMS::Key'],
    actions: ['kms:CreateKey', 'kms:TagResource'],
    resources: ['*'],
    condition: BECOMES_OURS,
  },
  {
    types: ['AWS::KMS::Key'],
    actions: [
      'kms:DescribeKey',
      'kms:DisableKeyRotation',
      'kms:EnableKeyRotation',
      'kms:GetKeyPolicy',
      'kms:GetKeyRotationStatus',
      'kms:ListResourceTags',
      'kms:PutKeyPolicy',
      'kms:ScheduleKeyDeletion',
      'kms:UntagResource',
      'kms:UpdateKeyDescription',
    ],
    resources: KEYS,
    condition: RESOURCE_IS_OURS,
  },
  {
    types: ['AWS::S3::Bucket'],
    actions: [
      's3:CreateBucket',
      's3:DeleteBucket',
      's3:GetBucketLogging',
      's3:GetBucketObjectLockConfiguration',
      's3:GetBucketOwnershipControls',
      's3:GetBucketPublicAccessBlock',
      's3:GetBucketTagging',
      's3:GetBucketVersioning',
      's3:GetEncryptionConfiguration',
      's3:GetLifecycleConfiguration',
      's3:ListTagsForResource',
      's3:PutBucketLogging',
      's3:PutBucketObjectLockConfiguration',
      's3:PutBucketOwnershipControls',
      's3:PutBucketPublicAccessBlock',
      's3:PutBucketTagging',
      's3:PutBucketVersioning',
      's3:PutEncryptionConfiguration',
      's3:PutLifecycleConfiguration',
      // Of S3's two ways to tag a bucket, the one that is left where access by tags is on ("Using tags with S3 general purpose buckets").
      's3:TagResource',
      's3:UntagResource',
    ],
    resources: BUCKETS,
  },
  {
    types: ['AWS::S3::BucketPolicy'],
    actions: ['s3:DeleteBucketPolicy', 's3:GetBucketPolicy', 's3:PutBucketPolicy'],
    resources: BUCKETS,
  },
  {
    types: ['AWS::SecretsManager::Secret'],
    actions: [
      'secretsmanager:CreateSecret',
      'secretsmanager:DeleteSecret',
      'secretsmanager:DescribeSecret',
      'secretsmanager:TagResource',
      'secretsmanager:UntagResource',
      'secretsmanager:UpdateSecret',
    ],
    resources: ['arn:aws:secretsmanager:*:*:secret:ProxyCredentials*'],
  },
  {
    // Asked of whoever makes a secret under a key of the customer's, though this one is made empty ("CreateSecret" in its API reference).
    types: ['AWS::SecretsManager::Secret'],
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: KEYS,
    condition: { ...RESOURCE_IS_OURS, StringLike: { 'kms:ViaService': 'secretsmanager.*.amazonaws.com' } },
  },
  {
    types: ['AWS::DynamoDB::Table'],
    actions: [
      'dynamodb:CreateTable',
      'dynamodb:DeleteTable',
      'dynamodb:DescribeContinuousBackups',
      'dynamodb:DescribeContributorInsights',
      'dynamodb:DescribeKinesisStreamingDestination',
      'dynamodb:DescribeTable',
      'dynamodb:DescribeTimeToLive',
      'dynamodb:GetResourcePolicy',
      'dynamodb:ListTagsOfResource',
      'dynamodb:TagResource',
      'dynamodb:UntagResource',
      'dynamodb:UpdateTable',
      'dynamodb:UpdateTimeToLive',
    ],
    resources: [`arn:aws:dynamodb:*:*:table/${STACKS}*`],
  },
  {
    // DynamoDB takes a grant in the name of whoever makes a table under a key of the customer's ("DynamoDB encryption at rest: usage notes").
    types: ['AWS::DynamoDB::Table'],
    actions: ['kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey'],
    resources: KEYS,
    condition: { ...RESOURCE_IS_OURS, StringLike: { 'kms:ViaService': 'dynamodb.*.amazonaws.com' } },
  },
  {
    types: ['AWS::Cognito::UserPool'],
    actions: ['cognito-idp:CreateUserPool', 'cognito-idp:TagResource'],
    resources: ['*'],
    condition: BECOMES_OURS,
  },
  {
    types: ['AWS::Cognito::UserPool'],
    actions: [
      'cognito-idp:AddCustomAttributes',
      'cognito-idp:DeleteUserPool',
      'cognito-idp:DescribeUserPool',
      'cognito-idp:GetUserPoolMfaConfig',
      'cognito-idp:ListTagsForResource',
      'cognito-idp:SetUserPoolMfaConfig',
      'cognito-idp:UntagResource',
      'cognito-idp:UpdateUserPool',
    ],
    resources: USER_POOLS,
    condition: RESOURCE_IS_OURS,
  },
  {
    types: ['AWS::Cognito::UserPoolClient'],
    actions: [
      'cognito-idp:CreateUserPoolClient',
      'cognito-idp:DeleteUserPoolClient',
      'cognito-idp:DescribeUserPoolClient',
      'cognito-idp:UpdateUserPoolClient',
    ],
    resources: USER_POOLS,
    condition: RESOURCE_IS_OURS,
  },
  {
    types: ['AWS::Logs::LogGroup'],
    actions: [
      'logs:AssociateKmsKey',
      'logs:CreateLogGroup',
      'logs:DeleteLogGroup',
      'logs:DeleteRetentionPolicy',
      'logs:DisassociateKmsKey',
      'logs:GetDataProtectionPolicy',
      'logs:ListTagsForResource',
      'logs:PutRetentionPolicy',
      'logs:TagResource',
      'logs:UntagResource',
    ],
    resources: LOG_GROUPS,
  },
  {
    // These know no resource, or were without one until policies came to belong to a group.
    types: ['AWS::Logs::LogGroup', 'AWS::WAFv2::LoggingConfiguration'],
    actions: ['logs:DeleteResourcePolicy', 'logs:DescribeLogGroups', 'logs:DescribeResourcePolicies', 'logs:PutResourcePolicy'],
    resources: ['*'],
  },
];
