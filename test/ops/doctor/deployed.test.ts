import { type AwsAnswer, AwsRefusal, type AwsServer, AwsText } from '../../support/aws-server';
import { answerAsFunction, FUNCTION_VARIABLES, ROLE_ARN } from '../../support/deployed-stage';
import { runOps } from '../../support/ops';
import { closed, type HealthyStage, READER, startHealthyStage, TOPIC } from './healthy-stage';

const DENIED = new AwsRefusal('AccessDenied', 'User: x is not authorized to perform: some:Action on resource: y', 403);

let stage: HealthyStage;
let aws: AwsServer;
beforeEach(async () => {
  stage = await startHealthyStage();
  aws = stage.aws;
});
afterEach(() => stage.stop());
const examine = (...words: string[]) => stage.examine(...words);

test('a stage on which all is well passes every check but the regions, which a loopback address has none of', async () => {
  const { code, counts, of, stdout } = await examine();
  expect(of('regions')).toMatchObject({ verdict: 'unknown' });
  expect({ code, counts }).toEqual({ code: 0, counts: { pass: 27, fail: 0, warning: 0, unknown: 1, skipped: 6 } });
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

test('a stage that was deployed before the role was bound to its function is advised to deploy, and no one is suspected first', async () => {
  aws.answer(
    'iam.SimulatePrincipalPolicy',
    simulated((action, resource) => /^s3:GetObject$|^secretsmanager:GetSecretValue$/.test(action) && !/of-no-kind|another/.test(resource)),
  );
  expect((await examine()).of('function-role')?.toDo).toMatch(
    /^A stage that was deployed before this version .*: npm run deploy -- -c stage=dev --region eu-central-1 brings it/,
  );
});

describe('one thing that is wrong is one check that fails, with exit code 1 and what to do', () => {
  test.each<[id: string, says: string, change: () => void]>([
    ['bootstrap', 'not bootstrapped', () => aws.answer('ssm.GetParameter', new AwsRefusal('ParameterNotFound', ''))],
    ['bootstrap', 'CDK needs 6', () => aws.answer('ssm.GetParameter', { Parameter: { Value: '4' } })],
    [
      'function-role',
      's3:ListBucket on arn:aws:s3:::photos-of-dev, as',
      () =>
        aws.answer(
          'iam.SimulatePrincipalPolicy',
          simulated(() => true),
        ),
    ],
    [
      'function-role',
      's3:GetObject on arn:aws:s3:::photos-of-dev/faces/asked-by-doctor, as arn:aws:lambda:eu-central-1:111122223333:function:FaceMatchProxy-dev-Function, is denied',
      () =>
        aws.answer(
          'iam.SimulatePrincipalPolicy',
          simulated(() => false),
        ),
    ],
    [
      'function-role',
      'FaceMatchProxy-dev-Function-of-somebody, is allowed',
      () =>
        aws.answer(
          'iam.SimulatePrincipalPolicy',
          simulated(
            (action, resource) => /^s3:GetObject$|^secretsmanager:GetSecretValue$/.test(action) && !/of-no-kind|another/.test(resource),
          ),
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
        stage.api.unauthorized = 200;
      },
    ],
    [
      'preflight',
      'strange origin',
      () => {
        stage.api.origin = '*';
      },
    ],
    [
      'preflight',
      'allows https://other',
      () => {
        stage.api.origin = 'https://other.example';
      },
    ],
    [
      'readers',
      'lets everybody read',
      () =>
        aws.answer(
          's3.GET /photos-of-dev?policy',
          new AwsText('{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}]}'),
        ),
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
      'no one has confirmed',
      () => aws.answer('sns.ListSubscriptionsByTopic', { Subscriptions: [{ SubscriptionArn: 'PendingConfirmation' }] }),
    ],
    [
      'alarms',
      `1 alarms go to ${TOPIC}, where no one has confirmed`,
      () => {
        const alarms = ['Alarm1', 'Alarm2'].map((AlarmName) => ({ AlarmName, ActionsEnabled: true, StateValue: 'OK' }));
        const [page, tomorrow] = alarms.map((alarm, at) => ({ ...alarm, AlarmActions: [[TOPIC, `${TOPIC}-tomorrow`][at]] }));
        aws.answer('monitoring.DescribeAlarms', { MetricAlarms: [page, tomorrow] });
        aws.answer('sns.ListSubscriptionsByTopic', ({ input }) => ({
          Subscriptions: [{ SubscriptionArn: input.TopicArn === TOPIC ? 'PendingConfirmation' : `${input.TopicArn}:1` }],
        }));
      },
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
  ['readers', () => aws.answer('s3.GET /photos-of-dev?policy', new AwsText('{"Statement":[]}'))],
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
  // The file of that stage can be read, and names no operators, which needs no credentials to be known.
  expect(counts).toMatchObject({ pass: 1, skipped: 1 });
  expect(checks.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)).toEqual(['identity', 'agent']);
});
