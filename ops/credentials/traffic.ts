import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { NAMESPACE } from '../../contract/metrics';
import { asking } from '../failures/aws-failures';
import { findProxyFunction } from '../stage/functions/proxy-function';
import { findVerdictFunction } from '../stage/functions/verdict-function';
import { stackResources } from '../stage/stack-resources';
import type { Stage } from '../stage/stage';
import type { Purpose } from './key-use';

/** How long an execution of the function uses the secret that it read, in milliseconds (lambda/agent/credentials.ts). */
const CACHED_MS = 5 * 60_000;

/** What the function of a key met since it was written, by its own metrics (docs/reference.md). They arrive a minute or two late. */
export interface Traffic {
  /** Transactions that were started with a photo, or read, since no execution uses the old key: before, none proves anything of the new one. */
  readonly served: number;
  /** Requests that failed because Microblink refused the key, from the moment of writing. */
  readonly refused: number;
}

/** One metric, without the function's name. */
type Metric = readonly [name: string, dimensions: Readonly<Record<string, string>>];

/** Answers to a question that Microblink was read for. */
const READ = ['yes', 'rejected', 'failed', 'unknown-status', 'gone', 'not-finished', 'in-review'];

const METRICS: Readonly<Record<Purpose, { readonly served: readonly Metric[]; readonly refused: Metric }>> = {
  starting: { served: [['PhotosInjected', {}]], refused: ['Refusals', { code: 'agent-refused-credentials' }] },
  reading: { served: READ.map((answer) => ['Verdicts', { answer }]), refused: ['Verdicts', { answer: 'read-credentials-refused' }] },
};

/** Every metric of a stage has the name of its function in the dimension `service`. */
export async function trafficSince(
  stage: Stage,
  purpose: Purpose,
  { since, until }: { readonly since: Date; readonly until: Date },
  abortSignal: AbortSignal,
): Promise<Traffic> {
  const find = purpose === 'starting' ? findProxyFunction : findVerdictFunction;
  const { name } = await find(stage, await stackResources(stage, abortSignal), abortSignal);
  const client = new CloudWatchClient(stage.client('cloudwatch'));
  const query = (Id: string, [MetricName, more]: Metric) => ({
    Id,
    MetricStat: {
      Metric: {
        Namespace: NAMESPACE,
        MetricName,
        Dimensions: Object.entries({ service: name, ...more }).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: 60,
      Stat: 'Sum',
    },
  });
  const { served, refused } = METRICS[purpose];
  const MetricDataQueries = [...served.map((metric, at) => query(`served${at}`, metric)), query('refused', refused)];
  const { MetricDataResults = [] } = await asking('CloudWatch, GetMetricData', () =>
    client.send(new GetMetricDataCommand({ MetricDataQueries, StartTime: since, EndTime: until }), { abortSignal }),
  );
  // Each value is of the minute that begins at its time.
  const sum = (id: string, from: number) => {
    const { Timestamps = [], Values = [] } = MetricDataResults.find(({ Id }) => Id === id) ?? {};
    return Values.reduce((total, value, at) => ((Timestamps[at]?.getTime() ?? 0) >= from ? total + value : total), 0);
  };
  const usesNew = since.getTime() + CACHED_MS;
  return { served: served.reduce((total, _, at) => total + sum(`served${at}`, usesNew), 0), refused: sum('refused', 0) };
}
