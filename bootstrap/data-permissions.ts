import { BECOMES_OURS, type DeploymentPermission, RESOURCE_IS_OURS, STACKS } from './deployment-permission';

const BUCKETS = [`arn:aws:s3:::${STACKS.toLowerCase()}*`];
const KEYS = ['arn:aws:kms:*:*:key/*'];
const USER_POOLS = ['arn:aws:cognito-idp:*:*:userpool/*'];
const LOG_GROUPS = [STACKS, `aws-waf-logs-${STACKS}`, 'API-Gateway-Execution-Logs_'].map((name) => `arn:aws:logs:*:*:log-group:${name}*`);

/** Resources with data: keys, buckets, secrets, tables, user pools, logs. Not among the actions: reading a photo or the value of a secret. */
export const DATA_PERMISSIONS: readonly DeploymentPermission[] = [
  {
    types: ['AWS::KMS::Key'],
    actions: ['kms:CreateKey', 'kms:TagResource'],
    resources: ['*'],
    condition: BECOMES_OURS,
  },
  {
    types: ['AWS::KMS::Key'],
    actions: ['kms:DisableKeyRotation', 'kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion', 'kms:UntagResource', 'kms:UpdateKeyDescription'],
    resources: KEYS,
    condition: RESOURCE_IS_OURS,
  },
  {
    // Called within seconds after a key is made, while its tags may take five minutes to count ("Controlling access to KMS keys using tags").
    types: ['AWS::KMS::Key'],
    actions: ['kms:DescribeKey', 'kms:EnableKeyRotation', 'kms:GetKeyPolicy', 'kms:GetKeyRotationStatus', 'kms:ListResourceTags'],
    resources: KEYS,
  },
  {
    // The handler reads all that a bucket can have, even what the template does not set, and asks by `HeadBucket`, which is `s3:ListBucket`, whether it is there.
    types: ['AWS::S3::Bucket'],
    actions: [
      's3:CreateBucket',
      's3:DeleteBucket',
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
    resources: [STACKS, 'ProxyCredentials', 'ProxyVerdict'].map((name) => `arn:aws:secretsmanager:*:*:secret:${name}*`),
  },
  {
    // Asked of anyone who makes a secret under a customer managed key, though these are made empty ("CreateSecret" in its API reference).
    types: ['AWS::SecretsManager::Secret'],
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    // Without a condition on the key's tags, which may not count yet when the secret is made.
    resources: KEYS,
    condition: { StringLike: { 'kms:ViaService': 'secretsmanager.*.amazonaws.com' } },
  },
  {
    types: ['AWS::DynamoDB::Table'],
    actions: [
      'dynamodb:CreateTable',
      'dynamodb:DeleteResourcePolicy',
      'dynamodb:DeleteTable',
      'dynamodb:DescribeContinuousBackups',
      'dynamodb:DescribeContributorInsights',
      'dynamodb:DescribeKinesisStreamingDestination',
      'dynamodb:DescribeTable',
      'dynamodb:DescribeTimeToLive',
      'dynamodb:GetResourcePolicy',
      'dynamodb:ListTagsOfResource',
      'dynamodb:PutResourcePolicy',
      'dynamodb:TagResource',
      'dynamodb:UntagResource',
      'dynamodb:UpdateTable',
      'dynamodb:UpdateTimeToLive',
    ],
    resources: [`arn:aws:dynamodb:*:*:table/${STACKS}*`],
  },
  {
    // DynamoDB takes a grant in the name of anyone who makes a table under a customer managed key ("DynamoDB encryption at rest: usage notes").
    types: ['AWS::DynamoDB::Table'],
    actions: ['kms:CreateGrant'],
    resources: KEYS,
    condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' }, StringLike: { 'kms:ViaService': 'dynamodb.*.amazonaws.com' } },
  },
  {
    types: ['AWS::DynamoDB::Table'],
    actions: ['kms:Decrypt'],
    resources: KEYS,
    condition: { StringLike: { 'kms:ViaService': 'dynamodb.*.amazonaws.com' } },
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
    actions: [
      'logs:DeleteResourcePolicy',
      'logs:DescribeIndexPolicies',
      'logs:DescribeLogGroups',
      'logs:DescribeResourcePolicies',
      'logs:PutResourcePolicy',
    ],
    resources: ['*'],
  },
];
