import { all, any, from, is, isNot, pattern } from '../foundation/filter-pattern';

/** What an event of CloudTrail on photos, keys, buckets, the trail and the log groups looks like when it is worth an alarm. */

/** Names and ARNs of this stack. */
export interface WatchedRecords {
  /** The unique id of the function's role, which no role has that is made under its name later. */
  readonly functionRoleId: string;
  /** The roles that may overwrite a photo. */
  readonly replacerRoleArns: readonly string[];
  readonly photoBucket: string;
  readonly photoKeyArn: string;
  readonly serviceKeyArn: string;
  /** Of the trail's files, and of the access log, if there is one. */
  readonly recordBuckets: readonly string[];
  readonly trailName: string;
  readonly auditLogGroup: string;
  readonly functionLogGroup: string;
  /** Of the function that answers questions. @default - no one asks for verdicts */
  readonly verdictLogGroup?: string | undefined;
}

/** Each way to a photo's bytes, or to the knowledge that there is one. A copy to any place counts as a read. */
const READS = ['GetObject*', 'HeadObject', 'SelectObjectContent', 'CopyObject', 'UploadPartCopy', 'RestoreObject'];

/** Each way to put an object under a name. */
const WRITES = ['PutObject', 'PostObject', 'CopyObject', 'CompleteMultipartUpload'];

/** What API Gateway is called in the events of what it invokes. */
const API_GATEWAY = 'apigateway.amazonaws.com';

/**
 * The trail records no other objects, so the bucket need not be named: of a copy, the event names the target's. The function is known by its
 * role's id, not by the ARN, which a new role of that name has, too.
 */
export function readByOthers({ functionRoleId }: WatchedRecords): string {
  return pattern(
    from('s3'),
    '($.managementEvent IS FALSE)',
    any(...READS.map((name) => is('$.eventName', name))),
    isNot('$.userIdentity.sessionContext.sessionIssuer.principalId', functionRoleId),
  );
}

/**
 * One for each role, since a pattern has no room for many. No event says that there was a photo before; that it is of a role that may overwrite,
 * and that all others cannot, is what makes it a replacement (lib/photos/overwrites.ts).
 */
export function photoReplaced({ replacerRoleArns }: WatchedRecords): readonly string[] {
  return replacerRoleArns.map((role) =>
    pattern(
      from('s3'),
      '($.managementEvent IS FALSE)',
      any(...WRITES.map((name) => is('$.eventName', name))),
      is('$.userIdentity.sessionContext.sessionIssuer.arn', role),
      '($.errorCode NOT EXISTS)',
    ),
  );
}

/** One version, all at once, or a plain deletion, which makes the photo an old version. */
export function photoErased(): string {
  return pattern(from('s3'), '($.managementEvent IS FALSE)', is('$.eventName', 'DeleteObject*'), '($.errorCode NOT EXISTS)');
}

/**
 * The trail records no other function. In its own name API Gateway has no ARN: with one it invokes for somebody, whose API may invent the claims (an
 * integration with `credentials`, "Set up API integration request" in the API Gateway developer guide).
 */
export function invokedDirectly(): string {
  const byAnother = any(isNot('$.userIdentity.invokedBy', API_GATEWAY), is('$.userIdentity.arn', '*'));
  return pattern(from('lambda'), '($.managementEvent IS FALSE)', byAnother);
}

/** Everything but KMS's own yearly rotation: policy, grants, state, deletion, aliases. */
export function keyChanged({ photoKeyArn, serviceKeyArn }: WatchedRecords): string {
  return pattern(
    from('kms'),
    '($.managementEvent IS TRUE)',
    any(is('$.resources[0].ARN', photoKeyArn), is('$.resources[0].ARN', serviceKeyArn)),
    '($.eventName != "RotateKey")',
  );
}

/** The trail records no reading management events, so this is every change of the bucket itself: policy, lifecycle, versioning, public access … */
export function photoBucketChanged({ photoBucket }: WatchedRecords): string {
  return pattern(from('s3'), '($.managementEvent IS TRUE)', is('$.requestParameters.bucketName', photoBucket));
}

/** A call names its trail by name or ARN. */
export function trailChanged({ trailName, recordBuckets }: WatchedRecords): string {
  const named = any(is('$.requestParameters.name', `*${trailName}*`), is('$.requestParameters.trailName', `*${trailName}*`));
  const buckets = any(...recordBuckets.map((name) => is('$.requestParameters.bucketName', name)));
  return `{ ${any(all(from('cloudtrail'), named), all(from('s3'), '($.managementEvent IS TRUE)', buckets))} }`;
}

/** The function itself makes streams in its group all the time, so changes are named. A policy of the account names no group, and holds for all. */
export function auditLogChanged({ auditLogGroup, functionLogGroup, verdictLogGroup }: WatchedRecords): readonly string[] {
  const changes = any(...['Delete*', 'Put*', 'Disassociate*', 'Associate*'].map((name) => is('$.eventName', name)));
  const named = (group: string): string =>
    any(
      is('$.requestParameters.logGroupName', group),
      // Newer calls take a name or an ARN, which may end in ":*".
      ...['logGroupIdentifier', 'resourceIdentifier', 'resourceArn'].map((field) => is(`$.requestParameters.${field}`, `*${group}*`)),
    );
  return [
    ...[auditLogGroup, functionLogGroup].map((group) => pattern(from('logs'), changes, named(group))),
    pattern(from('logs'), is('$.eventName', '*AccountPolicy')),
    ...(verdictLogGroup === undefined ? [] : [pattern(from('logs'), changes, named(verdictLogGroup))]),
  ];
}
