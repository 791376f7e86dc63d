import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { asking } from '../failures/aws-failures';
import { findProxyFunction } from '../stage/proxy-function';
import { stackResources } from '../stage/stack-resources';
import type { Stage } from '../stage/stage';

/** How long an execution of the function uses the secret that it read, in milliseconds (lambda/agent/credentials.ts). */
const CACHED_MS = 5 * 60_000;

/** What callers met since a key was written, by the function's own metrics (docs/reference.md). They arrive a minute or two late. */
export interface Traffic {
  /** Transactions that were started with a photo since no execution uses the old key: before, a start proves nothing of the new one. */
  readonly started: number;
  /** Requests that failed because Microblink refused the key, from the moment of writing. */
  readonly refused: number;
}

/** Every metric of a stage has the name of its function in the dimension `service`. */
export async function trafficSince(stage: Stage, since: Date, until: Date, abortSignal: AbortSignal): Promise<Traffic> {
  const { name } = await findProxyFunction(stage, await stackResources(stage, abortSignal), abortSignal);
  const client = new CloudWatchClient(stage.client('cloudwatch'));
  const query = (Id: string, MetricName: string, more: Readonly<Record<string, string>>) => ({
    Id,
    MetricStat: {
      Metric: {
        Namespace: 'FaceMatchProxy',
        MetricName,
        Dimensions: Object.entries({ service: name, ...more }).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: 60,
      Stat: 'Sum',
    },
  });
  const MetricDataQueries = [query('started', 'PhotosInjected', {}), query('refused', 'Refusals', { code: 'agent-refused-credentials' })];
  const { MetricDataResults = [] } = await asking('CloudWatch, GetMetricData', () =>
    client.send(new GetMetricDataCommand({ MetricDataQueries, StartTime: since, EndTime: until }), { abortSignal }),
  );
  // Each value is of the minute that begins at its time.
  const sum = (id: string, from: number) => {
    const { Timestamps = [], Values = [] } = MetricDataResults.find(({ Id }) => Id === id) ?? {};
    return Values.reduce((total, value, at) => ((Timestamps[at]?.getTime() ?? 0) >= from ? total + value : total), 0);
  };
  return { started: sum('started', since.getTime() + CACHED_MS), refused: sum('refused', 0) };
}
