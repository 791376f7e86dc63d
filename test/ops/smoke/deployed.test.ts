import { AwsRefusal, type AwsServer, startAwsServer } from '../../support/aws-server';
import { localConfigWith } from '../../support/config-file';
import { answerAsFunction, answerAsStage, FUNCTION_VARIABLES, OUTPUTS } from '../../support/deployed-stage';
import { startTestStack, type TestStack } from '../../support/local-stack';
import { type OpsOptions, runOps, runOpsProcess } from '../../support/ops';

let password: string;
let environment: Record<string, string>;
let aws: AwsServer;
let stack: TestStack;

/**
 * A deployed stage, as the command sees one: CloudFormation and Lambda of a server that speaks their protocols, and the local stack's API and user
 * pool, which takes no password but only the proof of one.
 */
beforeAll(async () => {
  const configFile = await localConfigWith({ callers: { pool: { new: {} }, tokens: 'id' } });
  [aws, stack] = await Promise.all([startAwsServer(), startTestStack({ configFile })]);
  const { baseUrl, transactionUrl, cognito } = stack.details;
  const pool = { UserPoolId: cognito.userPoolId, UserPoolClientId: cognito.clientId };
  answerAsStage(aws, { ...OUTPUTS, ...pool, ProxyBaseUrl: baseUrl, TransactionUrl: transactionUrl });
  const WORKFLOWS = JSON.stringify({ inject: { 'wf-123': { field: 'faceImage', image: 'face' } }, passThrough: {} });
  answerAsFunction(aws, { ...FUNCTION_VARIABLES, WORKFLOWS, CORS_ORIGINS: '"*"' });
  environment = { ...aws.environment, AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.endpoint };
  ({ password } = stack.user('alice'));
});
afterAll(async () => {
  await Promise.all([aws.stop(), stack.stop()]);
});

const SMOKE = ['smoke', '--json', '--user', 'alice@example.com'];
const smoke = (words: readonly string[], options: OpsOptions = {}) =>
  runOps([...SMOKE, ...words], {
    environment,
    stdin: `${password}\n`,
    ...options,
  });

// In a separate process: the arithmetic of the proof takes a hundred times as long in Jest's.
test('signs in by a proof of the password out of a variable, starts a transaction, and says that nothing read it back', async () => {
  const { code, stdout, stderr } = await runOpsProcess([...SMOKE, '--yes', '--password-from', 'SMOKE_PASSWORD'], {
    environment: { ...environment, SMOKE_PASSWORD: password },
  });
  const { steps, proved, notProved } = JSON.parse(stdout);
  expect({ code, notProved }).toEqual({ code: 0, notProved: ['read-back'] });
  expect(proved).toContain('start');
  const readBack = steps.find(({ step }: { step: string }) => step === 'read-back');
  expect(readBack).toMatchObject({
    verdict: 'unknown',
    toDo: expect.stringContaining(`faceMatchSubject "${stack.user('alice').subject}"`),
  });
  expect(JSON.stringify(aws.requests) + stdout + stderr).not.toContain(password);
});

test('on the local stack, too, alice is signed in by a proof of the password: a client that takes no password is enough', async () => {
  const run = await runOpsProcess(['smoke', '--local', '--json', '--without-start'], { environment: { LOCAL_DIRECTORY: stack.directory } });
  expect(run).toMatchObject({ code: 0 });
});

test('asks before a start that may be billed, and starts nothing when no one says yes', async () => {
  const before = (await stack.accepted()).length;
  const run = await smoke([]);
  expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('may be billed') });
  expect(await stack.accepted()).toHaveLength(before);
});

test('a wrong password is refused by the pool, and repeated nowhere', async () => {
  const run = await runOpsProcess([...SMOKE, '--without-start'], { environment, stdin: 'Zx9-Wrong-Password-1!\n' });
  expect(run).toMatchObject({ code: 3, stderr: expect.stringContaining('Incorrect username or password') });
  expect(run.stdout + run.stderr).not.toContain('Zx9');
});

test('no password and no user are wrong use', async () => {
  const unset = await smoke(['--without-start', '--password-from', 'NOT_SET']);
  expect(unset).toMatchObject({ code: 2, stderr: expect.stringContaining('the variable NOT_SET') });
  expect(await smoke(['--without-start'], { stdin: '' })).toMatchObject({ code: 2, stderr: expect.stringContaining('--password-from') });
  expect(await runOps(['smoke', '--without-start'], { environment: aws.environment })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--user'),
  });
});

test('without permission to read the function it says which, before anybody signs in', async () => {
  const operation = 'lambda.GET /2015-03-31/functions/FaceMatchProxy-dev-Function/configuration';
  aws.answer(
    operation,
    new AwsRefusal('AccessDeniedException', 'User: x is not authorized to perform: lambda:GetFunctionConfiguration on resource: y', 403),
  );
  expect(await smoke(['--without-start'])).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('lambda:GetFunctionConfiguration on y'),
  });
});
