import { Duration, Names } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { AuditTrailSettings } from '../config/parts';
import { type AlarmRow, counted } from '../monitoring/alarm-row';
import { AUDIT_ALARMS, type AuditAlarmRow, SILENCE, type Watched } from './alarm-table';

export interface AuditAlarmsProps {
  /** The trail's log group. */
  readonly logGroup: LogGroup;
  readonly watched: Watched;
  /** Which of them fire. */
  readonly settings: AuditTrailSettings;
}

/** What the alarms of the table look at: for each, filters over the trail's log group that count its events. */
export class AuditAlarms extends Construct {
  /** Those that fire, in the order of the table, for code that makes all alarms of the stack. */
  readonly rows: readonly AlarmRow[];

  constructor(scope: Construct, id: string, { logGroup, watched, settings }: AuditAlarmsProps) {
    super(scope, id);
    const firing = AUDIT_ALARMS.flatMap((row) => {
      const counts = this.count(row, row.patterns(watched), logGroup);
      return counts === undefined || row.fires?.(settings) === false ? [] : [onEvent(row, counts)];
    });
    this.rows = [...firing, onSilence(logGroup)];
  }

  /** One metric, to which each filter adds. */
  private count({ id }: AuditAlarmRow, patterns: readonly string[], logGroup: LogGroup): MetricFilter | undefined {
    const filters = patterns.map(
      (pattern, at) =>
        new MetricFilter(this, at === 0 ? id : `${id}-${at + 1}`, {
          logGroup,
          // Of this stack alone, so that two stages in one account do not set off each other's alarms.
          metricNamespace: `FaceMatchProxy/Audit/${Names.uniqueResourceName(this, { maxLength: 200, separator: '-' })}`,
          metricName: id,
          filterPattern: FilterPattern.literal(pattern),
        }),
    );
    return filters[0];
  }
}

/** CloudTrail delivers to a log group within about five minutes, so no shorter time is looked at. */
function onEvent({ id, says, because, severity }: AuditAlarmRow, filter: MetricFilter): AlarmRow {
  const metric = (): Metric => filter.metric({ statistic: 'Sum' });
  return counted({ id, says, because, severity, metric, count: 1, within: 5 });
}

/** A log group without events has no figure at all, not a zero. */
function onSilence({ logGroupName }: LogGroup): AlarmRow {
  const dimensionsMap = { LogGroupName: logGroupName };
  return {
    ...SILENCE,
    metric: () => new Metric({ namespace: 'AWS/Logs', metricName: 'IncomingLogEvents', dimensionsMap, statistic: 'Sum' }),
    threshold: () => 1,
    periodMinutes: Duration.days(1).toMinutes(),
    onSilence: true,
  };
}
