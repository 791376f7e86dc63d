import { Duration, Names } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type AlarmRow, counted } from './alarm-row';
import { AUDIT_ALARMS, type AuditAlarmRow, RUNBOOK, SILENCE } from './audit-alarm-table';
import type { Watched } from './audit-patterns';

export interface AuditAlarmsProps {
  /** The trail's log group. */
  readonly logGroup: LogGroup;
  readonly watched: Watched;
}

/** What the alarms of the table look at: for each, a filter over the trail's log group that counts the events. */
export class AuditAlarms extends Construct {
  /** The alarms, in the order of the table, for whoever makes all of the stack. */
  readonly rows: readonly AlarmRow[];

  constructor(scope: Construct, id: string, { logGroup, watched }: AuditAlarmsProps) {
    super(scope, id);
    this.rows = [...AUDIT_ALARMS.map((row) => this.onEvent(row, logGroup, watched)), onSilence(logGroup)];
  }

  /** CloudTrail delivers to a log group within about five minutes, so no shorter time is looked at. */
  private onEvent({ id, says, because, pattern }: AuditAlarmRow, logGroup: LogGroup, watched: Watched): AlarmRow {
    const filter = new MetricFilter(this, id, {
      logGroup,
      // Of this stack alone, so that two stages in one account do not ring each other's alarms.
      metricNamespace: `FaceMatchProxy/Audit/${Names.uniqueResourceName(this, { maxLength: 200, separator: '-' })}`,
      metricName: id,
      filterPattern: FilterPattern.literal(pattern(watched)),
    });
    const signal = (): Metric => filter.metric({ statistic: 'Sum' });
    return { ...counted({ id, says, because, signal, count: 1, within: 5 }), runbook: RUNBOOK };
  }
}

/** A log group without events has no figure at all, not a zero. */
function onSilence({ logGroupName }: LogGroup): AlarmRow {
  const dimensionsMap = { LogGroupName: logGroupName };
  return {
    ...SILENCE,
    signal: () => new Metric({ namespace: 'AWS/Logs', metricName: 'IncomingLogEvents', dimensionsMap, statistic: 'Sum' }),
    threshold: () => 1,
    periodMinutes: Duration.days(1).toMinutes(),
    onSilence: true,
    runbook: RUNBOOK,
  };
}
