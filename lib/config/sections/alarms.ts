import type { z } from 'zod';
import { EMAIL, EVENT_BUS_ARN, integer, oneOf, RUNBOOK_URL, strictObject, TOPIC_ARN } from '../values';

/** Who hears of a change of the alarms themselves. A way that does not end with the first one: another topic, or another account. */
export const watchers = strictObject({
  topicArn: TOPIC_ARN.optional().describe(
    'A second SNS topic, of the account and region of the stack. Its policy, and that of its key, must let events.amazonaws.com publish.',
  ),
  eventBusArn: EVENT_BUS_ARN.optional().describe(
    'The event bus of another account, in the region of the stack. Its policy must let this account put events.',
  ),
}).describe(
  'Who else hears when what watches the stack is changed: its alarms, rules, topic, trail and their logs. One of the two. Default: only the receivers of alarms.',
);

/** Who hears of the alarms that wake no one. */
export const tomorrow = strictObject({
  email: EMAIL.optional().describe(
    'Address, through a separate encrypted topic. It must confirm the subscription. Either this or topicArn.',
  ),
  topicArn: TOPIC_ARN.optional().describe(
    'An SNS topic that you have already, in the region of the stack. Its policy, and that of its key, must let CloudWatch publish.',
  ),
}).describe(
  'Who hears of the alarms that can wait until the next working day; those that cannot go to email or topicArn. One of the two. Default: all go there.',
);

export const alarms = strictObject({
  email: EMAIL.optional().describe(
    'Address that alarms are sent to, through an encrypted topic of the stack. It must confirm the subscription. Either this or topicArn. Default: no one.',
  ),
  topicArn: TOPIC_ARN.optional().describe(
    'An SNS topic that you have already, in the region of the stack. Its policy, and that of its key, must let CloudWatch publish, and events.amazonaws.com where the stack has a trail. Default: none.',
  ),
  tomorrow: tomorrow.optional(),
  watchers: watchers.optional(),
  runbookBaseUrl: RUNBOOK_URL.optional().describe(
    'Where your people read this repository, so that the link in an alarm opens: the address under which docs/runbook.md stands. Default: the path alone.',
  ),
  accountConcurrency: integer(10, 1_000_000, 'concurrent executions')
    .default(1000)
    .describe('Quota "Concurrent executions" of Lambda in the account and region; a new account has less. An alarm fires at 80 %.'),
})
  .prefault({})
  .describe('The alarms, which are always there: who hears of them.');

/**
 * How a new version takes over. Linear before canary, where there is little traffic: ten per cent of a few step-up checks an hour may be no one,
 * while the growing share of a linear rollout meets somebody before it is whole.
 */
export const rollout = oneOf(
  'all-at-once',
  'linear-10-percent-every-minute',
  'linear-10-percent-every-2-minutes',
  'linear-10-percent-every-3-minutes',
  'linear-10-percent-every-10-minutes',
  'canary-10-percent-for-5-minutes',
  'canary-10-percent-for-10-minutes',
  'canary-10-percent-for-15-minutes',
  'canary-10-percent-for-30-minutes',
)
  .default('all-at-once')
  .describe(
    'How a new version of the function takes over. Only while both versions serve can an alarm roll back; ten per cent of little traffic may be no one, so prefer linear to canary.',
  );

export type AlarmsSettings = z.output<typeof alarms>;
/** An address or a topic. */
export type HearerSettings = z.output<typeof tomorrow>;
export type WatchersSettings = z.output<typeof watchers>;
export type AlarmsOptions = z.input<typeof alarms>;
export type Pace = z.output<typeof rollout>;
