import type { Synthesized } from '../../../test/support/template';

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
  readonly Metrics?: readonly {
    readonly MetricStat?: { readonly Metric: AlarmProperties };
  }[];
}

/** The names of the metrics that an alarm watches. */
export function watches({ MetricName, Metrics = [] }: AlarmProperties): string[] {
  const parts = Metrics.flatMap(({ MetricStat }) => (MetricStat === undefined ? [] : [MetricStat.Metric]));
  return [...new Set([MetricName, ...parts.map((part) => part.MetricName)].filter((name) => name !== undefined))];
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
