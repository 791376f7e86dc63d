import { Metrics } from '@aws-lambda-powertools/metrics';
import { Stack } from 'aws-cdk-lib';
import { PROBLEMS } from '../../../contract/problems';
import { createTelemetry } from '../../../lambda/telemetry/telemetry';
import { createVerdictTelemetry } from '../../../lambda/verdict/telemetry';
import { Agent, Callers, FaceImages, FaceMatchProxy, Notices } from '../../../lib';
import { AUDIT_ALARMS, RULES_FAIL, SILENCE } from '../../../lib/audit/alarm-table';
import { readConfig } from '../../../lib/config/config';
import { ALARMS } from '../../../lib/monitoring/alarm-table';
import { VERDICT_ALARMS } from '../../../lib/monitoring/verdict-alarms';
import { allowedByEither, allowedByKey, concrete, statementsOf } from '../../support/stack-policies';
import { checked, Synthesized, synthesize, synthesizeStage, testApp } from '../../support/template';

const prod = synthesizeStage('prod');
const VERDICT_DEFAULTS = { maxAgeMinutes: 15, throttle: { ratePerSecond: 10, burst: 20 } };
const production = {
  purpose: 'production',
  images: { face: { key: 'faces/{subject}', retentionDays: 365 } },
  operators: { enrol: ['arn:aws:iam::999900001111:role/E'], erase: ['arn:aws:iam::999900001111:role/P'] },
};
const asked = synthesize(
  { ...readConfig({ stage: 'prod' }), verdicts: { callers: ['arn:aws:iam::999900001111:role/Backend'], ...VERDICT_DEFAULTS } },
  'prod',
);
const TOPIC = 'arn:aws:sns:eu-central-1:222233334444:on-call';
const silent = synthesize(checked({ ...production, function: { reservedConcurrency: 50 }, limits: { deadlineSeconds: 28 } }));
const own = synthesize(
  checked({ ...production, alarms: { topicArn: TOPIC, runbookBaseUrl: 'https://git.bank.test/proxy/main', accountConcurrency: 100 } }),
);

const idOf = ({ AlarmDescription }: { AlarmDescription: string }): string => AlarmDescription.split('#').at(-1) ?? '';
const alarmsOf = (stage: Synthesized) => stage.of('AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
const alarm = (stage: Synthesized, id: string) => alarmsOf(stage).find((each) => idOf(each) === id);

type Dimensions = { Name: string; Value: unknown }[];
type Figure = { Namespace: string; MetricName: string; Dimensions?: Dimensions };

/** Every metric that an alarm looks at, in a formula or alone. */
function figuresOf({ Metrics: parts, ...plain }: Figure & { Metrics?: { MetricStat?: { Metric: Figure } }[] }): Figure[] {
  return parts === undefined ? [plain] : parts.flatMap(({ MetricStat }) => (MetricStat === undefined ? [] : [MetricStat.Metric]));
}

/** Names and dimensions of what the function counts in a request that goes wrong, and in one that goes well. */
function counted(): Record<string, string[]> {
  let text = '';
  const spy = jest.spyOn(process.stdout, 'write').mockImplementation((line) => {
    text += String(line);
    return true;
  });
  try {
    const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const telemetry = createTelemetry(quiet, new Metrics({ namespace: 'FaceMatchProxy', serviceName: 'function' }), '7');
    const request = { requestId: 'r', operation: 'start-transaction', totalMs: 1, agentMs: 1 } as const;
    for (const upstreamStatus of [201, 404]) telemetry.request({ ...request, outcome: 'ok', status: upstreamStatus, upstreamStatus });
    telemetry.request({ ...request, outcome: 'internal', status: 500 });
    telemetry.request({ ...request, outcome: 'ok', status: 200, unrecorded: true, recordMs: 1 });
    const verdicts = createVerdictTelemetry(quiet, new Metrics({ namespace: 'FaceMatchProxy', serviceName: 'function' }));
    verdicts.verdict({ requestId: 'r', answer: 'verdict-unavailable', status: 503, totalMs: 1 });
  } finally {
    spy.mockRestore();
  }
  const lines = text.split('\n').filter((line) => line.startsWith('{'));
  return Object.fromEntries(
    lines.flatMap((line) => {
      const [{ Namespace, Dimensions, Metrics: metrics }] = JSON.parse(line)._aws.CloudWatchMetrics;
      return metrics.map(({ Name }: { Name: string }) => [`${Namespace} ${Name}`, Dimensions[0]]);
    }),
  );
}

test('there is one for each row of the table that has something to watch, none of them with a name that the stack chose', () => {
  // Production names no one who may overwrite a photo, and counts erasures without an alarm.
  const audit = AUDIT_ALARMS.filter(({ id }) => !['photo-replaced', 'photo-erased'].includes(id));
  const all = [...ALARMS, ...audit, SILENCE, RULES_FAIL].map(({ id }) => id);
  const ofVerdicts = [...VERDICT_ALARMS.map(({ id }) => id), 'verdict-changed'];
  expect(alarmsOf(prod).map(idOf).sort()).toEqual(all.filter((id) => !ofVerdicts.includes(id)).sort());
  expect(alarmsOf(asked).map(idOf).sort()).toEqual(all.sort());
  expect(new Set(ALARMS.map(({ id }) => id)).size).toBe(ALARMS.length);
});

test('each looks at what the function counts, by the very names and dimensions that it writes', () => {
  const written = counted();
  const functions = asked.of('AWS::Lambda::Function').map(([id]) => id);
  const figures = alarmsOf(asked)
    .flatMap(figuresOf)
    .filter(({ Namespace, MetricName }) => Namespace === 'FaceMatchProxy' && MetricName !== 'ApiThrottled');
  expect(figures.length).toBeGreaterThanOrEqual(12);
  for (const { Namespace, MetricName, Dimensions = [] } of figures) {
    expect([MetricName, Dimensions.map(({ Name }) => Name).sort()]).toEqual([MetricName, written[`${Namespace} ${MetricName}`]?.sort()]);
    const ofVerdicts = MetricName === 'Verdicts';
    const counts = functions.find((id) => id.includes('Verdicts') === ofVerdicts);
    expect(Dimensions).toContainEqual({ Name: 'service', Value: { Ref: counts } });
  }
});

test('each code that one waits for is one that the function can answer with', () => {
  const codes = alarmsOf(prod)
    .flatMap(figuresOf)
    .flatMap(({ Dimensions = [] }) => Dimensions.filter(({ Name }) => Name === 'code'));
  expect(codes.map(({ Value }) => Value)).toHaveLength(13);
  expect(codes.filter(({ Value }) => !Object.hasOwn(PROBLEMS, String(Value)))).toEqual([]);
});

test.each<[string, string, number, number]>([
  ['agent-refused-credentials', 'agent-refused-credentials', 1, 300],
  ['credentials-not-set', 'credentials-not-set', 1, 300],
  ['credentials-unavailable', 'credentials-unavailable', 3, 300],
  ['face-store-unavailable', 'face-store-unavailable', 3, 300],
  ['face-unusable', 'face-unusable', 1, 3600],
  ['agent-timeouts', 'agent-timeout', 3, 300],
  ['identity-mismatches', 'identity-mismatch', 3, 900],
  ['client-supplied-faces', 'client-supplied-face', 1, 900],
  ['internal-errors', 'internal', 1, 300],
])('%s fires when refusals with the code %s reach %i in %i seconds', (id, code, threshold, period) => {
  expect(alarm(prod, id)).toMatchObject({
    MetricName: 'Refusals',
    Dimensions: expect.arrayContaining([{ Name: 'code', Value: code }]),
    Statistic: 'Sum',
    Threshold: threshold,
    Period: period,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  });
});

test('no request is no alarm, and neither is one slow period', () => {
  const requests = alarmsOf(prod).filter((each) => idOf(each) !== SILENCE.id);
  for (const { TreatMissingData, DatapointsToAlarm, EvaluationPeriods } of requests) {
    expect([TreatMissingData, DatapointsToAlarm <= EvaluationPeriods]).toEqual(['notBreaching', true]);
  }
  const slow = { ExtendedStatistic: 'p99', Threshold: 10_000, DatapointsToAlarm: 2, EvaluationPeriods: 3 };
  expect(alarm(prod, 'agent-slow')).toMatchObject(slow);
});

test('shares are taken of at least five, so that one of two is not half of everything', () => {
  const formula = (id: string) => alarm(prod, id).Metrics.find(({ ReturnData }: { ReturnData: boolean }) => ReturnData).Expression;
  expect(formula('api-server-errors')).toBe('IF(part >= 5, 100 * part / whole, 0)');
  expect(formula('agent-rejections')).toBe('IF(part >= 5, 100 * part / (part + FILL(rest, 0)), 0)');
});

test('the stage’s settings make the thresholds that depend on them', () => {
  expect(alarm(prod, 'function-near-timeout')).toMatchObject({ MetricName: 'Duration', Statistic: 'Maximum', Threshold: 26_000 });
  expect(alarm(silent, 'function-near-timeout').Threshold).toBe(28_500);
  expect(alarm(prod, 'function-concurrency')).toMatchObject({ MetricName: 'ClaimedAccountConcurrency', Threshold: 800 });
  expect(alarm(own, 'function-concurrency').Threshold).toBe(80);
  expect(alarm(silent, 'function-concurrency')).toMatchObject({
    MetricName: 'ConcurrentExecutions',
    Threshold: 40,
    Dimensions: [{ Name: 'FunctionName', Value: { Ref: expect.any(String) } }],
  });
});

test('two stages in one account do not set off each other’s alarms: the API’s name, too, is the stage’s own', () => {
  const names = [prod, own].map((stage) => stage.one('AWS::ApiGateway::RestApi').Name);
  expect(new Set(names).size).toBe(2);
  const [part] = figuresOf(alarm(prod, 'api-server-errors'));
  expect(part?.Dimensions).toEqual([
    { Name: 'ApiName', Value: names[0] },
    { Name: 'Stage', Value: prod.one('AWS::ApiGateway::Stage').StageName },
  ]);
});

test('what API Gateway turned away is counted in the access log, by the field that says so', () => {
  const filter = prod.one('AWS::Logs::MetricFilter', /Throttled/);
  expect(filter.FilterPattern).toBe('{ $.errorResponseType = "THROTTLED" }');
  expect(filter.LogGroupName).toEqual({ Ref: expect.stringContaining('AccessLog') });
  const [{ Dimensions, MetricName, MetricNamespace }] = filter.MetricTransformations;
  expect(Dimensions).toEqual([{ Key: 'apiId', Value: '$.apiId' }]);
  const watched = { MetricName, Namespace: MetricNamespace, Dimensions: [{ Name: 'apiId', Value: { Ref: expect.any(String) } }] };
  expect(alarm(prod, 'api-throttled')).toMatchObject(watched);
});

describe('who hears of them', () => {
  const topic = Object.keys(prod.template.Resources).find((id) => prod.resources[id]?.Type === 'AWS::SNS::Topic') ?? '';
  const source = (name: string, account = '999900001111') => ({
    'aws:SourceAccount': account,
    'aws:SourceArn': `arn:aws:cloudwatch:eu-central-1:${account}:alarm:${name}`,
    'aws:SecureTransport': 'true',
  });
  const publish = (context: Record<string, string>) =>
    allowedByEither(
      { principal: 'cloudwatch.amazonaws.com', action: 'sns:Publish', resource: String(concrete({ Ref: topic }, prod.resources)), context },
      statementsOf(prod, 'AWS::SNS::TopicPolicy', 'PolicyDocument'),
    );
  const use = (action: string, context: Record<string, string>) =>
    allowedByKey(
      { principal: 'cloudwatch.amazonaws.com', action, resource: '*', context },
      statementsOf(prod, 'AWS::KMS::Key', 'KeyPolicy', /ServiceKey/),
      [],
    );

  test('an address, through a topic that the service key encrypts', () => {
    expect(prod.one('AWS::SNS::Subscription')).toMatchObject({
      Protocol: 'email',
      Endpoint: 'on-call@example.com',
      TopicArn: { Ref: topic },
    });
    expect(prod.one('AWS::SNS::Topic').KmsMasterKeyId['Fn::GetAtt'][0]).toContain('ServiceKey');
    for (const { AlarmActions } of alarmsOf(prod)) expect(AlarmActions).toEqual([{ Ref: topic }]);
  });

  test('the topic and its key serve the alarms of this stack in this account, over TLS', () => {
    expect(publish(source('FaceMatchProxy-prod-X'))).toBe(true);
    expect(publish(source('Another-X'))).toBe(false);
    expect(publish(source('FaceMatchProxy-prod-X', '222233334444'))).toBe(false);
    expect(publish({ ...source('FaceMatchProxy-prod-X'), 'aws:SourceAccount': '222233334444' })).toBe(false);
    expect(publish({ ...source('FaceMatchProxy-prod-X'), 'aws:SecureTransport': 'false' })).toBe(false);
    for (const action of ['kms:Decrypt', 'kms:GenerateDataKey']) {
      expect(use(action, source('FaceMatchProxy-prod-X'))).toBe(true);
      expect(use(action, source('FaceMatchProxy-prod-X', '222233334444'))).toBe(false);
      expect(use(action, { ...source('FaceMatchProxy-prod-X'), 'aws:SourceAccount': '222233334444' })).toBe(false);
      expect(use(action, {})).toBe(false);
    }
  });

  test('a topic that exists, to which the stack adds nothing', () => {
    for (const { AlarmActions } of alarmsOf(own)) expect(AlarmActions).toEqual([TOPIC]);
    expect(own.of('AWS::SNS::Topic')).toEqual([]);
    expect(own.warnings.join()).not.toContain('No one hears');
  });

  test('no one, of which production warns, and the key serves no alarm', () => {
    for (const { AlarmActions } of alarmsOf(silent)) expect(AlarmActions).toBeUndefined();
    expect(silent.warnings.join()).toContain('No one hears of an alarm');
    expect(JSON.stringify(silent.template)).not.toContain('cloudwatch.amazonaws.com');
    expect(synthesize(checked()).warnings.join()).not.toContain('No one hears');
  });

  test('all find the article in the description, as a link where the settings say where', () => {
    expect(alarm(prod, 'agent-slow').AlarmDescription).toMatch(/ What to do: docs\/runbook\.md#agent-slow$/);
    expect(alarm(own, 'agent-slow').AlarmDescription).toContain(' https://git.bank.test/proxy/main/docs/runbook.md#agent-slow');
    for (const { AlarmDescription } of alarmsOf(own)) expect(AlarmDescription.length).toBeLessThanOrEqual(1024);
  });
});

test.each<[string, Record<string, unknown>, string]>([
  ['two ways at once', { email: 'a@b.test', topicArn: TOPIC }, 'alarms.topicArn: is "arn'],
  ['to no address', { email: 'on-call' }, 'alarms.email: is "on-call"; accepted: an e-mail address'],
  ['to a topic of the form of none', { topicArn: 'on-call' }, 'alarms.topicArn: is "on-call"; accepted: the ARN of a standard SNS topic'],
  ['with a runbook behind a query', { runbookBaseUrl: 'https://git.test/?file=' }, 'alarms.runbookBaseUrl: is'],
])('settings that send them %s are refused', (_, alarms, fault) => expect(() => checked({ alarms })).toThrow(fault));

test('in another app, the firewall is watched by the name of its metric, and an alarm of that app by its row', () => {
  const stack = new Stack(testApp(), 'Bank');
  const proxy = new FaceMatchProxy(stack, 'Proxy', {
    purpose: 'development',
    agent: Agent.region('eu'),
    callers: Callers.newPool(),
    images: FaceImages.newBucket({ face: { key: 'faces/{subject}' } }),
    workflows: { passThrough: ['wf-1'] },
    corsOrigins: '*',
    notices: Notices.toTopic(TOPIC),
  });
  const [row] = ALARMS;
  if (row !== undefined) proxy.monitoring.alarms.watch({ ...row, id: 'one-more', runbook: 'docs/other.md' });
  const stage = new Synthesized(stack);
  expect(alarm(stage, 'firewall-blocks')).toMatchObject({
    Namespace: 'AWS/WAFV2',
    MetricName: 'BlockedRequests',
    Dimensions: [
      { Name: 'Region', Value: { Ref: 'AWS::Region' } },
      { Name: 'Rule', Value: 'ALL' },
      { Name: 'WebACL', Value: proxy.firewall?.metricName },
    ],
  });
  expect(alarm(stage, 'one-more')).toMatchObject({
    AlarmActions: [TOPIC],
    AlarmDescription: expect.stringContaining('docs/other.md#one-more'),
  });
});

describe('the dashboard', () => {
  const body = JSON.parse(String(concrete(prod.one('AWS::CloudWatch::Dashboard').DashboardBody, prod.resources)));

  test('has every alarm, and a graph of every figure that one looks at, but for those of the trail, which should be none', () => {
    const [{ properties }] = body.widgets.filter(({ type }: { type: string }) => type === 'alarm');
    expect(properties.alarms).toHaveLength(alarmsOf(prod).length);
    const graphs = JSON.stringify(body.widgets.filter(({ type }: { type: string }) => type === 'metric'));
    const ofTheTrail = /^FaceMatchProxy\/Audit|^AWS\/Logs|^AWS\/Events/;
    expect(
      alarmsOf(prod)
        .flatMap(figuresOf)
        .filter(({ Namespace }) => !ofTheTrail.test(Namespace))
        .filter(({ MetricName }) => !graphs.includes(MetricName)),
    ).toEqual([]);
  });

  test('is one page that begins with what it is, and shows no widget over another', () => {
    expect(body.widgets[0].properties.markdown).toMatch(/^# face-match-proxy/);
    const cells = body.widgets.flatMap(({ x, y, width, height }: Record<'x' | 'y' | 'width' | 'height', number>) =>
      Array.from({ length: width * height }, (_, at) => `${x + (at % width)},${y + Math.floor(at / width)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(cells.every((cell: string) => Number(cell.split(',')[0]) < 24)).toBe(true);
  });
});
