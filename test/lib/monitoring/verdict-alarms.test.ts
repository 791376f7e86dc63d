import { readConfig } from '../../../lib/config/config';
import { synthesize } from '../../support/template';

const verdicts = {
  callers: ['arn:aws:iam::999900001111:role/Backend'],
  maxAgeMinutes: 15,
  throttle: { ratePerSecond: 10, burst: 20 },
};
const asked = synthesize({ ...readConfig({ stage: 'prod' }), verdicts }, 'prod');

interface Part {
  readonly Id: string;
  readonly Expression?: string;
  readonly MetricStat?: {
    readonly Metric: { MetricName: string; Dimensions: { Name: string; Value: unknown }[] };
    Stat: string;
    Period: number;
  };
}

// biome-ignore lint/suspicious/noExplicitAny: as the template has it.
function alarm(id: string): any {
  const all = asked.of('AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
  return all.find(({ AlarmDescription }) => AlarmDescription.endsWith(`#${id}`));
}

const PER_SUM = { Statistic: 'Sum', ComparisonOperator: 'GreaterThanOrEqualToThreshold', EvaluationPeriods: 1 };

test.each<[string, string, number, number]>([
  ['unreadable-result', 'unreadable-result', 1, 300],
  ['read-credentials-refused', 'read-credentials-refused', 1, 300],
  ['verdict-of-somebody-else', 'of-somebody-else', 1, 900],
])('%s fires when verdicts with the answer %s reach %i in %i seconds', (id, answer, Threshold, Period) => {
  const Dimensions = expect.arrayContaining([{ Name: 'answer', Value: answer }]);
  expect(alarm(id)).toMatchObject({ ...PER_SUM, MetricName: 'Verdicts', Dimensions, Threshold, Period });
});

test('start-unrecorded fires at three starts that are not on record in five minutes', () => {
  expect(alarm('start-unrecorded')).toMatchObject({ ...PER_SUM, MetricName: 'StartsUnrecorded', Threshold: 3, Period: 300 });
});

test('verdict-unavailable fires at three questions in five minutes that found no verdict or made the function fail', () => {
  const { Metrics: parts, Threshold, ComparisonOperator } = alarm('verdict-unavailable');
  expect([Threshold, ComparisonOperator]).toEqual([3, 'GreaterThanOrEqualToThreshold']);
  const [sum, ...more] = parts.filter(({ Expression }: Part) => Expression !== undefined);
  const counted = parts.flatMap(({ Id, MetricStat: of }: Part) => (of === undefined ? [] : [{ Id, ...of }]));
  expect(more).toEqual([]);
  expect(sum.Expression.split(' + ').sort()).toEqual(counted.map(({ Id }: Part) => `FILL(${Id}, 0)`).sort());
  const answerOf = (dimensions: { Name: string; Value: unknown }[]) => dimensions.find(({ Name }) => Name === 'answer')?.Value;
  const what = counted.map(({ Metric, Stat, Period }: Required<Part>['MetricStat']) => [
    ...[Metric.MetricName, answerOf(Metric.Dimensions), Stat, Period],
  ]);
  expect(what).toHaveLength(4);
  expect(what).toEqual(
    expect.arrayContaining([
      ['Errors', undefined, 'Sum', 300],
      ['Verdicts', 'verdict-unavailable', 'Sum', 300],
      ['Verdicts', 'credentials-not-set', 'Sum', 300],
      ['Verdicts', 'internal', 'Sum', 300],
    ]),
  );
});

test.each([
  ['start-unrecorded', 'page'],
  ['unreadable-result', 'page'],
  ['read-credentials-refused', 'page'],
  ['verdict-unavailable', 'page'],
  ['verdict-of-somebody-else', 'look tomorrow'],
])('%s says for whom it is: %s', (id, severity) => {
  expect(alarm(id).AlarmDescription).toContain(`Severity: ${severity}.`);
});
