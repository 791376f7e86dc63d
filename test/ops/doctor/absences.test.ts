import { ABSENCES } from '../../../ops/doctor/absences';
import { AwsRefusal } from '../../support/aws-server';
import { answerAsFunction, FUNCTION_VARIABLES } from '../../support/deployed-stage';
import { type HealthyStage, LETS_RULES_PUBLISH, startHealthyStage, TOPIC_KEY } from './healthy-stage';

let stage: HealthyStage;
beforeEach(async () => {
  stage = await startHealthyStage();
});
afterEach(() => stage.stop());

const OF_THE_TOPIC = 'key of the topic of the alarms is not there';
const FUNCTION = 'lambda.GET /2015-03-31/functions/FaceMatchProxy-dev-Function/configuration';
const bucket = new AwsRefusal('NoSuchBucket', 'The specified bucket does not exist', 404);
const gone = (code = 'ResourceNotFoundException', status = 400) => new AwsRefusal(code, 'not there', status);

/** What AWS answers, what it means, and for which check: never "not checked". */
const MEANS: readonly (readonly [check: string, operation: string, answer: AwsRefusal | object, verdict: string, says: string])[] = [
  [
    'public-access',
    's3.GET /photos-of-dev?publicAccessBlock',
    gone('NoSuchPublicAccessBlockConfiguration', 404),
    'fail',
    'no public access block',
  ],
  ['public-access', 's3.GET /photos-of-dev?publicAccessBlock', bucket, 'fail', 'bucket of the photos is not there'],
  ['public-access', 's3.GET /photos-of-dev?publicAccessBlock', { PublicAccessBlockConfiguration: '' }, 'fail', 'BlockPublicAcls'],
  ['public-access', 's3.GET /photos-of-dev?publicAccessBlock', gone('PermanentRedirect', 301), 'fail', 'is in another region'],
  ['photo', 's3.GET /photos-of-dev', gone('AuthorizationHeaderMalformed'), 'fail', 'is in another region'],
  ['namesakes', 'iam.GetRole', gone('NoSuchEntity', 404), 'fail', 'role of the function is not there'],
  ['key-state', 'kms.DescribeKey', gone('NotFoundException'), 'fail', 'key of the photos is not there'],
  ['key-state', 'kms.DescribeKey', { KeyMetadata: { KeyState: 'Disabled' } }, 'fail', 'no photo can be read'],
  [
    'key-state',
    'kms.DescribeKey',
    { KeyMetadata: { KeyState: 'PendingDeletion', DeletionDate: 1_800_000_000 } },
    'fail',
    'deleted on 2027-01-15',
  ],
  ['key-state', 'kms.DescribeKey', { KeyMetadata: { KeyState: 'Unavailable' } }, 'fail', 'in the state Unavailable'],
  ['boundary-policies', 'iam.GetPolicy', gone('NoSuchEntity', 404), 'fail', 'there is no such policy'],
  ['readers', 's3.GET /photos-of-dev?policy', gone('NoSuchBucketPolicy', 404), 'fail', 'has no policy any more'],
  ['readers', 's3.GET /photos-of-dev?policy', bucket, 'fail', 'bucket of the photos is not there'],
  [
    'key-readers',
    's3.GET /photos-of-dev?encryption',
    gone('ServerSideEncryptionConfigurationNotFoundError', 404),
    'fail',
    'no default encryption',
  ],
  ['key-readers', 's3.GET /photos-of-dev?encryption', bucket, 'fail', 'bucket of the photos is not there'],
  [
    'key-readers',
    's3.GET /photos-of-dev?encryption',
    { ServerSideEncryptionConfiguration: { Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } } } },
    'fail',
    'not encrypted with a key of yours',
  ],
  ['key-readers', 'kms.GetKeyPolicy', gone('NotFoundException'), 'fail', 'key of the photos is not there'],
  ['photo', 's3.GET /photos-of-dev', bucket, 'fail', 'bucket of the photos is not there'],
  ['function-role', FUNCTION, gone('ResourceNotFoundException', 404), 'fail', 'function is not there'],
  ['function-role', 'iam.SimulatePrincipalPolicy', gone('NoSuchEntity', 404), 'fail', 'role of the function is not there'],
  ['app-clients', 'cognito-idp.DescribeUserPoolClient', gone(), 'fail', 'is not in the pool'],
  ['secret', 'secretsmanager.GetSecretValue', gone(), 'fail', 'secret is not there'],
  [
    'secret',
    'secretsmanager.GetSecretValue',
    new AwsRefusal('ResourceNotFoundException', 'staging label: AWSCURRENT'),
    'fail',
    'no value yet',
  ],
  [
    'secret',
    'secretsmanager.GetSecretValue',
    new AwsRefusal('InvalidRequestException', 'marked for deletion'),
    'fail',
    'waits for its deletion',
  ],
  ['alarms', 'sns.ListSubscriptionsByTopic', gone('NotFound', 404), 'fail', 'topic of the alarms is not there'],
  ['alarms', 'sns.ListSubscriptionsByTopic', { Subscriptions: [] }, 'fail', 'no one has confirmed'],
  ['alarms', 'monitoring.DescribeAlarms', { MetricAlarms: [] }, 'fail', '1 of 1 alarms of the stack are not there'],
  ['bootstrap', 'ssm.GetParameter', gone('ParameterNotFound'), 'fail', 'not bootstrapped'],
  ['bootstrap', 'ssm.GetParameter', { Parameter: { Value: 'new' } }, 'unknown', 'is not a number'],
  ['versions', 'cloudformation.GetTemplateSummary', {}, 'warning', 'does not say which'],
  [
    'stack',
    'cloudformation.DescribeStacks',
    new AwsRefusal('ValidationError', 'Stack with id x does not exist'),
    'skipped',
    'not deployed yet',
  ],
];

test.each(MEANS)('%s: the answer of %s is no "not checked"', async (check, operation, answer, verdict, says) => {
  stage.aws.answer(operation, answer);
  const { code, of } = await stage.examine();
  expect(of(check)).toMatchObject({ verdict, says: expect.stringContaining(says) });
  expect(of(check)?.says).not.toContain('Not checked');
  expect(of(check)?.toDo ?? '').not.toMatch(/<it>|<where>/);
  if (verdict === 'fail') expect({ code, toDo: of(check)?.toDo }).toEqual({ code: 1, toDo: expect.stringMatching(/\w{4}/) });
});

test('a pool that is not there is a failure of the check that asks for it', async () => {
  const { aws } = stage;
  answerAsFunction(aws, {
    ...FUNCTION_VARIABLES,
    CALLER_RULES: JSON.stringify({ subjectClaim: 'custom:customer', consentUserId: 'must-match' }),
  });
  aws.answer('cognito-idp.DescribeUserPool', gone());
  expect((await stage.examine()).of('subject-claim')).toMatchObject({
    verdict: 'fail',
    says: expect.stringContaining('pool is not there'),
  });
});

test('a key of the topic that is not there is reported as that', async () => {
  stage.aws.answer('sns.GetTopicAttributes', { Attributes: new Map([...LETS_RULES_PUBLISH, ['KmsMasterKeyId', TOPIC_KEY]]) });
  stage.aws.answer('kms.GetKeyPolicy', ({ input }) =>
    input.KeyId === TOPIC_KEY ? gone('NotFoundException') : { Policy: '{"Statement":[]}' },
  );
  expect((await stage.examine()).of('alarm-topic')).toMatchObject({ verdict: 'fail', says: expect.stringContaining(OF_THE_TOPIC) });
});

test('each answer that means "not there" was given to doctor above', () => {
  const said = [OF_THE_TOPIC, ...MEANS.map(([, , , , says]) => says)];
  const untried = ABSENCES.filter(
    (absence) => !said.some((says) => absence.says.includes(says)) && !absence.says.includes('pool is not there'),
  );
  expect(untried).toEqual([]);
});

test.each([
  ['public-access', 's3.GET /photos-of-dev?publicAccessBlock'],
  ['readers', 's3.GET /photos-of-dev?policy'],
  ['key-readers', 's3.GET /photos-of-dev?encryption'],
  ['key-readers', 'kms.GetKeyPolicy'],
  ['function-role', FUNCTION],
  ['namesakes', 'iam.GetRole'],
  ['key-state', 'kms.DescribeKey'],
  ['boundary-policies', 'iam.GetPolicy'],
  ['secret', 'secretsmanager.GetSecretValue'],
  ['alarms', 'sns.ListSubscriptionsByTopic'],
])('%s: what %s may not say stays unknown, and so does an error of the service', async (check, operation) => {
  for (const answer of [new AwsRefusal('AccessDenied', 'no', 403), new AwsRefusal('InternalError', 'try later', 400)]) {
    stage.aws.answer(operation, answer);
    expect((await stage.examine()).of(check)).toMatchObject({ verdict: 'unknown', says: expect.stringContaining('Not checked') });
  }
});
