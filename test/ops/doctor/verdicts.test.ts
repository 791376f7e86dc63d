import { readFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AwsAnswer, AwsRefusal, type AwsServer } from '../../support/aws-server';
import {
  answerAsStageWithVerdicts,
  OUTPUTS,
  STARTING_KEY,
  VERDICT_FUNCTION,
  VERDICT_OUTPUTS,
  VERDICT_VARIABLES,
} from '../../support/deployed-stage';
import { type HealthyStage, ROLE_ID, role, startHealthyStage } from './healthy-stage';

const TABLE = VERDICT_VARIABLES.TRANSACTIONS_TABLE;
const TABLE_ARN = `arn:aws:dynamodb:eu-central-1:111122223333:table/${TABLE}`;
const IDS = ['verdict-callers', 'verdict-function', 'verdict-role', 'verdict-records', 'reading-secret'];
const CONFIGURATION = `lambda.GET /2015-03-31/functions/${VERDICT_FUNCTION}/configuration`;

let stage: HealthyStage;
let aws: AwsServer;
beforeEach(async () => {
  stage = await startHealthyStage();
  aws = stage.aws;
  answerAsStageWithVerdicts(
    aws,
    { agentUrl: `${stage.url}/agent/` },
    { outputs: { ProxyBaseUrl: stage.url, TransactionUrl: `${stage.url}/transaction` } },
  );
  aws.answer('iam.GetRole', ({ input: { RoleName } }) => role(String(RoleName)));
  aws.answer('iam.SimulatePrincipalPolicy', simulated());
  aws.answer('dynamodb.DescribeTable', {
    Table: { TableName: TABLE, TableArn: TABLE_ARN, TableStatus: 'ACTIVE', SSEDescription: { SSEType: 'KMS' } },
  });
  aws.answer('dynamodb.DescribeTimeToLive', { TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' } });
  aws.answer('dynamodb.GetResourcePolicy', policy([ROLE_ID]));
});
afterEach(() => stage.stop());

/** What the stack's own policies allow, and a change of it. */
function simulated(more: (action: string, resource: string) => boolean = () => false) {
  return ({ input }: { input: Record<string, unknown> }): AwsAnswer => {
    const [action, resource] = [String(input['ActionNames.member.1']), String(input['ResourceArns.member.1'])];
    const isInFunction = JSON.stringify(input).includes(`:function:${VERDICT_FUNCTION}"`);
    const isOwn = resource === VERDICT_OUTPUTS.ReadingSecretArn || (/GetItem|UpdateItem/.test(action) && resource === TABLE_ARN);
    return {
      EvaluationResults: [
        { EvalActionName: action, EvalDecision: (isOwn && isInFunction) || more(action, resource) ? 'allowed' : 'implicitDeny' },
      ],
    };
  };
}

function policy(ids: readonly string[]): object {
  const Condition = { StringNotLike: { 'aws:userId': ids.map((id) => `${id}:*`) } };
  const Statement = [
    { Sid: 'Others', Effect: 'Deny', Principal: '*', Action: ['dynamodb:GetItem', 'dynamodb:UpdateItem'], Resource: '*', Condition },
  ];
  return { Policy: JSON.stringify({ Statement }) };
}

async function settings(verdicts: object): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'doctor-verdicts-')), 'dev.json');
  await writeFile(file, JSON.stringify({ ...JSON.parse(readFileSync('config/dev.json', 'utf8')), $schema: undefined, verdicts }));
  return `config=${file}`;
}

const backend = (account: string, name = 'Backend') => `arn:aws:iam::${account}:role/${name}`;

test('a stage whose verdicts are in order passes each of the five checks, and repeats no key', async () => {
  // The account of AWS's own documents counts as an example in settings.
  aws.answer('sts.GetCallerIdentity', { Account: '999900001111', Arn: 'arn:aws:sts::999900001111:assumed-role/admin/anna', UserId: 'x' });
  aws.answer('iam.GetRole', ({ input: { RoleName } }) => {
    const { Role } = role(String(RoleName)) as { Role: object };
    return { Role: { ...Role, Arn: backend('999900001111', String(RoleName)) } };
  });
  const { of, stdout } = await stage.examine('-c', await settings({ callers: [backend('999900001111')] }));
  expect(IDS.map((id) => [id, of(id)?.verdict])).toEqual(IDS.map((id) => [id, 'pass']));
  expect(stdout).not.toContain('Zx9');
});

test('a stage without verdicts skips them', async () => {
  const plain = await startHealthyStage();
  const { of } = await plain.examine();
  await plain.stop();
  expect(IDS.map((id) => of(id)?.verdict)).toEqual(IDS.map(() => 'skipped'));
});

describe('what is wrong fails, with what to do', () => {
  const lambda = (change: object, variables: object = {}) =>
    aws.answer(CONFIGURATION, {
      ...{ FunctionArn: `arn:aws:lambda:eu-central-1:111122223333:function:${VERDICT_FUNCTION}`, Role: backend('111122223333', 'V') },
      ...{ State: 'Active', LastUpdateStatus: 'Successful', ...change },
      Environment: { Variables: { ...VERDICT_VARIABLES, AGENT_URL: `${stage.url}/agent/`, ...variables } },
    });
  const table = (change: object) =>
    aws.answer('dynamodb.DescribeTable', {
      Table: { TableArn: TABLE_ARN, TableStatus: 'ACTIVE', SSEDescription: { SSEType: 'KMS' }, ...change },
    });

  test.each<[id: string, says: string, change: () => void]>([
    ['verdict-function', 'KMS key is disabled', () => lambda({ State: 'Failed', StateReason: 'The KMS key is disabled' })],
    ['verdict-function', 'last update Failed', () => lambda({ LastUpdateStatus: 'Failed' })],
    ['verdict-function', 'read in another-table', () => lambda({}, { TRANSACTIONS_TABLE: 'another-table' })],
    ['verdict-function', 'read from http://127.0.0.1:1/', () => lambda({}, { AGENT_URL: 'http://127.0.0.1:1/' })],
    [
      'verdict-role',
      's3:GetObject',
      () =>
        aws.answer(
          'iam.SimulatePrincipalPolicy',
          simulated((action) => action === 's3:GetObject'),
        ),
    ],
    [
      'verdict-role',
      OUTPUTS.CredentialsSecretArn,
      () =>
        aws.answer(
          'iam.SimulatePrincipalPolicy',
          simulated((_, resource) => resource === OUTPUTS.CredentialsSecretArn),
        ),
    ],
    [
      'verdict-role',
      'is denied',
      () => aws.answer('iam.SimulatePrincipalPolicy', { EvaluationResults: [{ EvalDecision: 'implicitDeny' }] }),
    ],
    ['verdict-records', 'no policy', () => aws.answer('dynamodb.GetResourcePolicy', new AwsRefusal('PolicyNotFoundException', 'none'))],
    ['verdict-records', 'keeps no one', () => aws.answer('dynamodb.GetResourcePolicy', { Policy: '{"Statement":[]}' })],
    ['verdict-records', 'by another id', () => aws.answer('dynamodb.GetResourcePolicy', policy(['AROAANOTHERANOTHER']))],
    [
      'verdict-records',
      'forgets nothing',
      () => aws.answer('dynamodb.DescribeTimeToLive', { TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } }),
    ],
    ['verdict-records', 'global table', () => table({ Replicas: [{ RegionName: 'eu-west-1' }] })],
    ['verdict-records', 'not encrypted', () => table({ SSEDescription: undefined })],
    ['verdict-records', 'state INACCESSIBLE_ENCRYPTION_CREDENTIALS', () => table({ TableStatus: 'INACCESSIBLE_ENCRYPTION_CREDENTIALS' })],
    ['reading-secret', 'lacks clientId', () => aws.answer('secretsmanager.GetSecretValue', { SecretString: '{}' })],
  ])('%s: %s', async (id, says, change) => {
    change();
    const { code, of } = await stage.examine();
    expect(of(id)).toMatchObject({ verdict: 'fail', says: expect.stringContaining(says), toDo: expect.stringMatching(/\w/) });
    expect(code).toBe(1);
  });

  test('one key for both is a warning', async () => {
    aws.answer('secretsmanager.GetSecretValue', { SecretString: JSON.stringify(STARTING_KEY) });
    expect((await stage.examine()).of('reading-secret')).toMatchObject({
      verdict: 'warning',
      says: expect.stringContaining('in both secrets'),
    });
  });
});

test('a role that may ask and is not there fails, one of another account is to be looked at there, and examples are named', async () => {
  aws.answer('sts.GetCallerIdentity', { Account: '999900001111', Arn: 'arn:aws:sts::999900001111:assumed-role/admin/anna', UserId: 'x' });
  aws.answer('iam.GetRole', new AwsRefusal('NoSuchEntity', 'no such role', 404));
  const look = async (arn: string) => (await stage.examine('-c', await settings({ callers: [arn] }))).of('verdict-callers');
  expect(await look(backend('999900001111'))).toMatchObject({ verdict: 'fail', says: expect.stringContaining('is not there') });
  expect(await look(backend('222233334444'))).toMatchObject({ verdict: 'unknown', toDo: expect.stringContaining('execute-api:Invoke') });
  expect(await look(backend('111122223333'))).toMatchObject({ verdict: 'fail', says: expect.stringContaining('Examples') });
});

test('what may not be asked is no pass', async () => {
  aws.answer(
    'dynamodb.GetResourcePolicy',
    new AwsRefusal('AccessDeniedException', 'User: x is not authorized to perform: dynamodb:GetResourcePolicy on resource: y'),
  );
  expect((await stage.examine()).of('verdict-records')).toMatchObject({
    verdict: 'unknown',
    says: expect.stringContaining('dynamodb:GetResourcePolicy on y'),
  });
});
