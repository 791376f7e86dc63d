import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { version } from '../../../package.json';
import { AwsRefusal, type AwsServer, AwsText, startAwsServer } from '../../support/aws-server';
import {
  answerAsFunction,
  answerAsStage,
  FUNCTION_ARN,
  FUNCTION_VARIABLES,
  OUTPUTS,
  RESOURCES,
  ROLE_ARN,
} from '../../support/deployed-stage';
import { runOps } from '../../support/ops';

export const ROLE_ID = 'AROAEXAMPLEFUNCTION0';
export const KEY_ARN = 'arn:aws:kms:eu-central-1:111122223333:key/photos';
export const READER = 'arn:aws:iam::111122223333:role/investigator';
export const TOPIC = 'arn:aws:sns:eu-central-1:111122223333:alarms';
export const TOPIC_KEY = 'arn:aws:kms:eu-central-1:111122223333:key/alarms';

const PUBLISHES = { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sns:Publish', Resource: TOPIC };
/** Attributes of a topic into which the stack's rules may write. */
export const LETS_RULES_PUBLISH: readonly (readonly [string, string])[] = [['Policy', JSON.stringify({ Statement: [PUBLISHES] })]];

/** A deployed stage on which all is well, and its API, on 127.0.0.1. */
export interface HealthyStage {
  readonly aws: AwsServer;
  /** Of its API. */
  readonly url: string;
  /** What the API answers. */
  readonly api: { origin: string; unauthorized: number };
  /** An empty folder for files of settings. */
  readonly directory: string;
  readonly examine: (...words: string[]) => Promise<Examination>;
  stop(): Promise<void>;
}

/** What doctor said. */
export interface Examination {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly checks: readonly SeenCheck[];
  readonly counts: Readonly<Record<string, number>>;
  readonly of: (id: string) => SeenCheck | undefined;
}

export interface SeenCheck {
  readonly id: string;
  readonly verdict: string;
  readonly says: string;
  readonly toDo?: string;
}

export async function startHealthyStage(): Promise<HealthyStage> {
  const aws = await startAwsServer();
  const directory = await mkdtemp(join(tmpdir(), 'doctor-'));
  const api = { origin: 'https://app.example.com', unauthorized: 401 };
  const server = createServer((request, response) => {
    if (request.method === 'OPTIONS') {
      response
        .writeHead(204, { 'Access-Control-Allow-Origin': api.origin, 'Access-Control-Allow-Headers': 'Authorization, Content-Type, *' })
        .end();
    } else response.writeHead(api.unauthorized, { 'Content-Type': 'application/problem+json' }).end('{"code":"unauthorized"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  healthy(aws, url);
  return {
    aws,
    url,
    api,
    directory,
    examine: (...words) => examine(aws, words),
    stop: async () => {
      await aws.stop();
      await new Promise((resolve) => server.close(resolve));
      await rm(directory, { recursive: true });
    },
  };
}

async function examine(aws: AwsServer, words: readonly string[]): Promise<Examination> {
  const run = await runOps(['doctor', '--json', ...words], { environment: aws.environment });
  const { checks, counts } = JSON.parse(run.stdout) as Pick<Examination, 'checks' | 'counts'>;
  return { ...run, checks, counts, of: (id) => checks.find((check) => check.id === id) };
}

/** What IAM answers for a role, with a permissions boundary or without one. */
export function role(RoleName: string, boundary?: string): object {
  const arn = `arn:aws:iam::111122223333:policy/${boundary}`;
  const PermissionsBoundary = { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: arn };
  const Role = {
    RoleName,
    RoleId: ROLE_ID,
    Arn: `arn:aws:iam::111122223333:role/${RoleName}`,
    ...(boundary === undefined ? {} : { PermissionsBoundary }),
  };
  return { Role };
}

/** A policy that denies an action to all but some, by themselves the function and a reader. */
export function closed(action: string, arns: readonly string[] = [ROLE_ARN, READER]): object {
  return {
    Statement: [
      {
        Effect: 'Deny',
        Principal: '*',
        Action: action,
        Resource: '*',
        Condition: { ArnNotEquals: { 'aws:PrincipalArn': arns } },
      },
    ],
  };
}

/** What AWS answers for a stage on which everything is as it should be. */
function healthy(aws: AwsServer, url: string): void {
  answerAsStage(aws, { ...OUTPUTS, ProxyBaseUrl: url, TransactionUrl: `${url}/transaction` });
  answerAsFunction(
    aws,
    { ...FUNCTION_VARIABLES, AGENT_URL: `${url}/agent/` },
    {
      ...RESOURCES,
      ProxyAlarm: ['AWS::CloudWatch::Alarm', 'Alarm1'],
      ProxyFunctionRole: ['AWS::IAM::Role', 'FaceMatchProxy-dev-Role'],
      ProxyApiLoggingRole: ['AWS::IAM::Role', 'FaceMatchProxy-dev-LoggingRole'],
      WatchRule: ['AWS::Events::Rule', 'Rule1'],
      ProxyFacesPhotosKey: ['AWS::KMS::Key', 'photos'],
      ProxyUsers: ['AWS::Cognito::UserPool', OUTPUTS.UserPoolId],
    },
  );
  aws.answer('sts.GetCallerIdentity', { Account: '111122223333', Arn: 'arn:aws:sts::111122223333:assumed-role/admin/anna', UserId: 'x' });
  aws.answer('ssm.GetParameter', ({ input }) =>
    String(input.Name).includes('fmproxy') ? { Parameter: { Value: '27' } } : new AwsRefusal('ParameterNotFound', ''),
  );
  aws.answer('apigateway.GET /account', { cloudwatchRoleArn: 'arn:aws:iam::111122223333:role/apigateway' });
  aws.answer('cloudformation.GetTemplateSummary', { Metadata: JSON.stringify({ 'face-match-proxy': { version } }) });
  aws.answer('iam.GetRole', ({ input: { RoleName } }) => {
    if (RoleName === 'FaceMatchProxy-dev-Role') return role(RoleName, 'face-match-proxy-boundary');
    if (RoleName === 'FaceMatchProxy-dev-LoggingRole') return role(RoleName, 'face-match-proxy-boundary-logging');
    return new AwsRefusal('AccessDenied', 'User: x is not authorized to perform: iam:GetRole on resource: y', 403);
  });
  aws.answer('iam.SimulatePrincipalPolicy', ({ input }) => {
    const [action, resource] = [String(input['ActionNames.member.1']), String(input['ResourceArns.member.1'])];
    const isInFunction =
      JSON.stringify(input).includes(`"${FUNCTION_ARN}"`) && JSON.stringify(input).includes('"lambda:SourceFunctionArn"');
    const allowed =
      action === 'kms:Decrypt' ||
      (action === 's3:GetObject' && resource.includes('/faces/') && isInFunction) ||
      (action === 'secretsmanager:GetSecretValue' && resource === OUTPUTS.CredentialsSecretArn && isInFunction);
    return { EvaluationResults: [{ EvalActionName: action, EvalDecision: allowed ? 'allowed' : 'implicitDeny' }] };
  });
  aws.answer('iam.GetPolicy', ({ input }) => ({ Policy: { Arn: input.PolicyArn } }));
  aws.answer('kms.DescribeKey', { KeyMetadata: { KeyId: 'photos', KeyState: 'Enabled' } });
  aws.answer('s3.GET /photos-of-dev?policy', new AwsText(JSON.stringify(closed('s3:GetObject*'))));
  aws.answer('s3.GET /photos-of-dev?encryption', {
    ServerSideEncryptionConfiguration: {
      Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY_ARN } },
    },
  });
  aws.answer('s3.GET /photos-of-dev?publicAccessBlock', {
    PublicAccessBlockConfiguration: { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true },
  });
  aws.answer('s3.GET /photos-of-dev', { ListBucketResult: { Contents: { Key: 'faces/anna-of-the-bank' } } });
  aws.answer('kms.GetKeyPolicy', { Policy: JSON.stringify(closed('kms:Decrypt')) });
  aws.answer('cognito-idp.DescribeUserPool', { UserPool: { UsernameConfiguration: { CaseSensitive: false } } });
  aws.answer('cognito-idp.DescribeUserPoolClient', {
    UserPoolClient: { ClientId: 'client1', ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'], EnableTokenRevocation: true },
  });
  aws.answer('secretsmanager.GetSecretValue', {
    SecretString: JSON.stringify({ clientId: 'sa_0123456789', clientSecret: 'Zx9-secret-Zx9' }),
  });
  aws.answer('monitoring.DescribeAlarms', {
    MetricAlarms: [{ AlarmName: 'Alarm1', ActionsEnabled: true, AlarmActions: [TOPIC], StateValue: 'OK' }],
  });
  aws.answer('sns.GetTopicAttributes', { Attributes: new Map(LETS_RULES_PUBLISH) });
  aws.answer('sns.GetSubscriptionAttributes', { Attributes: new Map([['ConfirmationWasAuthenticated', 'true']]) });
  aws.answer('sns.ListSubscriptionsByTopic', { Subscriptions: [{ SubscriptionArn: `${TOPIC}:1`, Protocol: 'email' }] });
}
