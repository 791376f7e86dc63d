import { AUDIT_ALARMS, RULES_FAIL } from '../../lib/audit/alarm-table';
import { readConfig } from '../../lib/config/config';
import { RUNBOOK } from '../../lib/monitoring/alarm-row';
import { allowedByEither, allowedByKey, concrete, statementsOf } from '../support/stack-policies';
import { checked, type Synthesized, synthesize, VERDICTS } from '../support/template';
import { countedBy, toldBy as rulesThatTell } from '../support/trail-counts';
import { event, onLogGroup, onTrail, sessionOf, type TrailEvent } from '../support/trail-events';

/** Somebody who silences what would report them: alarms, their topic, the rules, the filters, the trail, or the key of the topic. */
const SECOND = 'arn:aws:sns:eu-central-1:999900001111:security';
const BUS = 'arn:aws:events:eu-central-1:111122223333:event-bus/security';
const TOPIC = 'arn:aws:sns:eu-central-1:999900001111:on-call';
const config = readConfig({ stage: 'prod' });
const withVerdicts = readConfig({ stage: 'verdicts', file: VERDICTS });
const withAlarms = (alarms: object): Synthesized =>
  synthesize({ ...config, alarms: { ...config.alarms, email: undefined, ...alarms } }, 'prod');
const verdicts = synthesize(
  { ...withVerdicts, alarms: { ...withVerdicts.alarms, email: 'on-call@bank.test', watchers: { topicArn: SECOND } } },
  'prod',
);
const prod = withAlarms({ email: 'on-call@bank.test', watchers: { topicArn: SECOND } });
const existing = withAlarms({ topicArn: TOPIC, watchers: { eventBusArn: BUS } });

const ADMINISTRATOR = sessionOf('arn:aws:iam::999900001111:role/Administrator', 'AROAADMIN');
const EXECUTION = 'arn:aws:iam::999900001111:role/cdk-hnb659fds-cfn-exec-role-999900001111-eu-central-1';
const DEPLOYMENT = { ...sessionOf(EXECUTION), invokedBy: 'cloudformation.amazonaws.com' };

const rulesOf = (stage: Synthesized) =>
  stage.of('AWS::Events::Rule').map(([id, { Properties }]) => ({ id, ...(concrete(Properties, stage.resources) as RuleProperties) }));
interface RuleProperties {
  readonly EventPattern: unknown;
  readonly State: string;
  readonly Targets: readonly Readonly<Record<string, unknown>>[];
}

const toldBy = (change: TrailEvent): string[] => rulesThatTell(change, prod);
const idOf = (type: string, id: RegExp, stage = prod): string => stage.of(type).find(([each]) => id.test(each))?.[0] ?? '';
const ALARM = 'FaceMatchProxy-prod-ProxyMonitoringAlarmsPhotoReadByOthers1A2B3C4D-AbCdEfGhIjKl';
const RULE = 'FaceMatchProxy-prod-ProxyMonitoringWatchRulesRu-AbCdEfGhIjKl';
const OWN_TOPIC = 'arn:aws:sns:eu-central-1:999900001111:FaceMatchProxy-prod-ProxyMonitoringAlarmsTopic5F6A7B8C-AbCdEfGhIjKl';
const GROUPS = [/AuditTrailLog/, /FunctionLog/].map((id) => idOf('AWS::Logs::LogGroup', id));
const KEY = String(concrete({ 'Fn::GetAtt': [idOf('AWS::KMS::Key', /ServiceKey/), 'Arn'] }, prod.resources));

const call = (service: string, name: string, requestParameters: Record<string, unknown>): [string, TrailEvent] => [
  name,
  event(service, name, { requestParameters, userIdentity: ADMINISTRATOR }),
];
const alarms = (name: string, alarmNames = [ALARM]): [string, TrailEvent] => call('monitoring', name, { alarmNames });

const SILENCED = {
  Alarms: [
    alarms('DisableAlarmActions'),
    alarms('DisableAlarmActions', [...Array<string>(99).fill('another'), ALARM]),
    alarms('DeleteAlarms'),
    ...['PutMetricAlarm', 'PutCompositeAlarm', 'SetAlarmState'].map((name) =>
      call('monitoring', name, { alarmName: ALARM, threshold: 1e9 }),
    ),
    call('monitoring', 'PutAlarmMuteRule', { name: 'quiet', muteTargets: { alarmNames: [ALARM] } }),
    call('monitoring', 'PutAlarmMuteRule', { Name: 'quiet', MuteTargets: { AlarmNames: [ALARM] } }),
  ],
  Topics: [OWN_TOPIC, SECOND].flatMap((topicArn) => [
    ...['SetTopicAttributes', 'DeleteTopic', 'AddPermission', 'RemovePermission'].map((name) => call('sns', name, { topicArn })),
    ...['Unsubscribe', 'SetSubscriptionAttributes'].map((name) => call('sns', name, { subscriptionArn: `${topicArn}:1b2c-3d` })),
    call('sns', 'PutDataProtectionPolicy', { resourceArn: topicArn }),
  ]),
  Logs: [
    ...GROUPS.flatMap((group) => [
      ...['DeleteMetricFilter', 'DeleteSubscriptionFilter', 'DeleteLogGroup', 'PutMetricFilter', 'PutRetentionPolicy'].map(
        (name): [string, TrailEvent] => [name, { ...onLogGroup(name, group), userIdentity: ADMINISTRATOR }],
      ),
      ...['PutDataProtectionPolicy', 'PutTransformer'].flatMap((name) => [
        call('logs', name, { logGroupIdentifier: group }),
        call('logs', name, { logGroupIdentifier: `arn:aws:logs:eu-central-1:999900001111:log-group:${group}:*` }),
      ]),
    ]),
    call('logs', 'PutAccountPolicy', { policyName: 'x', policyType: 'TRANSFORMER_POLICY', policyDocument: '{}' }),
  ],
  Trail: ['StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors', 'PutInsightSelectors'].flatMap((name) =>
    [idOf('AWS::CloudTrail::Trail', /./), `arn:aws:cloudtrail:eu-central-1:999900001111:trail/${idOf('AWS::CloudTrail::Trail', /./)}`].map(
      (trail): [string, TrailEvent] => [name, { ...onTrail(name, trail), userIdentity: ADMINISTRATOR }],
    ),
  ),
  Keys: ['DisableKey', 'ScheduleKeyDeletion', 'PutKeyPolicy'].map((name) => [
    name,
    event('kms', name, { userIdentity: ADMINISTRATOR, resources: [{ type: 'AWS::KMS::Key', ARN: KEY }] }),
  ]),
  EventRules: [
    ...['DisableRule', 'DeleteRule', 'PutRule'].map((name) => call('events', name, { name: RULE })),
    ...['PutTargets', 'RemoveTargets'].map((name) => call('events', name, { rule: RULE })),
  ],
} satisfies Readonly<Record<string, readonly [string, TrailEvent][]>>;

describe.each(Object.entries(SILENCED))('the rule on %s fires when somebody calls', (rule, changes) => {
  test.each(changes)('%s', (_, change) => expect(toldBy(change)).toEqual([rule]));

  test('and not when a deployment does', () => {
    for (const [, change] of changes) expect(toldBy({ ...change, userIdentity: DEPLOYMENT })).toEqual([]);
  });

  test('but when a stack of somebody’s own does, or somebody in the role of the deployment', () => {
    const others = [{ ...ADMINISTRATOR, invokedBy: 'cloudformation.amazonaws.com' }, sessionOf(EXECUTION)];
    for (const [, change] of changes) for (const userIdentity of others) expect(toldBy({ ...change, userIdentity })).toEqual([rule]);
  });
});

test('what is done to alarms, topics, rules, logs and keys of others is not reported', () => {
  const others: [string, TrailEvent][] = [
    alarms('DeleteAlarms', ['another']),
    call('monitoring', 'PutMetricAlarm', { alarmName: 'another' }),
    call('monitoring', 'PutAlarmMuteRule', { name: 'quiet', muteTargets: { alarmNames: ['another'] } }),
    call('sns', 'DeleteTopic', { topicArn: `${TOPIC}2` }),
    call('events', 'DisableRule', { name: 'another' }),
    ['', onLogGroup('DeleteLogGroup', 'another')],
    ['', onLogGroup('CreateLogStream', GROUPS[1] ?? '')],
    ['', onTrail('StopLogging', 'another')],
  ];
  for (const [, change] of others) expect(toldBy(change)).toEqual([]);
});

test('rules and metric filters watch each other', () => {
  for (const [, change] of SILENCED.EventRules) expect(countedBy(change, prod)).toEqual(['watchers-changed']);
  for (const [, change] of SILENCED.Topics) expect(countedBy(change, prod)).toEqual(['watchers-changed']);
  for (const [, change] of SILENCED.Trail) expect(countedBy(change, prod)).toEqual(['audit-trail-changed']);
  const filters = SILENCED.Logs.filter(([name]) => name === 'DeleteMetricFilter');
  expect(filters.map(([, change]) => toldBy(change))).toEqual([['Logs'], ['Logs']]);
  for (const [, change] of [alarms('DisableAlarmActions'), ...SILENCED.Alarms.slice(2)])
    expect(countedBy(change, prod)).toEqual(['watchers-changed']);
});

describe('a rule', () => {
  test.each([
    ['without verdicts', prod, 9],
    ['with verdicts', verdicts, 10],
  ])('is as short as EventBridge takes it, and no more than five targets and three hundred rules are needed, %s', (_, stage, count) => {
    const rules = rulesOf(stage);
    expect(rules).toHaveLength(count);
    for (const { EventPattern, State, Targets } of rules) {
      // With the longest names that CloudFormation gives in the place of logical ids.
      const longest = JSON.stringify(EventPattern).replace(/\*Proxy\w+\*/g, `*${'n'.repeat(128)}*`);
      expect(longest.length).toBeLessThanOrEqual(2048);
      expect(State).toBe('ENABLED');
      expect(Targets.length).toBeLessThanOrEqual(5);
    }
  });

  test('publishes to the alarms’ topic and a second one, without a role, and names no person', () => {
    for (const { Targets } of rulesOf(prod)) {
      expect(Targets.map(({ Arn }) => Arn)).toEqual(
        [{ Ref: idOf('AWS::SNS::Topic', /./) }, SECOND].map((arn) => concrete(arn, prod.resources)),
      );
      for (const target of Targets) {
        expect(target.RoleArn).toBeUndefined();
        const { InputPathsMap, InputTemplate } = target.InputTransformer as {
          InputPathsMap: Record<string, string>;
          InputTemplate: string;
        };
        expect(Object.values(InputPathsMap).join()).not.toContain('userIdentity');
        const [, article = ''] = InputTemplate.split(`${RUNBOOK}#`);
        expect(AUDIT_ALARMS.map(({ id }) => `${id}"`)).toContain(article);
        const filled = InputTemplate.replace(/<(\w+)>/g, (_, name: string) => `${InputPathsMap[name]}`);
        expect(JSON.parse(filled)).toContain('FaceMatchProxy-prod');
      }
    }
  });

  test('reaches another account by a role that can put events there and nothing else', () => {
    const sender = idOf('AWS::IAM::Role', /Sender/, existing);
    for (const { Targets } of rulesOf(existing)) {
      expect(Targets.map(({ Arn, RoleArn }) => [Arn, RoleArn])).toEqual([
        [TOPIC, undefined],
        [BUS, `arn:aws:iam::999900001111:role/${sender}`],
      ]);
    }
    expect(statementsOf(existing, 'AWS::IAM::ManagedPolicy', 'PolicyDocument', /Sender/)).toEqual([
      { Sid: 'SendEvents', Effect: 'Allow', Action: 'events:PutEvents', Resource: BUS },
    ]);
  });

  test('that cannot deliver sets off an alarm over all of them', () => {
    const [, found] =
      prod.of('AWS::CloudWatch::Alarm').find(([, { Properties }]) => Properties.AlarmDescription.endsWith(`#${RULES_FAIL.id}`)) ?? [];
    const figures = found?.Properties.Metrics.flatMap(
      ({ MetricStat }: { MetricStat?: { Metric: Record<string, unknown> } }) => MetricStat?.Metric ?? [],
    );
    expect(figures.map(({ MetricName, Dimensions }: Record<string, { Value: unknown }[]>) => [MetricName, Dimensions?.[0]?.Value])).toEqual(
      prod.of('AWS::Events::Rule').map(([id]) => ['FailedInvocations', { Ref: id }]),
    );
  });

  test('is not made where no trail brings it events, and not where no one would hear', () => {
    expect(synthesize(checked({ alarms: { email: 'on-call@bank.test' } })).of('AWS::Events::Rule')).toEqual([]);
    expect(withAlarms({ watchers: undefined }).of('AWS::Events::Rule')).toEqual([]);
    expect(withAlarms({ watchers: { topicArn: SECOND } }).of('AWS::Events::Rule')).toHaveLength(9);
  });
});

describe('the encrypted topic', () => {
  const EVENTS = { principal: 'events.amazonaws.com' };
  const topicId = idOf('AWS::SNS::Topic', /./);
  const topic = String(concrete({ Ref: topicId }, prod.resources));

  test('lets EventBridge publish though it says nothing of its source', () => {
    const policy = statementsOf(prod, 'AWS::SNS::TopicPolicy', 'PolicyDocument', /AlarmsTopic/);
    const context = { 'aws:SecureTransport': 'true' };
    expect(allowedByEither({ ...EVENTS, action: 'sns:Publish', resource: topic, context }, policy)).toBe(true);
    expect(allowedByEither({ ...EVENTS, action: 'sns:Subscribe', resource: topic, context }, policy)).toBe(false);
    expect(policy.find(({ Principal }) => JSON.stringify(Principal).includes('events.'))?.Condition).toBeUndefined();
  });

  test('and lets it use the key for that topic alone', () => {
    const policy = statementsOf(prod, 'AWS::KMS::Key', 'KeyPolicy', /ServiceKey/);
    const uses = (arn: string): boolean =>
      allowedByKey(
        { ...EVENTS, action: 'kms:GenerateDataKey', resource: KEY, context: { 'kms:EncryptionContext:aws:sns:topicArn': arn } },
        policy,
        [],
      );
    expect(uses(OWN_TOPIC)).toBe(true);
    expect(uses(TOPIC)).toBe(false);
    const quiet = withAlarms({ email: 'on-call@bank.test' });
    const off = synthesize({
      ...config,
      alarms: { ...config.alarms, email: 'on-call@bank.test' },
      auditTrail: { ...config.auditTrail, trail: 'off-because-an-organisation-trail-covers-this-bucket' },
    });
    expect(JSON.stringify(statementsOf(quiet, 'AWS::KMS::Key', 'KeyPolicy', /ServiceKey/))).toContain('RulesUseTheTopic');
    expect(JSON.stringify(off.template)).not.toContain('events.amazonaws.com');
  });
});
