import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { type Finding, fail, pass, skipped, warning } from '../../failures/finding';
import { quoted } from '../../stage/shell';
import type { Stage } from '../../stage/stage';
import type { Patient } from '../patient';
import { revertDrift } from '../repair';
import { alarmNames, confirmedSubscriptions, topicsOf } from './stack-alarms';

/** Whether an alarm that fires reaches somebody. */
export async function checkAlarms({ stage, resources, alarms: stackAlarms, signal }: Patient): Promise<Finding> {
  const found = await stage();
  if (found.isLocal) return skipped('The local stack has no alarms.');
  const [names, alarms] = [alarmNames(await resources()), await stackAlarms()];
  const silent = alarms.filter(({ ActionsEnabled }) => ActionsEnabled === false).map(({ AlarmName }) => AlarmName);
  if (alarms.length < names.length)
    return fail(`${names.length - alarms.length} of ${names.length} alarms of the stack are not there.`, `${revertDrift(found)}.`);
  if (silent.length > 0)
    return fail(
      `Somebody silenced ${silent.length} alarms: ${silent.join(', ')}.`,
      `aws cloudwatch enable-alarm-actions ${found.where} --alarm-names ${silent.map((name) => quoted(name ?? '')).join(' ')}`,
    );
  const topics = topicsOf(alarms);
  if (topics.length === 0)
    return warning(
      `${alarms.length} alarms, and no one hears them: they are seen in the console only.`,
      'Set "alarms.email" or "alarms.topicArn" in the file of the stage, and deploy.',
    );
  return sayTopics(found, topics, alarms, signal);
}

async function sayTopics(
  stage: Stage,
  topics: readonly string[],
  alarms: readonly MetricAlarm[],
  abortSignal: AbortSignal,
): Promise<Finding> {
  let confirmed = 0;
  // Each by itself: a receiver of what can wait does not get what cannot.
  const deaf: string[] = [];
  for (const topic of topics) {
    const here = (await confirmedSubscriptions(stage, topic, abortSignal)).length;
    if (here === 0) deaf.push(topic);
    confirmed += here;
  }
  if (deaf.length > 0)
    return fail(
      `${alarms.filter(({ AlarmActions = [] }) => AlarmActions.some((arn) => deaf.includes(arn))).length} alarms go to ${deaf.join(', ')}, where no one has confirmed a subscription.`,
      'Open the mail "AWS Notification - Subscription Confirmation" and follow its link, or subscribe another address.',
    );
  const firing = alarms.filter(({ StateValue }) => StateValue === 'ALARM').map(({ AlarmName }) => AlarmName);
  if (firing.length > 0) return warning(`In ALARM now: ${firing.join(', ')}.`, 'docs/runbook.md has an article for each.');
  return pass(`${alarms.length} alarms, none in ALARM; ${confirmed} confirmed subscription${confirmed === 1 ? '' : 's'}.`);
}
