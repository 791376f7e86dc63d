import { regionalArn } from '../arn';
import { integer, oneOf, ROLE_ARN, strictObject } from '../values';

/** Where the audit lines go on to: one of the four that a subscription of CloudWatch Logs knows. */
export const auditLines = strictObject({
  stream: regionalArn('kinesis', 'stream/[A-Za-z0-9_.-]{1,128}', 'a Kinesis data stream', 'stream/<name>')
    .optional()
    .describe('A Kinesis data stream.'),
  firehose: regionalArn('firehose', 'deliverystream/[A-Za-z0-9_.-]{1,64}', 'a Firehose stream', 'deliverystream/<name>')
    .optional()
    .describe('A Firehose stream.'),
  function: regionalArn('lambda', 'function:[A-Za-z0-9_-]{1,140}(?::[A-Za-z0-9_-]{1,128})?', 'a function', 'function:<name>')
    .optional()
    .describe('A Lambda function of this account and region.'),
  destination: regionalArn('logs', 'destination:[^:*]{1,512}', 'a destination of CloudWatch Logs', 'destination:<name>')
    .optional()
    .describe('A destination of CloudWatch Logs, by which another account gets lines.'),
}).describe('Where the function’s lines of type "audit" also go: one of the four, in the region of the stack. Default: nowhere.');

/** The default of `auditTrail.trail`: on where it is required. */
export const TRAIL_BY_DEFAULT = { production: 'on', development: 'off', 'throw-away': 'off' } as const;

export const auditTrail = strictObject({
  trail: oneOf('on', 'off', 'off-because-an-organisation-trail-covers-this-bucket')
    .optional()
    .describe(
      'Whether a trail of the stack records who read or changed a photo, invoked the function, or changed a policy. "off" is refused in production. Default: "on" in production, else "off".',
    ),
  retentionDays: integer(90, 3653, 'days')
    .default(1095)
    .describe('Days for which the trail’s files are kept and locked. They can be searched for logs.retentionDays.'),
  lock: oneOf('governance', 'compliance-which-nobody-can-undo')
    .default('governance')
    .describe(
      'Who could delete a file of the trail too early: a role with a right that the bucket denies to all, or no one, not even the root user. Not with purpose "throw-away", which locks nothing.',
    ),
  replacedPhotos: oneOf('alarm', 'counted-without-an-alarm')
    .default('alarm')
    .describe('Whether an alarm fires when a role of operators.replace overwrites a photo.'),
  erasedPhotos: oneOf('alarm', 'counted-without-an-alarm')
    .default('counted-without-an-alarm')
    .describe(
      'Whether an alarm fires when a photo or a version of one is deleted, after which another can be enrolled. Erasing is a duty, so the alarm is your choice.',
    ),
  deploymentRole: ROLE_ARN.optional().describe(
    'The role with which CloudFormation deploys, if the app’s synthesizer names none: its changes fire no alarm. Default: the synthesizer’s; without either, each deployment fires alarms.',
  ),
  linesTo: auditLines.optional(),
})
  .prefault({})
  .describe('The record of who touched a photo.');
