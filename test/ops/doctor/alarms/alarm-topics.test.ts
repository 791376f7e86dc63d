import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AwsAnswer, AwsRefusal } from '../../../support/aws-server';
import { answerAsFunction, FUNCTION_VARIABLES, RESOURCES } from '../../../support/deployed-stage';
import { settings } from '../../../support/template';
import { type HealthyStage, startHealthyStage, TOPIC, TOPIC_KEY } from '../healthy-stage';

let stage: HealthyStage;
beforeEach(async () => {
  stage = await startHealthyStage();
});
afterEach(() => stage.stop());

const answer = (operation: string, given: AwsAnswer) => stage.aws.answer(operation, given);
const topic = (policy: object, more: object = {}) =>
  answer('sns.GetTopicAttributes', { Attributes: attributes({ TopicArn: TOPIC, Policy: JSON.stringify(policy), ...more }) });
const subscription = (given: object) => answer('sns.GetSubscriptionAttributes', { Attributes: attributes(given) });
const attributes = (given: object) => new Map(Object.entries(given));

const publishes = (more: object = {}) => ({
  Effect: 'Allow',
  Principal: { Service: 'events.amazonaws.com' },
  Action: 'sns:Publish',
  Resource: TOPIC,
  ...more,
});
const uses = (more: object = {}) => ({
  Effect: 'Allow',
  Principal: { Service: 'events.amazonaws.com' },
  Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
  Resource: '*',
  ...more,
});
const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const OVER_TLS = {
  Effect: 'Deny',
  Principal: '*',
  Action: 'sns:Publish',
  Resource: TOPIC,
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};
/** SNS gives it to a topic that was made without a policy. */
const BY_DEFAULT = publishes({
  Principal: { AWS: '*' },
  Action: ['SNS:Publish', 'SNS:Subscribe'],
  Condition: { StringEquals: { 'AWS:SourceOwner': '111122223333' } },
});

describe('the topic of the alarms', () => {
  test.each<[string, object]>([
    ['for events.amazonaws.com alone', policy(publishes(), OVER_TLS)],
    ['for several services', policy(publishes({ Principal: { Service: ['cloudwatch.amazonaws.com', 'events.amazonaws.com'] } }))],
    ['with a wildcard', policy(publishes({ Action: 'SNS:*', Resource: '*' }))],
    ['next to the one that SNS gives', policy(BY_DEFAULT, publishes())],
  ])('passes when its policy lets rules publish: %s', async (_, given) => {
    topic(given);
    expect((await stage.examine()).of('alarm-topic')).toMatchObject({ verdict: 'pass' });
  });

  test.each<[string, object, string]>([
    ['the policy that SNS gives', policy(BY_DEFAULT), 'condition AWS:SourceOwner'],
    [
      'a condition on the source, which EventBridge does not send',
      policy(publishes({ Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:events:*:*:rule/*' } } })),
      'condition aws:SourceArn',
    ],
    [
      'a condition on the account',
      policy(publishes({ Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } })),
      'aws:SourceAccount',
    ],
    ['CloudWatch alone', policy(publishes({ Principal: { Service: 'cloudwatch.amazonaws.com' } })), 'does not let events.amazonaws.com'],
    ['another topic', policy(publishes({ Resource: `${TOPIC}-of-others` })), 'does not let events.amazonaws.com'],
    ['another action', policy(publishes({ Action: 'sns:Subscribe' })), 'does not let events.amazonaws.com'],
    ['a denial in addition to it', policy(publishes(), { ...publishes(), Sid: 'No', Effect: 'Deny', Principal: '*' }), 'statement No'],
  ])('fails when a message of a rule would vanish: %s', async (_, given, says) => {
    topic(given);
    const { code, of } = await stage.examine();
    expect(of('alarm-topic')).toMatchObject({
      verdict: 'fail',
      says: expect.stringContaining(says),
      toDo: expect.stringContaining('"Service": "events.amazonaws.com"'),
    });
    expect(code).toBe(1);
  });

  test('is not judged by a denial of a form that is not known here', async () => {
    topic(
      policy(publishes(), {
        ...publishes(),
        Effect: 'Deny',
        Principal: '*',
        Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } },
      }),
    );
    expect((await stage.examine()).of('alarm-topic')).toMatchObject({
      verdict: 'unknown',
      says: expect.stringContaining('aws:PrincipalOrgID'),
    });
  });

  test('is not asked about where no rule publishes to it', async () => {
    topic(policy(BY_DEFAULT));
    answerAsFunction(stage.aws, FUNCTION_VARIABLES, { ...RESOURCES, ProxyAlarm: ['AWS::CloudWatch::Alarm', 'Alarm1'] });
    expect((await stage.examine()).of('alarm-topic')).toMatchObject({ verdict: 'skipped' });
  });

  test('whose policy may not be read is not checked', async () => {
    answer('sns.GetTopicAttributes', new AwsRefusal('AuthorizationError', 'not authorized to perform: SNS:GetTopicAttributes', 403));
    expect((await stage.examine()).of('alarm-topic')).toMatchObject({ verdict: 'unknown' });
  });
});

describe('the key of that topic', () => {
  const key = (...statements: object[]) =>
    stage.aws.answer('kms.GetKeyPolicy', ({ input }) =>
      input.KeyId === TOPIC_KEY ? { Policy: JSON.stringify(policy(...statements)) } : { Policy: '{"Statement":[]}' },
    );

  test.each<[string, object]>([
    ['without a condition', uses()],
    ['for this topic', uses({ Condition: { StringEquals: { 'kms:EncryptionContext:aws:sns:topicArn': TOPIC } } })],
    ['for topics like this', uses({ Condition: { StringLike: { 'kms:EncryptionContext:aws:sns:topicArn': 'arn:aws:sns:*:*:al*' } } })],
  ])('passes when it lets rules use it, %s', async (_, statement) => {
    key(statement);
    topic(policy(publishes()), { KmsMasterKeyId: TOPIC_KEY });
    expect((await stage.examine()).of('alarm-topic')).toMatchObject({ verdict: 'pass' });
  });

  test.each<[string, object[], string]>([
    ['no word of them', [], 'does not let events.amazonaws.com'],
    ['decryption alone', [uses({ Action: 'kms:Decrypt' })], 'kms:GenerateDataKey'],
    ['another topic', [uses({ Condition: { StringEquals: { 'kms:EncryptionContext:aws:sns:topicArn': `${TOPIC}2` } } })], 'topicArn'],
    ['a condition on the source', [uses({ Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } })], 'aws:SourceAccount'],
  ])('fails with %s', async (_, statements, says) => {
    key(...statements);
    topic(policy(publishes()), { KmsMasterKeyId: TOPIC_KEY });
    expect((await stage.examine()).of('alarm-topic')).toMatchObject({ verdict: 'fail', says: expect.stringContaining(says) });
  });

  test('fails when it is the one that AWS keeps, whose policy no one can change', async () => {
    topic(policy(publishes()), { KmsMasterKeyId: 'alias/aws/sns' });
    expect((await stage.examine()).of('alarm-topic')).toMatchObject({ verdict: 'fail', says: expect.stringContaining('alias/aws/sns') });
  });

  test('is found by an alias', async () => {
    stage.aws.answer('kms.DescribeKey', ({ input }) =>
      input.KeyId === 'alias/alarms' ? { KeyMetadata: { KeyId: 'x', Arn: TOPIC_KEY } } : {},
    );
    key(uses());
    topic(policy(publishes()), { KmsMasterKeyId: 'alias/alarms' });
    expect((await stage.examine()).of('alarm-topic')).toMatchObject({ verdict: 'pass' });
  });
});

describe('a second topic in alarms.watchers', () => {
  test('is looked at by the rules of the file of the stage', async () => {
    const second = TOPIC.replace(/alarms$/, 'security');
    stage.aws.answer('sns.GetTopicAttributes', ({ input }) => ({
      Attributes: attributes({ Policy: JSON.stringify(policy(input.TopicArn === TOPIC ? publishes() : BY_DEFAULT)) }),
    }));
    const file = join(stage.directory, 'stage.json');
    await writeFile(file, JSON.stringify(settings({ alarms: { topicArn: TOPIC, watchers: { topicArn: second } } })));
    const { of } = await stage.examine('-c', `config=${file}`);
    expect(of('alarm-topic')).toMatchObject({ verdict: 'fail', says: expect.stringContaining(second) });
  });
});

describe('a subscription by mail', () => {
  test('passes when its confirmation was signed', async () => {
    subscription({ ConfirmationWasAuthenticated: 'true' });
    expect((await stage.examine()).of('unsubscribing')).toMatchObject({ verdict: 'pass' });
  });

  test.each([{ ConfirmationWasAuthenticated: 'false' }, {}])('that anyone ends who has a mail of it is a warning: %j', async (given) => {
    subscription(given);
    const { code, of } = await stage.examine();
    expect(of('unsubscribing')).toMatchObject({
      verdict: 'warning',
      says: expect.stringContaining(`${TOPIC}:1`),
      toDo: expect.stringContaining('--authenticate-on-unsubscribe true'),
    });
    expect(code).toBe(0);
  });

  test('is all that is looked at: one of another protocol carries no link', async () => {
    subscription({ ConfirmationWasAuthenticated: 'false' });
    answer('sns.ListSubscriptionsByTopic', { Subscriptions: [{ SubscriptionArn: `${TOPIC}:1`, Protocol: 'lambda' }] });
    expect((await stage.examine()).of('unsubscribing')).toMatchObject({ verdict: 'skipped' });
  });

  test('of another account, which may not be read, is not checked', async () => {
    answer('sns.GetSubscriptionAttributes', new AwsRefusal('AuthorizationError', 'not authorized', 403));
    expect((await stage.examine()).of('unsubscribing')).toMatchObject({ verdict: 'unknown' });
  });
});
