import { Annotations, Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Purpose } from '../config/config';
import type { AlarmsSettings, HearerSettings } from '../config/parts';
import { acknowledge } from '../foundation/acknowledgements';
import { type AlarmRow, type Bounds, RUNBOOK, SEVERITY_WORDS, type Severity } from './alarm-row';
import { ALARMS } from './alarm-table';
import { AlarmTopic } from './alarm-topic';
import type { Metrics } from './metrics';

/** A step-up check is rare: hours without a request, and so without a figure, are normal. */
const ABOVE = {
  comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  treatMissingData: TreatMissingData.NOT_BREACHING,
};
const BELOW = { comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD, treatMissingData: TreatMissingData.BREACHING };

export interface AlarmsProps {
  readonly purpose: Purpose;
  readonly settings: AlarmsSettings;
  readonly metrics: Metrics;
  readonly bounds: Omit<Bounds, 'accountConcurrency'>;
  /** Encrypts the topic. */
  readonly key: Key;
}

/** The alarms of the table, and who hears of them. */
export class Alarms extends Construct {
  private readonly props: AlarmsProps;
  /** Who hears of an alarm of each severity. @default - no one */
  readonly topics: Readonly<Record<Severity, ITopic | undefined>>;
  private readonly made: { readonly row: AlarmRow; readonly alarm: Alarm }[] = [];

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.props = props;
    this.topics = this.createTopics();
    for (const row of ALARMS) this.watch(row);
    if (this.topics.page === undefined && props.purpose === 'production') {
      Annotations.of(this).addWarningV2(
        'face-match-proxy:silent-alarms',
        'No one hears of an alarm: set alarms.email or alarms.topicArn, or look at the dashboard yourself.',
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

  /** The name of every alarm. */
  get names(): readonly string[] {
    return this.made.map(({ row }) => row.id);
  }

  /** The alarm with the name, if the stack has what it watches. */
  named(id: string): Alarm | undefined {
    return this.made.find(({ row }) => row.id === id)?.alarm;
  }

  /** Adds an alarm of another part. @returns undefined where there is nothing to watch */
  watch(row: AlarmRow): Alarm | undefined {
    const bounds: Bounds = { ...this.props.bounds, accountConcurrency: this.props.settings.accountConcurrency };
    const metric = row.metric(this.props.metrics, bounds);
    if (metric === undefined) return undefined;
    const { breaching, last } = row.of ?? { breaching: 1, last: 1 };
    const alarm = new Alarm(this, constructId(row.id), {
      alarmDescription: this.describe(row),
      metric: metric.with({ period: Duration.minutes(row.periodMinutes) }),
      threshold: row.threshold(bounds),
      datapointsToAlarm: breaching,
      evaluationPeriods: last,
      ...(row.onSilence ? BELOW : ABOVE),
    });
    this.notify(alarm, this.topics[row.severity ?? 'page']);
    this.made.push({ row, alarm });
    return alarm;
  }

  /** Of its beginning and of its end: someone who was woken hears that they may sleep. */
  private notify(alarm: Alarm, topic: ITopic | undefined): void {
    if (topic === undefined) {
      acknowledge(alarm, 'alarms-unheard');
      return;
    }
    alarm.addAlarmAction(new SnsAction(topic));
    alarm.addOkAction(new SnsAction(topic));
  }

  private describe({ id, says, firesAt, because, severity = 'page', runbook = RUNBOOK }: AlarmRow): string {
    const { runbookBaseUrl } = this.props.settings;
    const article = `${runbook}#${id}`;
    const base = runbookBaseUrl === undefined || runbookBaseUrl.endsWith('/') ? (runbookBaseUrl ?? '') : `${runbookBaseUrl}/`;
    return `${says} Fires at ${firesAt}. ${SEVERITY_WORDS[severity]} ${because} What to do: ${base}${article}`;
  }

  private createTopics(): Readonly<Record<Severity, ITopic | undefined>> {
    const { settings } = this.props;
    const page = this.createTopic('Topic', 'face-match-proxy alarms', settings);
    const tomorrow = settings.tomorrow;
    return {
      page,
      tomorrow: tomorrow === undefined ? page : this.createTopic('TomorrowTopic', 'face-match-proxy, look tomorrow', tomorrow),
    };
  }

  private createTopic(id: string, displayName: string, { email, topicArn }: HearerSettings): ITopic | undefined {
    const { key } = this.props;
    if (topicArn !== undefined) return Topic.fromTopicArn(this, `Existing${id}`, topicArn);
    return email === undefined ? undefined : new AlarmTopic(this, id, { key, email, displayName });
  }
}

/** `agent-slow` as `AgentSlow`: the generated name of the alarm is made from it, and people read that in a mail's subject. */
function constructId(id: string): string {
  return id.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
