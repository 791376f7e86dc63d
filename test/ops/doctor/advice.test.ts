import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkConfig } from '../../../lib/config/check';
import { configSchema } from '../../../lib/config/schema';
import { AwsRefusal, type AwsServer, AwsText } from '../../support/aws-server';
import { answerAsFunction, FUNCTION_VARIABLES, OUTPUTS, RESOURCES } from '../../support/deployed-stage';
import { sourcesIn } from '../../support/sources';
import { EXISTING, settings } from '../../support/template';
import { closed, type HealthyStage, READER, startHealthyStage, TOPIC } from './healthy-stage';

const open = '{"Statement":[]}';
/** What may be wrong with a stage, each leading to advice. */
const TROUBLES: Readonly<Record<string, (aws: AwsServer) => void>> = {
  'a bucket that is closed to no one': (aws) => aws.answer('s3.GET /photos-of-dev?policy', new AwsText(open)),
  'a bucket without a policy': (aws) => aws.answer('s3.GET /photos-of-dev?policy', new AwsRefusal('NoSuchBucketPolicy', '', 404)),
  'a bucket that is closed to the function': (aws) =>
    aws.answer('s3.GET /photos-of-dev?policy', new AwsText(JSON.stringify(closed('s3:*', [READER])))),
  'a key that is closed to no one': (aws) => aws.answer('kms.GetKeyPolicy', { Policy: open }),
  'a key that is closed to the function': (aws) => aws.answer('kms.GetKeyPolicy', { Policy: JSON.stringify(closed('kms:*', [READER])) }),
  'no encryption': (aws) =>
    aws.answer('s3.GET /photos-of-dev?encryption', {
      ServerSideEncryptionConfiguration: { Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } } },
    }),
  'no public access block': (aws) => aws.answer('s3.GET /photos-of-dev?publicAccessBlock', { PublicAccessBlockConfiguration: '' }),
  'alarms that no one hears': (aws) =>
    aws.answer('monitoring.DescribeAlarms', { MetricAlarms: [{ AlarmName: 'Alarm1', ActionsEnabled: true }] }),
  'a topic that is gone': (aws) => aws.answer('sns.ListSubscriptionsByTopic', new AwsRefusal('NotFound', '', 404)),
  'no logging role': (aws) => aws.answer('apigateway.GET /account', {}),
  'an app client that is gone': (aws) => aws.answer('cognito-idp.DescribeUserPoolClient', new AwsRefusal('ResourceNotFoundException', '')),
  'an attribute that is not there': (aws) => {
    const rules = { ...FUNCTION_VARIABLES, CALLER_RULES: JSON.stringify({ subjectClaim: 'custom:customer', consentUserId: 'must-match' }) };
    answerAsFunction(aws, rules, resources);
    aws.answer('cognito-idp.DescribeUserPool', { UserPool: { SchemaAttributes: [] } });
  },
  'a case-sensitive pool': (aws) => aws.answer('cognito-idp.DescribeUserPool', { UserPool: {} }),
  'an Agent API that is away': (aws) => answerAsFunction(aws, { ...FUNCTION_VARIABLES, AGENT_URL: 'http://127.0.0.1:1/agent/' }, resources),
};

const ALARM = { ProxyAlarm: ['AWS::CloudWatch::Alarm', 'Alarm1'] } as const;
const FUNCTION = { ProxyFunctionA1B2C3D4: RESOURCES.ProxyFunctionA1B2C3D4 as readonly [string, string], ...ALARM };
const EXISTING_STAGE = JSON.parse(readFileSync(EXISTING, 'utf8')) as Record<string, unknown>;
/** Each with what its stack has, and settings that are accepted for it. */
const KINDS = [
  [
    'its own bucket and key',
    {
      ...FUNCTION,
      ...RESOURCES,
      ProxyFacesPhotosKey: ['AWS::KMS::Key', 'photos'] as const,
      Users: ['AWS::Cognito::UserPool', OUTPUTS.UserPoolId] as const,
    },
    settings({ api: { loggingRole: 'already-present' } }),
  ],
  ['an existing bucket, key and pool', FUNCTION, { ...EXISTING_STAGE, api: { loggingRole: 'already-present' } }],
] as const;
let resources: Readonly<Record<string, readonly [string, string]>>;

const ROLE = 'arn:aws:iam::222233334444:role/role';
/** A value for each setting that advice may name. */
const VALUES: Readonly<Record<string, unknown>> = {
  operators: { enrol: [ROLE], erase: [ROLE] },
  'alarms.email': 'on-call@bank.test',
  'alarms.topicArn': TOPIC,
  'api.loggingRole': 'managed-here',
  'cors.origins': 'https://app.test',
  'callers.subjectClaim': 'sub',
  'callers.pool.new.emailCase': 'exact-as-this-pool-was-made',
  residency: 'other-continents-are-intended',
  agent: { region: 'us-east' },
};

let stage: HealthyStage;
beforeEach(async () => {
  stage = await startHealthyStage();
});
afterEach(() => stage.stop());

/** How an existing pool takes the case, no deployment changes. */
const isElsewhere = (trouble: string, accepted: object) => trouble === 'a case-sensitive pool' && accepted !== KINDS[0][2];

const SECTIONS = Object.keys(configSchema.shape);
/** Settings that a text names: in quotes, as a section of the schema or below one. */
const settingsIn = (text: string) =>
  [...text.matchAll(/"([A-Za-z]+(?:\.[A-Za-z]+)*)"/g)]
    .map(([, name = '']) => name)
    .filter((name) => SECTIONS.includes(name.split('.')[0] ?? ''));

function withSetting(base: unknown, [first = '', ...below]: readonly string[], value: unknown): object {
  const holder = Object(base) as Record<string, unknown>;
  return { ...holder, [first]: below.length === 0 ? value : withSetting(holder[first], below, value) };
}

describe.each(KINDS)('with %s', (_kind, stackResources, accepted) => {
  test.each(Object.entries(TROUBLES))('the advice on %s names no setting that the stage would be refused for', async (trouble, make) => {
    resources = stackResources;
    answerAsFunction(stage.aws, { ...FUNCTION_VARIABLES, AGENT_URL: 'http://127.0.0.1:1/agent/' }, resources);
    make(stage.aws);
    const file = join(stage.directory, 'stage.json');
    await writeFile(file, JSON.stringify(accepted));
    const { checks } = await stage.examine('-c', `config=${file}`);
    expect(refusalOf(accepted)).toBeUndefined();
    const reported = checks.filter(({ verdict, id }) => /fail|warning/.test(verdict) && (id !== 'agent' || /Agent API/.test(trouble)));
    if (!isElsewhere(trouble, accepted)) expect(reported.length).toBeGreaterThan(0);
    for (const { id, toDo = '' } of checks) {
      for (const name of settingsIn(toDo)) {
        expect({ id, name, isKnown: name in VALUES }).toEqual({ id, name, isKnown: true });
        expect({ id, name, refused: refusalOf(withSetting(accepted, name.split('.'), VALUES[name])) }).toEqual({
          id,
          name,
          refused: undefined,
        });
      }
    }
  });
});

test('no advice names a setting but in quotes, by which the test above finds it', () => {
  const sources = [...sourcesIn('ops/doctor').values()];
  const named = sources.flatMap((text) =>
    [...text.matchAll(/["“]?\b[a-z][A-Za-z]+(?:\.[A-Za-z]+)*"? in the file of the stage/g)].map(([each]) => each),
  );
  expect(named.length).toBeGreaterThan(4);
  expect(named.filter((each) => !/^"|^pool in|" in/.test(each))).toEqual([]);
});

function refusalOf(input: unknown): string | undefined {
  try {
    checkConfig(input, 'test');
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
