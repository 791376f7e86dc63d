import { type Access, STRANGER } from './compliance-access';
import type { ExpectedCall } from './compliance-calls';
import { ADMINISTRATOR } from './stack-policies';

const ALARM = 'arn:aws:cloudwatch:eu-central-1:999900001111:alarm';

/** What is done to the files of the trail and to the topic of the alarms, in a stage that has both: only services write, and no one deletes. */
export function recordCalls({ record, topic, serviceKey, bucket }: Access, stack: string): ExpectedCall[] {
  const file = `${record}/AWSLogs/999900001111/CloudTrail/file.json.gz`;
  const trail = 'cloudtrail.amazonaws.com';
  const events = 'events.amazonaws.com';
  const cloudwatch = 'cloudwatch.amazonaws.com';
  const ours = { 'aws:SourceAccount': '999900001111', 'aws:SourceArn': `arn:aws:cloudtrail:eu-central-1:999900001111:trail/${stack}-x` };
  const theirs = { ...ours, 'aws:SourceArn': 'arn:aws:cloudtrail:eu-central-1:999900001111:trail/another' };
  const written = { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:PrincipalServiceName': trail };
  const alarm = { 'aws:SourceAccount': '999900001111', 'aws:SourceArn': `${ALARM}:${stack}-x` };
  const tls = { 'aws:SecureTransport': 'true' };
  const call = (who: string, action: string, on: string, allowed: boolean, context: ExpectedCall['context'] = {}): ExpectedCall => ({
    who,
    action,
    on,
    allowed,
    context,
  });
  return [
    call(trail, 's3:PutObject', file, true, { ...ours, ...written }),
    call(trail, 's3:PutObject', file, false, { ...theirs, ...written }),
    call(trail, 's3:GetBucketAcl', record, true, ours),
    call(trail, 'kms:GenerateDataKey', serviceKey, true, ours),
    call(trail, 'kms:GenerateDataKey', serviceKey, false, theirs),
    ...['s3:PutObject', 's3:UpdateObjectEncryption', 's3:DeleteObject', 's3:DeleteObjectVersion', 's3:PutObjectRetention'].flatMap(
      (action) => [ADMINISTRATOR, STRANGER].map((who) => call(who, action, file, false)),
    ),
    call(ADMINISTRATOR, 's3:UpdateObjectEncryption', `${bucket}/faces/alice`, false),
    call(cloudwatch, 'sns:Publish', topic, true, { ...alarm, ...tls }),
    call(cloudwatch, 'sns:Publish', topic, false, { ...alarm, ...tls, 'aws:SourceArn': `${ALARM}:another` }),
    call(cloudwatch, 'kms:GenerateDataKey', serviceKey, true, alarm),
    call(cloudwatch, 'kms:GenerateDataKey', serviceKey, false, { ...alarm, 'aws:SourceArn': `${ALARM}:another` }),
    call(events, 'sns:Publish', topic, true, tls),
    call(events, 'sns:Publish', topic, false, { 'aws:SecureTransport': 'false' }),
    call(events, 'sns:SetTopicAttributes', topic, false, tls),
    call(events, 'kms:GenerateDataKey', serviceKey, true, {
      'kms:EncryptionContext:aws:sns:topicArn': `arn:aws:sns:eu-central-1:999900001111:${stack}-x`,
    }),
    call(events, 'kms:GenerateDataKey', serviceKey, false, {
      'kms:EncryptionContext:aws:sns:topicArn': 'arn:aws:sns:eu-central-1:999900001111:another',
    }),
  ];
}
