import { StackStatus } from '@aws-sdk/client-cloudformation';
import { stackStateOf } from '../../../ops/stage/stack-state';
import { AwsRefusal } from '../../support/aws-server';
import { answerAsStage, OUTPUTS } from '../../support/deployed-stage';
import { runOps } from '../../support/ops';
import { type HealthyStage, startHealthyStage } from './healthy-stage';

let stage: HealthyStage;
beforeEach(async () => {
  stage = await startHealthyStage();
});
afterEach(() => stage.stop());

const STATES = Object.values(StackStatus);
const inState = (StackStatus: string, rest: object = {}) => answerAsStage(stage.aws, {}, { StackStatus, ...rest });
const run = (...words: string[]) => runOps(words, { environment: stage.aws.environment });

test.each(STATES.filter((status) => status !== 'DELETE_COMPLETE'))(
  'doctor has a word for the state %s, and for what is not well a remedy',
  async (status) => {
    const { verdict, stands } = stackStateOf(status);
    answerAsStage(stage.aws, stands ? OUTPUTS : {}, { StackStatus: status });
    const found = (await stage.examine()).of('stack');
    expect(found).toMatchObject({ verdict, says: expect.stringContaining(status) });
    expect(found?.says).not.toContain('does not know');
    if (verdict === 'pass') expect(found?.toDo).toBeUndefined();
    else expect(found?.toDo).toMatch(/^(See|Wait|Continue)/);
  },
);

test('a state that is newer than this version is looked at in words, and is no pass', async () => {
  answerAsStage(stage.aws, OUTPUTS, { StackStatus: 'HIBERNATING' });
  expect((await stage.examine()).of('stack')).toMatchObject({ verdict: 'warning', says: expect.stringContaining('HIBERNATING') });
});

test('a first deployment that failed is named with its reason, what it kept and the commands that work, protection first', async () => {
  inState('ROLLBACK_COMPLETE', { StackStatusReason: 'Resource creation cancelled', EnableTerminationProtection: true });
  stage.aws.answer('cloudformation.ListStackResources', {
    StackResourceSummaries: [
      {
        LogicalResourceId: 'Users',
        ResourceType: 'AWS::Cognito::UserPool',
        PhysicalResourceId: 'eu-central-1_Kept',
        ResourceStatus: 'DELETE_SKIPPED',
      },
      { LogicalResourceId: 'Fn', ResourceType: 'AWS::Lambda::Function', PhysicalResourceId: 'gone', ResourceStatus: 'DELETE_COMPLETE' },
    ],
  });
  const { code, of } = await stage.examine();
  const { says = '', toDo = '' } = of('stack') ?? {};
  expect(code).toBe(1);
  expect(says).toContain('CloudFormation says: Resource creation cancelled.');
  expect(says).toContain('It kept AWS::Cognito::UserPool eu-central-1_Kept.');
  expect(says).not.toContain('gone');
  const commands = [
    'update-termination-protection --region eu-central-1 --stack-name FaceMatchProxy-dev --no-enable-termination-protection',
    'delete-stack --region',
    'wait stack-delete-complete',
    'npm run deploy -- -c stage=dev',
  ];
  expect(commands.map((command) => toDo.indexOf(command))).toEqual(
    commands.map((command) => toDo.indexOf(command)).toSorted((a, b) => a - b),
  );
  // Each on a separate line, so that it can be copied.
  expect(
    toDo
      .split('\n')
      .filter((line) => line.startsWith('  '))
      .every((line) => /^ {2}(aws|npm run deploy) /.test(line)),
  ).toBe(true);
  for (const command of commands) expect(toDo).toContain(command);
  for (const id of ['readers', 'secret', 'alarms'])
    expect(of(id)).toMatchObject({ verdict: 'unknown', says: 'Not checked: see stack above.' });
});

test('a stack that is not protected is deleted without a word on protection', async () => {
  inState('ROLLBACK_COMPLETE');
  expect((await stage.examine()).of('stack')?.toDo).not.toContain('termination-protection');
});

test('a stack of somebody else fails the check, with the outputs that it lacks', async () => {
  answerAsStage(stage.aws, { BucketName: 'x' });
  const { code, of } = await stage.examine();
  expect(code).toBe(1);
  expect(of('stack')).toMatchObject({ verdict: 'fail', says: expect.stringContaining('is not a face match proxy') });
});

const COMMANDS = [
  ['faces', 'list'],
  ['faces', 'status', 'anna'],
  ['teardown', '--plan'],
  ['credentials', 'check'],
  ['smoke', '--user', 'anna', '--yes'],
];

describe.each(COMMANDS)('%s %s', (...words) => {
  test.each(['ROLLBACK_COMPLETE', 'REVIEW_IN_PROGRESS', 'CREATE_IN_PROGRESS', 'DELETE_FAILED'])(
    'says the state %s and the remedy, and not that the stack is none of this project',
    async (status) => {
      inState(status);
      const { code, stderr } = await run(...words);
      expect(code).toBe(4);
      expect(stderr.replace(/\s+/g, ' ')).toContain(`FaceMatchProxy-dev in eu-central-1 is in the state ${status}`);
      expect(stderr).not.toContain('not a face match proxy');
      expect(stderr.replace(/\s+/g, ' ')).toContain(
        stackStateOf(status)
          .remedy({ name: 'dev', stackName: 'FaceMatchProxy-dev', where: '--region eu-central-1', isProtected: false })
          .replace(/\s+/g, ' '),
      );
    },
  );
});

test.each(STATES.filter((status) => status !== 'DELETE_COMPLETE'))(
  'a stack that has the outputs of a stage is worked with in the state %s',
  async (status) => {
    answerAsStage(stage.aws, OUTPUTS, { StackStatus: status });
    stage.aws.answer('secretsmanager.GetSecretValue', new AwsRefusal('ResourceNotFoundException', 'staging label: AWSCURRENT'));
    expect((await run('credentials', 'check')).stdout).toContain('The secret has no value yet.');
  },
);

test('a stack that was deleted, found by its ARN, is not there', async () => {
  answerAsStage(stage.aws, OUTPUTS, { StackStatus: 'DELETE_COMPLETE' });
  expect(await run('credentials', 'check', '--stack', 'arn:aws:cloudformation:x')).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('There is no stack'),
  });
});
