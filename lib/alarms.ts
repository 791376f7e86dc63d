import { Annotations, Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledgements';
import type { AlarmRow, Bounds } from './alarm-row';
import { ALARMS } from './alarm-table';
import { AlarmTopic } from './alarm-topic';
import type { Purpose } from './config';
import type { AlarmsSettings } from './config-alarms';
import type { Signals } from './signals';

/** A step-up check is rare: hours without a request, and so without a figure, are normal. */
const ABOVE = {
  comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  treatMissingData: TreatMissingData.NOT_BREACHING,
};
const BELOW = { comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD, treatMissingData: TreatMissingData.BREACHING };

export interface AlarmsProps {
  readonly purpose: Purpose;
  readonly settings: AlarmsSettings;
  readonly signals: Signals;
  readonly bounds: Omit<Bounds, 'accountConcurrency'>;
  /** Encrypts the topic. */
  readonly key: Key;
}

/** The alarms of the table, and who hears of them. */
export class Alarms extends Construct {
  private readonly props: AlarmsProps;
  /** Who hears of them. @default - nobody */
  readonly topic: ITopic | undefined;
  private readonly made: { readonly row: AlarmRow; readonly alarm: Alarm }[] = [];

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.props = props;
    this.topic = this.createTopic();
    for (const row of ALARMS) this.watch(row);
    if (this.topic === undefined && props.purpose === 'production') {
      Annotations.of(this).addWarningV2(
        'face-match-proxy:silent-alarms',
        'Nobody hears of an alarm: set alarms.email or alarms.topicArn, or look at the dashboard yourself.',
      );
    }
  }

  /** Every alarm, in the order of the table. */
  get all(): readonly Alarm[] {
    return this.made.map(({ alarm }) => alarm);
  }

  /** The alarms that a release can be the cause of. */
  get ofRelease(): readonly Alarm[] {
    return this.made.filter(({ row }) => row.rollsBack).map(({ alarm }) => alarm);
  }

  /** The alarm with the name, if the stack has what it watches. */
  named(id: string): Alarm | undefined {
    return this.made.find(({ row }) => row.id === id)?.alarm;
  }

  /** Adds an alarm of another part. @returns undefined where there is nothing to watch */
  watch(row: AlarmRow): Alarm | undefined {
    const bounds: Bounds = { ...this.props.bounds, accountConcurrency: this.props.settings.accountConcurrency };
    const signal = row.signal(this.props.signals, bounds);
    if (signal === undefined) return undefined;
    const { breaching, last } = row.of ?? { breaching: 1, last: 1 };
    const alarm = new Alarm(this, constructId(row.id), {
      alarmDescription: this.describe(row),
      metric: signal.with({ period: Duration.minutes(row.periodMinutes) }),
      threshold: row.threshold(bounds),
      datapointsToAlarm: breaching,
      evaluationPeriods: last,
      ...(row.onSilence ? BELOW : ABOVE),
    });
    if (this.topic === undefined) acknowledge(alarm, 'alarms-tell-nobody');
    else alarm.addAlarmAction(new SnsAction(this.topic));
    this.made.push({ row, alarm });
    return alarm;
  }

  private describe({ id, says, ringsAt, because, runbook = 'docs/runbook.md' }: AlarmRow): string {
    const { runbookBaseUrl } = this.props.settings;
    const article = `${runbook}#${id}`;
    const base = runbookBaseUrl === undefined || runbookBaseUrl.endsWith('/') ? (runbookBaseUrl ?? '') : `${runbookBaseUrl}/`;
    return `${says} Rings at ${ringsAt}. ${because} What to do: ${base}${article}`;
  }

  private createTopic(): ITopic | undefined {
    const { key, settings } = this.props;
    if (settings.topicArn !== undefined) return Topic.fromTopicArn(this, 'ExistingTopic', settings.topicArn);
    return settings.email === undefined ? undefined : new AlarmTopic(this, 'Topic', { key, email: settings.email });
  }
}

/** `agent-slow` as `AgentSlow`: the generated name of the alarm is made from it, and people read that in a mail's subject. */
function constructId(id: string): string {
  return id.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
