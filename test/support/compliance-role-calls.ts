/** A call by a role of the stack, on an ARN or on what is named so in the template. */
export interface RoleCall {
  readonly action: string;
  readonly on: string;
}

/** What a role must be able to do, and some of what it must not. */
export interface RoleCalls {
  /** A part of the role's logical id. */
  readonly role: string;
  readonly may: readonly RoleCall[];
  readonly mustNot: readonly RoleCall[];
}

const HERE = 'eu-central-1:999900001111';

/** Calls of several actions on one resource. */
function calls(on: string, ...actions: string[]): RoleCall[] {
  return actions.map((action) => ({ action, on }));
}

/** No one's work but the functions' and the operators'. `<…>` stands for the resource of the template whose logical id holds the word. */
const PHOTOS_AND_SECRET: readonly RoleCall[] = [
  ...calls('<FacesPhotosBucket>/faces/alice', 's3:GetObject', 's3:PutObject', 's3:DeleteObjectVersion'),
  ...calls('<FacesPhotosBucket>', 's3:ListBucket', 's3:PutBucketPolicy'),
  ...calls('<ProxyCredentialsSecret>', 'secretsmanager:GetSecretValue'),
  ...calls('<ReadingCredentialsSecret>', 'secretsmanager:GetSecretValue'),
  ...calls('<AttemptsTable>', 'dynamodb:Scan', 'dynamodb:DeleteItem'),
  ...calls('<TransactionsTable>', 'dynamodb:GetItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'),
  ...calls('*', 'iam:PassRole', 'iam:CreateRole', 'sts:AssumeRole', 'lambda:InvokeFunction', 'kms:Decrypt'),
];

const AUDIT_STREAM = `arn:aws:kinesis:${HERE}:stream/audit`;

/** The calls of every role that a stage with all that is optional makes; of the function's those that compliance-calls.ts has not. */
export const ROLE_CALLS: readonly RoleCalls[] = [
  {
    role: 'ProxyFunctionRole',
    may: [
      ...calls(`arn:aws:logs:${HERE}:log-group:<ProxyFunctionLog>:*`, 'logs:CreateLogStream', 'logs:PutLogEvents'),
      ...calls('*', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments'),
      ...calls('<AttemptsTable>', 'dynamodb:UpdateItem'),
      ...calls('<TransactionsTable>', 'dynamodb:GetItem', 'dynamodb:PutItem'),
    ],
    mustNot: [
      ...calls(`arn:aws:logs:${HERE}:log-group:another:*`, 'logs:CreateLogStream', 'logs:PutLogEvents'),
      ...calls('<AttemptsTable>', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem', 'dynamodb:Scan'),
      ...calls('<TransactionsTable>', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:Scan', 'dynamodb:Query'),
      ...calls('<ReadingCredentialsSecret>', 'secretsmanager:GetSecretValue'),
      ...calls('<ProxyFunction>', 'lambda:InvokeFunction', 'lambda:UpdateFunctionCode'),
      ...calls('<VerdictsFunction>', 'lambda:InvokeFunction', 'lambda:UpdateFunctionCode'),
    ],
  },
  {
    role: 'VerdictsFunctionRole',
    may: [
      ...calls(`arn:aws:logs:${HERE}:log-group:<VerdictsFunctionLog>:*`, 'logs:CreateLogStream', 'logs:PutLogEvents'),
      ...calls('*', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments'),
      ...calls('<TransactionsTable>', 'dynamodb:GetItem', 'dynamodb:UpdateItem'),
      ...calls('<ReadingCredentialsSecret>', 'secretsmanager:GetSecretValue'),
    ],
    mustNot: [
      ...calls(`arn:aws:logs:${HERE}:log-group:<ProxyFunctionLog>:*`, 'logs:CreateLogStream', 'logs:PutLogEvents'),
      ...calls('<TransactionsTable>', 'dynamodb:PutItem', 'dynamodb:DeleteItem', 'dynamodb:Scan', 'dynamodb:UpdateTable'),
      ...calls('<AttemptsTable>', 'dynamodb:GetItem', 'dynamodb:UpdateItem'),
      ...calls('<ReadingCredentialsSecret>', 'secretsmanager:PutSecretValue', 'secretsmanager:DeleteSecret'),
      ...calls('<ProxyCredentialsSecret>', 'secretsmanager:GetSecretValue'),
      ...calls('<FacesPhotosBucket>/faces/alice', 's3:GetObject', 's3:PutObject', 's3:DeleteObjectVersion'),
      ...calls('<FacesPhotosBucket>', 's3:ListBucket', 's3:PutBucketPolicy'),
      ...calls('*', 'iam:PassRole', 'iam:CreateRole', 'sts:AssumeRole', 'kms:Decrypt'),
      ...calls('<ProxyFunction>', 'lambda:InvokeFunction', 'lambda:UpdateFunctionCode'),
    ],
  },
  {
    role: 'RolloutRole',
    may: [
      // IAM asks for the function's own ARN ("Actions, resources, and condition keys for AWS Lambda"); the alias's is allowed as well.
      ...calls('<ProxyFunction>', 'lambda:GetAlias', 'lambda:UpdateAlias'),
      ...calls('<ProxyFunction>:live', 'lambda:GetAlias', 'lambda:UpdateAlias', 'lambda:GetProvisionedConcurrencyConfig'),
      ...calls('*', 'cloudwatch:DescribeAlarms'),
    ],
    mustNot: [
      ...calls('<ProxyFunction>', 'lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration', 'lambda:PublishVersion'),
      ...calls(`arn:aws:lambda:${HERE}:function:another`, 'lambda:GetAlias', 'lambda:UpdateAlias'),
      ...calls(`arn:aws:lambda:${HERE}:function:another:live`, 'lambda:UpdateAlias'),
      ...calls('*', 'cloudwatch:DeleteAlarms', 'cloudwatch:DisableAlarmActions'),
      ...PHOTOS_AND_SECRET,
    ],
  },
  {
    role: 'AuditTrailWriter',
    may: calls(
      `arn:aws:logs:${HERE}:log-group:<AuditTrailLog>:log-stream:999900001111_CloudTrail_eu-central-1_x`,
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ),
    mustNot: [
      ...calls(`arn:aws:logs:${HERE}:log-group:<AuditTrailLog>:log-stream:of-somebody-else`, 'logs:PutLogEvents'),
      ...calls(`arn:aws:logs:${HERE}:log-group:another:log-stream:999900001111_CloudTrail_eu-central-1`, 'logs:PutLogEvents'),
      ...calls('*', 'logs:DeleteLogGroup', 'logs:GetLogEvents', 'logs:PutRetentionPolicy', 'cloudtrail:StopLogging'),
      ...PHOTOS_AND_SECRET,
    ],
  },
  {
    role: 'AuditLinesSender',
    may: calls(AUDIT_STREAM, 'kinesis:PutRecord', 'kinesis:PutRecords'),
    mustNot: [
      ...calls(AUDIT_STREAM, 'kinesis:GetRecords', 'kinesis:DeleteStream'),
      ...calls(`${AUDIT_STREAM}2`, 'kinesis:PutRecord'),
      ...calls('*', 'logs:GetLogEvents', 'firehose:PutRecord'),
      ...PHOTOS_AND_SECRET,
    ],
  },
  {
    role: 'ApiLoggingRole',
    // All of AWS's own policy: API Gateway refuses a role that lacks a part of it.
    may: [
      ...calls(
        `arn:aws:logs:${HERE}:log-group:API-Gateway-Execution-Logs_a1/live`,
        'logs:CreateLogGroup',
        'logs:DescribeLogStreams',
        'logs:FilterLogEvents',
      ),
      ...calls(
        `arn:aws:logs:${HERE}:log-group:API-Gateway-Execution-Logs_a1/live:log-stream:x`,
        'logs:CreateLogStream',
        'logs:GetLogEvents',
        'logs:PutLogEvents',
      ),
      ...calls('*', 'logs:DescribeLogGroups'),
    ],
    mustNot: [
      ...calls('*', 'logs:DeleteLogGroup', 'logs:PutRetentionPolicy', 'logs:DeleteLogStream', 'logs:PutSubscriptionFilter'),
      ...PHOTOS_AND_SECRET,
    ],
  },
];
