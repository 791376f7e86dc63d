import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { asking } from '../aws-failures';
import { findProxyFunction } from '../proxy-function';
import { stackResources } from '../stack-resources';
import type { Stage } from '../stage';

/** What callers met since a moment, by the function's own metrics (docs/logs.md). They arrive a minute or two late. */
export interface Traffic {
  /** Transactions that were started with a photo. */
  readonly started: number;
  /** Requests that failed because Microblink refused the key. */
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
  const sum = (id: string) => (MetricDataResults.find(({ Id }) => Id === id)?.Values ?? []).reduce((total, value) => total + value, 0);
  return { started: sum('started'), refused: sum('refused') };
}
