import { FilterPattern, type LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { API_THROTTLED, NAMESPACE } from '../../contract/metrics';

/**
 * Counts what API Gateway turned away as too many. Its own metrics know no 429, only all errors of 400 to 499 together ("Amazon API Gateway
 * dimensions and metrics"), so they are counted in the access log, under the id of the API that each line carries.
 */
export class ThrottledRequests extends MetricFilter {
  constructor(scope: Construct, id: string, accessLog: LogGroup) {
    super(scope, id, {
      logGroup: accessLog,
      filterPattern: FilterPattern.stringValue('$.errorResponseType', '=', 'THROTTLED'),
      metricNamespace: NAMESPACE,
      metricName: API_THROTTLED,
      metricValue: '1',
      dimensions: { apiId: '$.apiId' },
    });
  }
}
