import type { Synthesized } from '../support/template';

/** A metric of CloudWatch, without the values of its dimensions. */
export interface WatchedMetric {
  readonly namespace: string;
  readonly name: string;
  /** Names, in alphabetical order. */
  readonly dimensions: readonly string[];
}

/** The properties of an alarm, as far as they say what it watches. */
interface AlarmProperties {
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
  readonly Statistic?: string;
  readonly ExtendedStatistic?: string;
  readonly Period?: number;
  readonly Threshold?: number;
  readonly DatapointsToAlarm: number;
  readonly EvaluationPeriods: number;
  readonly Metrics?: readonly {
    readonly Expression?: string;
    readonly MetricStat?: { readonly Metric: AlarmProperties; readonly Stat: string; readonly Period: number };
  }[];
}

/** What an alarm watches: metric, statistic, period and how often, in Markdown. */
export function watches(alarm: AlarmProperties): string {
  const often = alarm.EvaluationPeriods === 1 ? '' : `, ${alarm.DatapointsToAlarm} of ${alarm.EvaluationPeriods}`;
  if (alarm.Metrics === undefined) {
    return `${shown(alarm)}, ${alarm.Statistic ?? alarm.ExtendedStatistic} of ${seconds(alarm.Period)}${often}`;
  }
  const parts = alarm.Metrics.flatMap(({ MetricStat }) => (MetricStat === undefined ? [] : [MetricStat]));
  return `share of ${[...new Set(parts.map(({ Metric }) => shown(Metric)))].join(' and ')}, ${seconds(parts[0]?.Period)}${often}`;
}

/** Every metric that an alarm or the dashboard reads, once. */
export function watchedMetrics(stage: Synthesized): WatchedMetric[] {
  const alarms = stage
    .of('AWS::CloudWatch::Alarm')
    .flatMap(([, { Properties }]) => [
      Properties as AlarmProperties,
      ...((Properties as AlarmProperties).Metrics ?? []).flatMap(({ MetricStat }) => (MetricStat === undefined ? [] : [MetricStat.Metric])),
    ]);
  const found = alarms.flatMap(({ Namespace, MetricName, Dimensions = [] }): WatchedMetric[] =>
    MetricName === undefined
      ? []
      : [{ namespace: namespaceInWords(Namespace ?? ''), name: MetricName, dimensions: Dimensions.map(({ Name }) => Name).sort() }],
  );
  const once = new Map([...found, ...onDashboard(stage)].map((metric) => [`${metric.namespace} ${metric.name}`, metric]));
  return [...once].toSorted(([one], [other]) => one.localeCompare(other)).map(([, metric]) => metric);
}

/** Metrics of the dashboard's graphs: namespace, name, then dimensions in pairs, then how they are drawn. */
function onDashboard(stage: Synthesized): WatchedMetric[] {
  const body = stage.one('AWS::CloudWatch::Dashboard').DashboardBody;
  const text =
    typeof body === 'string' ? body : body['Fn::Join'][1].map((part: unknown) => (typeof part === 'string' ? part : 'x')).join('');
  const widgets: readonly { readonly properties?: { readonly metrics?: readonly unknown[][] } }[] = JSON.parse(text).widgets;
  const lines = widgets.flatMap(({ properties }) => properties?.metrics ?? []);
  return lines.flatMap((line): WatchedMetric[] => {
    const words = line.filter((part): part is string => typeof part === 'string');
    const [namespace = '', name = '', ...pairs] = words;
    return words.length < 2
      ? []
      : [{ namespace: namespaceInWords(namespace), name, dimensions: pairs.filter((_, at) => at % 2 === 0).sort() }];
  });
}

/** The trail's metrics are in a namespace that ends with a name which CDK makes. */
function namespaceInWords(namespace: string): string {
  return namespace.replace(/^(FaceMatchProxy\/Audit\/).+/, '$1<stack>');
}

function shown({ Namespace = '', MetricName = '', Dimensions = [] }: AlarmProperties): string {
  const values = Dimensions.filter(({ Value }) => typeof Value === 'string' && /^[a-z-]+$/.test(Value)).map(
    ({ Name, Value }) => `${Name}=${Value}`,
  );
  return `\`${namespaceInWords(Namespace)} ${MetricName}${values.length === 0 ? '' : ` ${values.join(' ')}`}\``;
}

function seconds(period = 0): string {
  return period % 3600 === 0 ? `${period / 3600} h` : `${period / 60} min`;
}
