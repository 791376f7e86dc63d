import type { CommandPermissions } from './command-permissions';
import { FACES_PERMISSIONS } from './permissions-faces';
import { VERDICT_PERMISSIONS } from './permissions-verdict';

const SECRET = 'the secret (`CredentialsSecretArn`, with `--for reading` `ReadingSecretArn`)';
const SECRET_KEY = 'the key of the secret, through Secrets Manager';
const STACK = 'the stack';
const FUNCTION = 'the function';
const FIND_FUNCTION = [
  [['cloudformation:ListStackResources'], STACK],
  [['lambda:GetFunctionConfiguration'], FUNCTION],
] as const;

/** Each command of an operator has its row; a test fails when one is missing. */
export const COMMAND_PERMISSIONS: readonly CommandPermissions[] = [
  {
    command: 'doctor',
    needs: [
      [['ssm:GetParameter'], '`/cdk-bootstrap/*`'],
      [['apigateway:GET'], '`/account`'],
      [['iam:GetRole'], 'the roles in `operators` and `verdicts.callers`, and those of the stack'],
      [['iam:GetPolicy'], 'the permissions boundaries of the settings, and `face-match-proxy-boundary-required`'],
      [['cloudformation:GetTemplateSummary'], STACK],
      ...FIND_FUNCTION,
      [['iam:SimulatePrincipalPolicy'], 'the roles of the functions'],
      [['s3:GetBucketPolicy', 's3:GetBucketPublicAccessBlock', 's3:GetEncryptionConfiguration', 's3:ListBucket'], 'the bucket'],
      [['kms:DescribeKey', 'kms:GetKeyPolicy'], 'the key of the photos'],
      [['cognito-idp:DescribeUserPool', 'cognito-idp:ListUserPoolClients', 'cognito-idp:DescribeUserPoolClient'], 'the pool'],
      [['secretsmanager:GetSecretValue'], 'the secrets (`CredentialsSecretArn`, `ReadingSecretArn`)'],
      [['kms:Decrypt'], SECRET_KEY],
      [['dynamodb:DescribeTable', 'dynamodb:DescribeTimeToLive', 'dynamodb:GetResourcePolicy'], 'the table of transactions'],
      [['cloudwatch:DescribeAlarms'], '`*`'],
      [['sns:ListSubscriptionsByTopic', 'sns:GetTopicAttributes', 'sns:GetSubscriptionAttributes'], 'the topics of the alarms'],
      [['kms:DescribeKey', 'kms:GetKeyPolicy'], 'the keys of these topics'],
    ],
    otherwise: 'What is missing makes one check say that it was not carried out. With `--subject` no `s3:ListBucket` is needed',
  },
  {
    command: 'credentials set',
    needs: [
      [['secretsmanager:DescribeSecret', 'secretsmanager:PutSecretValue'], SECRET],
      [['kms:GenerateDataKey', 'kms:Decrypt'], SECRET_KEY],
      ...FIND_FUNCTION,
    ],
    otherwise:
      'Without the last two the key is written, and not tried. To compare the two keys of a stage with verdicts, this command and the next two also read the other secret',
  },
  {
    command: 'credentials check',
    needs: [[['secretsmanager:GetSecretValue'], SECRET], [['kms:Decrypt'], SECRET_KEY], ...FIND_FUNCTION],
    otherwise: 'The last two only with `--online`',
  },
  {
    command: 'credentials rotate',
    needs: [
      [
        [
          'secretsmanager:DescribeSecret',
          'secretsmanager:GetSecretValue',
          'secretsmanager:PutSecretValue',
          'secretsmanager:UpdateSecretVersionStage',
        ],
        SECRET,
      ],
      [['kms:GenerateDataKey', 'kms:Decrypt'], SECRET_KEY],
      ...FIND_FUNCTION,
      [['cloudwatch:GetMetricData'], '`*`'],
    ],
  },
  ...FACES_PERMISSIONS,
  {
    command: 'request',
    needs: [
      [['cloudformation:ListStackResources'], STACK],
      [['logs:StartQuery'], 'the log groups of the stack, but the trail’s'],
      [['logs:GetQueryResults', 'logs:StopQuery'], '`*`'],
    ],
  },
  {
    command: 'smoke',
    needs: FIND_FUNCTION,
    otherwise: 'And a test user with a photo. Nothing of AWS beyond these: it calls the API and the pool as an app does',
  },
  ...VERDICT_PERMISSIONS,
  {
    command: 'teardown',
    needs: [
      [['cloudformation:GetTemplate', 'cloudformation:ListStackResources'], STACK],
      [['s3:ListBucketVersions'], 'the buckets of the stack'],
      [['cognito-idp:DescribeUserPool'], 'the pool'],
    ],
    otherwise: 'Without the last two it does not say how much is in them',
  },
  { command: 'init', needs: [] },
];
