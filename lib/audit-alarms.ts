import { Duration, Names } from 'aws-cdk-lib';
import { Alarm, type AlarmProps, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { AUDIT_ALARMS, type AuditAlarmRow, RUNBOOK, SILENCE } from './audit-alarm-table';
import type { Watched } from './audit-patterns';

/** CloudTrail delivers to a log group within about five minutes; the alarm looks at as long a time at once. */
const PERIOD = Duration.minutes(5);

export interface AuditAlarmsProps {
  /** The trail's log group. */
  readonly logGroup: LogGroup;
  readonly watched: Watched;
}

/** The alarms of the table over the trail's log group: a filter counts the events, an alarm rings at the first. */
export class AuditAlarms extends Construct {
  /** Every alarm, in the order of the table; whoever is to hear of them adds an action to each. */
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, { logGroup, watched }: AuditAlarmsProps) {
    super(scope, id);
    this.alarms = [...AUDIT_ALARMS.map((row) => this.onEvent(row, logGroup, watched)), this.onSilence(logGroup)];
  }

  private onEvent({ id, says, because, pattern }: AuditAlarmRow, logGroup: LogGroup, watched: Watched): Alarm {
    const filter = new MetricFilter(this, `${constructId(id)}Events`, {
      logGroup,
      // Of this stack alone, so that two stages in one account do not ring each other's alarms.
      metricNamespace: `FaceMatchProxy/Audit/${Names.uniqueResourceName(this, { maxLength: 200, separator: '-' })}`,
      metricName: id,
      filterPattern: FilterPattern.literal(pattern(watched)),
    });
    return this.alarm(id, {
      alarmDescription: describe(id, `${says} Rings at the first event within 5 minutes. ${because}`),
      metric: filter.metric({ statistic: 'Sum', period: PERIOD }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  /** A log group without events has no figure at all, not a zero. */
  private onSilence(logGroup: LogGroup): Alarm {
    return this.alarm(SILENCE.id, {
      alarmDescription: describe(SILENCE.id, `${SILENCE.says} ${SILENCE.because}`),
      metric: new Metric({
        namespace: 'AWS/Logs',
        metricName: 'IncomingLogEvents',
        dimensionsMap: { LogGroupName: logGroup.logGroupName },
        statistic: 'Sum',
        period: Duration.days(1),
      }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
    });
  }

  private alarm(id: string, props: Omit<AlarmProps, 'evaluationPeriods'>): Alarm {
    return new Alarm(this, constructId(id), { ...props, evaluationPeriods: 1 });
  }
}

function describe(id: string, text: string): string {
  return `${text} What to do: ${RUNBOOK}#${id}`;
}

/** `key-changed` as `KeyChanged`: the generated name of the alarm is made from it. */
function constructId(id: string): string {
  return id.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
