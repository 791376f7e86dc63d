import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { version } from '../../../package.json';
import { type AwsAnswer, AwsRefusal, type AwsServer, AwsText, startAwsServer } from '../../support/aws-server';
import { answerAsFunction, answerAsStage, FUNCTION_VARIABLES, OUTPUTS, RESOURCES, ROLE_ARN } from '../../support/deployed-stage';
import { runOps } from '../../support/ops';

const KEY_ARN = 'arn:aws:kms:eu-central-1:111122223333:key/photos';
const READER = 'arn:aws:iam::111122223333:role/investigator';
const TOPIC = 'arn:aws:sns:eu-central-1:111122223333:alarms';
const DENIED = new AwsRefusal('AccessDenied', 'User: x is not authorized to perform: some:Action on resource: y', 403);

let aws: AwsServer;
let api: Server;
let answerApi: { origin: string; unauthorized: number };
beforeEach(async () => {
  aws = await startAwsServer();
  answerApi = { origin: 'https://app.example.com', unauthorized: 401 };
  api = createServer((request, response) => {
    if (request.method === 'OPTIONS') {
      response
        .writeHead(204, {
          'Access-Control-Allow-Origin': answerApi.origin,
          'Access-Control-Allow-Headers': 'Authorization, Content-Type, *',
        })
        .end();
    } else response.writeHead(answerApi.unauthorized, { 'Content-Type': 'application/problem+json' }).end('{"code":"unauthorized"}');
  });
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
  healthy(`http://127.0.0.1:${(api.address() as AddressInfo).port}`);
});
afterEach(async () => {
  await aws.stop();
  await new Promise((resolve) => api.close(resolve));
});

function closed(action: string): object {
  return {
    Statement: [
      { Effect: 'Deny', Principal: '*', Action: action, Condition: { ArnNotEquals: { 'aws:PrincipalArn': [ROLE_ARN, READER] } } },
    ],
  };
}

/** What AWS answers for a stage on which everything is as it should be. */
function healthy(url: string): void {
  answerAsStage(aws, { ...OUTPUTS, ProxyBaseUrl: url, TransactionUrl: `${url}/transaction` });
  answerAsFunction(
    aws,
    { ...FUNCTION_VARIABLES, AGENT_URL: `${url}/agent/` },
    { ...RESOURCES, ProxyAlarm: ['AWS::CloudWatch::Alarm', 'Alarm1'], ProxyUsers: ['AWS::Cognito::UserPool', OUTPUTS.UserPoolId] },
  );
  aws.answer('sts.GetCallerIdentity', { Account: '111122223333', Arn: 'arn:aws:sts::111122223333:assumed-role/admin/anna', UserId: 'x' });
  aws.answer('ssm.GetParameter', ({ input }) =>
    String(input.Name).includes('fmproxy') ? { Parameter: { Value: '27' } } : new AwsRefusal('ParameterNotFound', ''),
  );
  aws.answer('apigateway.GET /account', { cloudwatchRoleArn: 'arn:aws:iam::111122223333:role/apigateway' });
  aws.answer('cloudformation.GetTemplateSummary', { Metadata: JSON.stringify({ 'face-match-proxy': { version } }) });
  aws.answer('iam.SimulatePrincipalPolicy', ({ input }) => {
    const [action, resource] = [String(input['ActionNames.member.1']), String(input['ResourceArns.member.1'])];
    const allowed =
      action === 'kms:Decrypt' ||
      (action === 's3:GetObject' && resource.includes('/faces/')) ||
      (action === 'secretsmanager:GetSecretValue' && resource === OUTPUTS.CredentialsSecretArn);
    return { EvaluationResults: [{ EvalActionName: action, EvalDecision: allowed ? 'allowed' : 'implicitDeny' }] };
  });
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
  aws.answer('sns.ListSubscriptionsByTopic', { Subscriptions: [{ SubscriptionArn: `${TOPIC}:1`, Protocol: 'email' }] });
}

async function examine(...words: string[]) {
  const run = await runOps(['doctor', '--json', ...words], { environment: aws.environment });
  const { checks, counts } = JSON.parse(run.stdout) as {
    checks: { id: string; verdict: string; says: string; toDo?: string }[];
    counts: Record<string, number>;
  };
  return { ...run, counts, of: (id: string) => checks.find((check) => check.id === id) };
}

test('a stage on which all is well passes every check but the regions, which a loopback address has none of', async () => {
  const { code, counts, of, stdout } = await examine();
  expect(of('regions')).toMatchObject({ verdict: 'unknown' });
  expect({ code, counts }).toEqual({ code: 0, counts: { pass: 17, fail: 0, warning: 0, unknown: 1, skipped: 0 } });
  expect(of('readers')?.says).toContain(READER);
  expect(stdout).not.toContain('Zx9');
  expect(stdout).not.toContain('anna-of-the-bank');
  const written = aws.requests.filter(({ operation }) => /^(Put|Create|Update|Delete|PUT|POST|DELETE)/.test(operation));
  expect(written).toEqual([]);
});

const simulated =
  (allows: (action: string, resource: string) => boolean): AwsAnswer | ((request: { input: Record<string, unknown> }) => AwsAnswer) =>
  ({ input }) => ({
    EvaluationResults: [
      {
        EvalActionName: 'x',
        EvalDecision: allows(String(input['ActionNames.member.1']), String(input['ResourceArns.member.1'])) ? 'allowed' : 'implicitDeny',
      },
    ],
  });
const customSubject = () =>
  answerAsFunction(aws, {
    ...FUNCTION_VARIABLES,
    CALLER_RULES: JSON.stringify({ subjectClaim: 'custom:customer', consentUserId: 'must-match' }),
  });
const pool = (attribute: object, isAdminOnly: boolean, write: string[]) => {
  customSubject();
  aws.answer('cognito-idp.DescribeUserPool', {
    UserPool: {
      SchemaAttributes: [{ Name: 'custom:customer', ...attribute }],
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: isAdminOnly },
    },
  });
  aws.answer('cognito-idp.ListUserPoolClients', { UserPoolClients: [{ ClientId: 'client9' }] });
  aws.answer('cognito-idp.DescribeUserPoolClient', { UserPoolClient: { ClientId: 'client9', ClientName: 'old', WriteAttributes: write } });
};

describe('one thing that is wrong is one check that fails, with exit code 1 and what to do', () => {
  test.each<[id: string, says: string, change: () => void]>([
    ['bootstrap', 'not bootstrapped', () => aws.answer('ssm.GetParameter', new AwsRefusal('ParameterNotFound', ''))],
    ['bootstrap', 'CDK needs 6', () => aws.answer('ssm.GetParameter', { Parameter: { Value: '4' } })],
    [
      'function-role',
      's3:ListBucket on arn:aws:s3:::photos-of-dev is allowed',
      () =>
        aws.answer(
          'iam.SimulatePrincipalPolicy',
          simulated(() => true),
        ),
    ],
    [
      'function-role',
      's3:GetObject on arn:aws:s3:::photos-of-dev/faces/asked-by-doctor is denied',
      () =>
        aws.answer(
          'iam.SimulatePrincipalPolicy',
          simulated(() => false),
        ),
    ],
    [
      'photo',
      'kms:Decrypt',
      () =>
        aws.answer(
          'iam.SimulatePrincipalPolicy',
          simulated((action) => action === 's3:GetObject'),
        ),
    ],
    [
      'no-token',
      'answered with 200',
      () => {
        answerApi.unauthorized = 200;
      },
    ],
    [
      'preflight',
      'strange origin',
      () => {
        answerApi.origin = '*';
      },
    ],
    [
      'preflight',
      'allows https://other',
      () => {
        answerApi.origin = 'https://other.example';
      },
    ],
    [
      'readers',
      'lets everybody read',
      () => aws.answer('s3.GET /photos-of-dev?policy', new AwsText('{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:*"}]}')),
    ],
    [
      'key-readers',
      'denies the function',
      () => aws.answer('kms.GetKeyPolicy', { Policy: JSON.stringify(closed('kms:*')).replace(ROLE_ARN, READER) }),
    ],
    [
      'public-access',
      'BlockPublicPolicy is off',
      () =>
        aws.answer('s3.GET /photos-of-dev?publicAccessBlock', {
          PublicAccessBlockConfiguration: { BlockPublicAcls: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
        }),
    ],
    ['subject-claim', 'old (client9)', () => pool({ Mutable: true }, true, ['custom:customer'])],
    ['subject-claim', 'at sign-up', () => pool({ Mutable: false }, false, ['custom:customer'])],
    [
      'secret',
      'does not begin with sa_',
      () => aws.answer('secretsmanager.GetSecretValue', { SecretString: '{"clientId":"x","clientSecret":"Zx9-secret-Zx9"}' }),
    ],
    [
      'alarms',
      'nobody has confirmed',
      () => aws.answer('sns.ListSubscriptionsByTopic', { Subscriptions: [{ SubscriptionArn: 'PendingConfirmation' }] }),
    ],
    [
      'alarms',
      'silenced',
      () => aws.answer('monitoring.DescribeAlarms', { MetricAlarms: [{ AlarmName: 'Alarm1', ActionsEnabled: false }] }),
    ],
    ['agent', 'ECONNREFUSED', () => answerAsFunction(aws, { ...FUNCTION_VARIABLES, AGENT_URL: 'http://127.0.0.1:1/agent/' })],
  ])('%s: %s', async (id, says, change) => {
    change();
    const { code, of } = await examine();
    expect(of(id)).toMatchObject({ verdict: 'fail', says: expect.stringContaining(says), toDo: expect.stringMatching(/\w/) });
    expect(code).toBe(1);
  });
});

test.each<[id: string, change: () => void]>([
  ['subject-claim', () => pool({ Mutable: true }, true, ['email'])],
  ['subject-claim', () => pool({ Mutable: false }, true, ['custom:customer'])],
])('%s passes when no user can write it', async (id, change) => {
  change();
  expect((await examine()).of(id)).toMatchObject({ verdict: 'pass' });
});

test.each<[id: string, change: () => void]>([
  ['readers', () => aws.answer('s3.GET /photos-of-dev?policy', new AwsRefusal('NoSuchBucketPolicy', 'none', 404))],
  ['versions', () => aws.answer('cloudformation.GetTemplateSummary', { Metadata: '{"face-match-proxy":{"version":"0.0.1"}}' })],
  [
    'app-clients',
    () =>
      aws.answer('cognito-idp.DescribeUserPoolClient', {
        UserPoolClient: { ClientId: 'client1', ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] },
      }),
  ],
  ['alarms', () => aws.answer('monitoring.DescribeAlarms', { MetricAlarms: [{ AlarmName: 'Alarm1', ActionsEnabled: true }] })],
])('%s warns of what may be meant, and the exit code stays 0', async (id, change) => {
  change();
  const { code, of } = await examine();
  expect(of(id)).toMatchObject({ verdict: 'warning' });
  expect(code).toBe(0);
});

test('what may not be asked is no pass: each check says which permission it lacks', async () => {
  for (const operation of [
    'iam.SimulatePrincipalPolicy',
    'kms.GetKeyPolicy',
    'sns.ListSubscriptionsByTopic',
    'secretsmanager.GetSecretValue',
    's3.GET /photos-of-dev',
  ]) {
    aws.answer(operation, DENIED);
  }
  const { code, of } = await examine();
  for (const id of ['function-role', 'key-readers', 'alarms', 'secret', 'photo']) {
    expect(of(id)).toMatchObject({ verdict: 'unknown', says: expect.stringContaining('some:Action on y') });
  }
  expect(of('photo')?.toDo).toContain('--subject');
  expect(code).toBe(0);
});

// The file of the stage `local` names an Agent API on this machine, so that nothing is sent elsewhere.
test('before the first deployment it checks the account and the file of the stage, and skips the rest', async () => {
  aws.answer('cloudformation.DescribeStacks', new AwsRefusal('ValidationError', 'Stack with id FaceMatchProxy-local does not exist'));
  const { of } = await examine('--stage', 'local');
  for (const id of ['identity', 'bootstrap', 'logging-role']) expect(of(id)).toMatchObject({ verdict: 'pass' });
  for (const id of ['function-role', 'secret', 'readers', 'alarms']) {
    expect(of(id)).toMatchObject({ verdict: 'skipped', says: 'The stage is not deployed yet.' });
  }
  expect(of('agent')).toMatchObject({ verdict: 'fail', says: expect.stringContaining('ECONNREFUSED') });
});

test('without credentials one check fails, and those that need them say that they know nothing', async () => {
  const { AWS_ACCESS_KEY_ID: _, AWS_SECRET_ACCESS_KEY: __, ...environment } = aws.environment;
  const run = await runOps(['doctor', '--json', '--stage', 'local'], { environment });
  const { checks, counts } = JSON.parse(run.stdout) as { checks: { id: string; verdict: string }[]; counts: object };
  expect(run.code).toBe(1);
  expect(counts).toMatchObject({ pass: 0, skipped: 0 });
  expect(checks.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)).toEqual(['identity', 'agent']);
});
