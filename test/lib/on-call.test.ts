import { ALARM_QUERIES } from '../../lib/monitoring/alarm-queries';
import { ALARMS } from '../../lib/monitoring/alarm-table';
import { concrete } from '../support/stack-policies';
import { checked, type Synthesized, synthesize, synthesizeStage } from '../support/template';

const [PAGE, TEAM] = ['on-call', 'team'].map((name) => `arn:aws:sns:eu-central-1:999900001111:${name}`);
const trail = { auditTrail: { trail: 'on' } };
const prod = synthesizeStage('prod');
const apart = synthesize(checked({ ...trail, alarms: { topicArn: PAGE, tomorrow: { topicArn: TEAM } } }));
const byMail = synthesize(checked({ ...trail, alarms: { email: 'on-call@bank.test', tomorrow: { email: 'team@bank.test' } } }));

const alarmsOf = (stage: Synthesized) => stage.of('AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
const idOf = ({ AlarmDescription }: { AlarmDescription: string }): string => AlarmDescription.split('#').at(-1) ?? '';
const severityOf = ({ AlarmDescription }: { AlarmDescription: string }) => /Severity: (page|look tomorrow)\./.exec(AlarmDescription)?.[1];

describe('someone on call', () => {
  test('gets a message when an alarm is over, in the same way as at its beginning', () => {
    for (const stage of [prod, apart, byMail]) {
      for (const { AlarmActions, OKActions } of alarmsOf(stage)) {
        expect(OKActions).toEqual(AlarmActions);
        expect(OKActions).toHaveLength(1);
      }
    }
  });

  test('is woken by what cannot wait, and by nothing that one caller can cause or that happens to one', () => {
    for (const alarm of alarmsOf(apart)) {
      expect([idOf(alarm), alarm.AlarmActions]).toEqual([idOf(alarm), [severityOf(alarm) === 'page' ? PAGE : TEAM]]);
    }
    const waiting = alarmsOf(apart).filter((alarm) => severityOf(alarm) === 'look tomorrow');
    expect(waiting.map(idOf).sort()).toEqual([
      ...['agent-slow', 'audit-trail-silent', 'client-supplied-faces', 'face-unusable', 'firewall-blocks', 'function-errors'],
      ...['function-near-timeout', 'identity-mismatches', 'internal-errors', 'new-version-errors', 'secret-changed'],
      ...['too-many-attempts', 'watch-rules-fail'],
    ]);
  });

  test('gets both kinds where only one way is named', () => {
    const [topic] = prod.of('AWS::SNS::Topic').map(([id]) => id);
    expect(new Set(alarmsOf(prod).map(severityOf))).toEqual(new Set(['page', 'look tomorrow']));
    for (const { AlarmActions } of alarmsOf(prod)) expect(AlarmActions).toEqual([{ Ref: topic }]);
  });

  test('has a separate mail for each kind, through topics of the same protection, whose sender says which', () => {
    const topics = byMail.of('AWS::SNS::Topic').map(([, { Properties }]) => Properties);
    expect(topics.map(({ DisplayName }) => DisplayName)).toEqual(['face-match-proxy alarms', 'face-match-proxy, look tomorrow']);
    for (const { KmsMasterKeyId } of topics) expect(KmsMasterKeyId['Fn::GetAtt'][0]).toContain('ServiceKey');
    expect(byMail.of('AWS::SNS::Subscription').map(([, { Properties }]) => Properties.Endpoint)).toEqual([
      'on-call@bank.test',
      'team@bank.test',
    ]);
    const policies = byMail.of('AWS::SNS::TopicPolicy').map(([, { Properties }]) => Properties.PolicyDocument.Statement);
    const publishing = policies.map((statements) => statements.filter(({ Sid }: { Sid: string }) => Sid === 'AlarmsPublish'));
    expect(publishing.map((statements) => statements.length)).toEqual([1, 1]);
    const sids = byMail.one('AWS::KMS::Key', /ServiceKey/).KeyPolicy.Statement.map(({ Sid }: { Sid?: string }) => Sid);
    expect(sids.filter((sid: string) => sid === 'AlarmsUseTheTopic')).toHaveLength(1);
  });

  test('whose second topic is watched like the first', () => {
    const patterns = apart.of('AWS::Logs::MetricFilter').map(([, { Properties }]) => String(concrete(Properties.FilterPattern, {})));
    for (const arn of [PAGE, TEAM]) expect(patterns.filter((pattern) => pattern.includes(`"${arn}*"`)).length).toBeGreaterThan(0);
    expect(JSON.stringify(apart.of('AWS::Events::Rule').map(([, { Properties }]) => Properties.EventPattern))).toContain(TEAM);
  });

  test.each<[string, object, string]>([
    ['that name no one for what cannot wait', { tomorrow: { email: 'team@bank.test' } }, 'alarms.tomorrow: '],
    [
      'that name two ways',
      { email: 'a@b.test', tomorrow: { email: 'team@bank.test', topicArn: TEAM } },
      'exactly one of "email", "topicArn"',
    ],
    ['that name no way', { email: 'a@b.test', tomorrow: {} }, 'exactly one of "email", "topicArn"'],
    ['with a misspelt way', { email: 'a@b.test', tomorrow: { mail: 'x' } }, 'only the members email, topicArn'],
  ])('is not left to settings %s', (_, alarms, fault) => expect(() => checked({ alarms })).toThrow(fault));
});

describe('the query of an alarm', () => {
  const queries = (stage: Synthesized) => stage.of('AWS::Logs::QueryDefinition').map(([, { Properties }]) => Properties);
  const groups = {
    function: /FunctionLog/,
    access: /AccessLog/,
    firewall: /FirewallLog/,
    trail: /AuditTrailLog/,
    verdict: /VerdictsFunctionLog/,
  };

  test('is saved in the account under the name of stack and alarm, with the log group that it reads', () => {
    const saved = new Map(queries(prod).map((query) => [query.Name, query]));
    const expected = Object.keys(ALARM_QUERIES).filter((id) => alarmsOf(prod).some((alarm) => idOf(alarm) === id));
    expect([...saved.keys()].sort()).toEqual(expected.map((id) => `FaceMatchProxy-prod/${id}`).sort());
    for (const id of expected) {
      const { QueryString, LogGroupNames } = saved.get(`FaceMatchProxy-prod/${id}`) ?? {};
      const { log = 'function', lines = [] } = ALARM_QUERIES[id] ?? {};
      expect(QueryString).toBe(lines.join('\n| '));
      expect(LogGroupNames).toEqual([{ Ref: expect.stringMatching(groups[log]) }]);
      expect(prod.template.Resources[LogGroupNames[0].Ref].Type).toBe('AWS::Logs::LogGroup');
    }
  });

  test('is there for each alarm of the table but those that look at a metric alone', () => {
    expect(ALARMS.map(({ id }) => id).filter((id) => ALARM_QUERIES[id] === undefined)).toEqual([
      'function-throttled',
      'function-concurrency',
    ]);
  });

  test('is not there where the stack has no such log', () => {
    const bare = synthesize(checked({ api: { firewall: { mode: 'off-and-the-api-open-to-floods' } } }));
    expect(
      queries(bare)
        .map(({ Name }) => Name)
        .filter((name) => /firewall|photo-read/.test(name)),
    ).toEqual([]);
    expect(queries(bare).length).toBeGreaterThan(15);
  });
});
