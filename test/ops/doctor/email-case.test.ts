import { AwsRefusal, type AwsServer, startAwsServer } from '../../support/aws-server';
import { answerAsFunction, answerAsStage, FUNCTION_VARIABLES, OUTPUTS, RESOURCES } from '../../support/deployed-stage';
import { runOps } from '../../support/ops';

let aws: AwsServer;
beforeEach(async () => {
  aws = await startAwsServer();
  answerAsStage(aws);
  hasPool(OUTPUTS.UserPoolId);
});
afterEach(() => aws.stop());

/** The stack made this pool. */
function hasPool(physicalId: string): void {
  answerAsFunction(aws, FUNCTION_VARIABLES, { ...RESOURCES, ProxyCallersUsersPool: ['AWS::Cognito::UserPool', physicalId] });
}

async function emailCase(UserPool: object) {
  aws.answer('cognito-idp.DescribeUserPool', { UserPool });
  const { code, stdout } = await runOps(['doctor', '--json'], { environment: aws.environment });
  const { checks } = JSON.parse(stdout) as { checks: { id: string; verdict: string; says: string; toDo?: string }[] };
  return { code, ...checks.find(({ id }) => id === 'email-case') };
}

describe('doctor compares, before a deployment, how the pool takes the case of e-mail addresses with what the settings would make of it', () => {
  test.each<[string, object]>([
    ['was made without the setting', {}],
    ['was made case-sensitive', { UsernameConfiguration: { CaseSensitive: true } }],
  ])('and fails for a pool that %s, with the line to write', async (_, made) => {
    expect(await emailCase(made)).toMatchObject({
      code: 1,
      verdict: 'fail',
      says: expect.stringContaining('AWS refuses, and the next deployment rolls back'),
      toDo: 'Set "callers.pool.new.emailCase" to exact-as-this-pool-was-made in the file of the stage.',
    });
  });

  test('and is content with a pool that is as the settings say', async () => {
    expect(await emailCase({ UsernameConfiguration: { CaseSensitive: false } })).toMatchObject({ verdict: 'pass' });
  });

  test('and leaves out a pool that is not of the stack, which no deployment changes', async () => {
    hasPool('eu-central-1_Another00');
    expect(await emailCase({})).toMatchObject({ verdict: 'skipped' });
  });

  test('and says so where the pool may not be looked at', async () => {
    aws.answer(
      'cognito-idp.DescribeUserPool',
      new AwsRefusal('AccessDeniedException', 'not authorized to perform: cognito-idp:DescribeUserPool'),
    );
    const { stdout } = await runOps(['doctor', '--json'], { environment: aws.environment });
    const { checks } = JSON.parse(stdout) as { checks: { id: string; verdict: string }[] };
    expect(checks.find(({ id }) => id === 'email-case')).toMatchObject({ verdict: 'unknown' });
  });
});
