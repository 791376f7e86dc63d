import { EMAIL, EVENT_BUS_ARN, integer, oneOf, RUNBOOK_URL, strictObject, TOPIC_ARN } from '../values';

/** Who hears of a change of the alarms themselves. A way that does not fail with the first one: another topic, or another account. */
export const watchers = strictObject({
  topicArn: TOPIC_ARN.optional().describe(
    'A second SNS topic, of the account and region of the stack. Its policy, and that of its key, must let events.amazonaws.com publish.',
  ),
  eventBusArn: EVENT_BUS_ARN.optional().describe(
    'The event bus of another account, in the region of the stack. Its policy must let this account put events.',
  ),
}).describe(
  'A further receiver of changes of what watches the stack: its alarms, rules, topic, trail and their logs. One of the two. Default: only the receivers of alarms.',
);

/** Who hears of the alarms that wake no one. */
export const tomorrow = strictObject({
  email: EMAIL.optional().describe(
    'Address, through a separate encrypted topic. It must confirm the subscription. Either this or topicArn.',
  ),
  topicArn: TOPIC_ARN.optional().describe(
    'An existing SNS topic, in the region of the stack. Its policy, and that of its key, must let CloudWatch publish.',
  ),
}).describe(
  'Receiver of the alarms that can wait until the next working day; the others go to email or topicArn. One of the two. Default: all go there.',
);

export const alarms = strictObject({
  email: EMAIL.optional().describe(
    'Address that alarms are sent to, through an encrypted topic of the stack. It must confirm the subscription. Either this or topicArn. Default: no one.',
  ),
  topicArn: TOPIC_ARN.optional().describe(
    'An existing SNS topic, in the region of the stack. Its policy, and that of its key, must let CloudWatch publish, and events.amazonaws.com where the stack has a trail. Default: none.',
  ),
  tomorrow: tomorrow.optional(),
  watchers: watchers.optional(),
  runbookBaseUrl: RUNBOOK_URL.optional().describe(
    'Where your people read this repository, so that the link in an alarm opens: the address above docs/runbook.md. Default: the path alone.',
  ),
  accountConcurrency: integer(10, 1_000_000, 'concurrent executions')
    .default(1000)
    .describe('Quota "Concurrent executions" of Lambda in the account and region; a new account has less. An alarm fires at 80 %.'),
})
  .prefault({})
  .describe('The alarms, which are always there: their receivers.');

/**
 * How a new version takes over. Linear before canary, where there is little traffic: ten per cent of a few step-up checks an hour may be none,
 * while the growing share of a linear rollout reaches some before it is complete.
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
    'How a new version of the function takes over. An alarm can roll back only while both versions serve; ten per cent of little traffic may be none, so prefer linear to canary.',
  );
