import { CloudWatchClient, DescribeAlarmsCommand, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { ListSubscriptionsByTopicCommand, SNSClient, type Subscription } from '@aws-sdk/client-sns';
import { asking } from '../../failures/aws-failures';
import type { StackResource } from '../../stage/stack-resources';
import type { Stage } from '../../stage/stage';

const MOST_NAMES = 100;

/** Names of the alarms that the stack made. */
export function alarmNames(resources: readonly StackResource[]): string[] {
  return resources.filter(({ type }) => type === 'AWS::CloudWatch::Alarm').map(({ physicalId }) => physicalId);
}

/** Those of them that are there. */
export async function stackAlarms(stage: Stage, names: readonly string[], abortSignal: AbortSignal): Promise<MetricAlarm[]> {
  const client = new CloudWatchClient(stage.client('cloudwatch'));
  const found: MetricAlarm[] = [];
  for (let at = 0; at < names.length; at += MOST_NAMES) {
    const AlarmNames = names.slice(at, at + MOST_NAMES);
    const { MetricAlarms = [] } = await asking('CloudWatch, DescribeAlarms', () =>
      client.send(new DescribeAlarmsCommand({ AlarmNames, MaxRecords: MOST_NAMES }), { abortSignal }),
    );
    found.push(...MetricAlarms);
  }
  return found;
}

/** ARNs of the topics that alarms publish to. */
export function topicsOf(alarms: readonly MetricAlarm[]): string[] {
  return [...new Set(alarms.flatMap(({ AlarmActions = [] }) => AlarmActions).filter((arn) => arn.startsWith('arn:aws:sns:')))];
}

/** Subscriptions of a topic that somebody confirmed. */
export async function confirmedSubscriptions(stage: Stage, TopicArn: string, abortSignal: AbortSignal): Promise<Subscription[]> {
  const client = new SNSClient(stage.client('sns'));
  const { Subscriptions = [] } = await asking(`SNS, ListSubscriptionsByTopic of ${TopicArn}`, () =>
    client.send(new ListSubscriptionsByTopicCommand({ TopicArn }), { abortSignal }),
  );
  return Subscriptions.filter(({ SubscriptionArn = '' }) => SubscriptionArn.startsWith('arn:'));
}
