import type { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { ProxyApi } from '../api/proxy-api';
import { API_STAGE } from '../api/service-api';
import type { WatchedByRules } from '../audit/watch/rule-patterns';
import { WatchRules } from '../audit/watch/rules';
import type { Config } from '../config/config';
import type { AlarmsSettings } from '../config/parts';
import { type ProxyFunction, timeoutSeconds } from '../function/proxy-function';
import { LIVE } from '../function/service-function';
import type { AlarmRow } from './alarm-row';
import { AlarmTopic } from './alarm-topic';
import { Alarms } from './alarms';
import { Dashboard } from './dashboard';
import { Metrics } from './metrics';
import { SavedQueries, type SavedQueriesProps } from './saved-queries';
import { ThrottledRequests } from './throttled-requests';

export interface MonitoringProps {
  readonly settings: Config;
  readonly fn: ProxyFunction;
  readonly api: ProxyApi;
  /** Encrypts the alarms' topic. */
  readonly key: Key;
  /** Alarms of other parts, which know what they watch. @default - none */
  readonly more?: readonly AlarmRow[];
  /** What rules watch. @default - there is no trail of the stack, and so no rule */
  readonly watched?: WatchedByRules;
  /** The metric name in the visibility settings of the web ACL before the API. @default - there is none */
  readonly firewall?: string;
  /** Log groups of other parts, for the queries of the alarms. @default - none */
  readonly logs?: SavedQueriesProps['logs'];
  /** Name of the function that answers questions. @default - no one asks for verdicts */
  readonly verdictFunction?: string | undefined;
}

/** What shows an operator how the stack is: alarms and one dashboard over the same figures. */
export class Monitoring extends Construct {
  readonly alarms: Alarms;
  readonly metrics: Metrics;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const { settings, fn, api, key, more = [], watched, logs = {} } = props;
    this.metrics = new Metrics({
      functionName: fn.lambda.functionName,
      alias: LIVE,
      version: fn.lambda.currentVersion.version,
      apiId: api.api.restApiId,
      apiName: api.api.restApiName,
      apiStage: API_STAGE,
      firewall: props.firewall,
      verdictFunction: props.verdictFunction,
    });
    new ThrottledRequests(this, 'ThrottledRequests', api.accessLog);
    this.alarms = new Alarms(this, 'Alarms', {
      purpose: settings.purpose,
      settings: settings.alarms,
      metrics: this.metrics,
      bounds: {
        deadlineSeconds: settings.limits.deadlineSeconds,
        timeoutSeconds: timeoutSeconds(settings.limits),
        reservedConcurrency: settings.function.reservedConcurrency,
      },
      key,
    });
    for (const row of more) this.alarms.watch(row);
    if (watched !== undefined) this.watch(watched, settings.alarms);
    new SavedQueries(this, 'Queries', { alarms: this.alarms.names, logs: { ...logs, function: fn.logGroup, access: api.accessLog } });
    new Dashboard(this, 'Dashboard', { metrics: this.metrics, alarms: this.alarms, logGroup: fn.logGroup });
  }

  /** Where somebody hears of it. */
  private watch(watched: WatchedByRules, { watchers }: AlarmsSettings): void {
    const { page: topic } = this.alarms.topics;
    if (topic === undefined && watchers === undefined) return;
    if (topic instanceof AlarmTopic) topic.letRulesPublish();
    this.alarms.watch(new WatchRules(this, 'WatchRules', { watched, topicArn: topic?.topicArn, watchers }).failure);
  }
}
