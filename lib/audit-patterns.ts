/**
 * What an event of CloudTrail looks like when it is worth an alarm, as filter patterns of CloudWatch Logs ("Filter pattern syntax"; at most 1,024
 * characters each). Nothing promises that `!=` holds for a field that an event does not have, hence the NOT EXISTS beside it.
 */

/** What the patterns are about: names and ARNs of this stack. */
export interface Watched {
  readonly functionRoleArn: string;
  readonly functionName: string;
  /** The roles that may overwrite a photo. */
  readonly replacerRoleArns: readonly string[];
  readonly photoBucket: string;
  readonly photoKeyArn: string;
  readonly serviceKeyArn: string;
  readonly auditBucket: string;
  readonly trailName: string;
  readonly auditLogGroup: string;
  readonly functionLogGroup: string;
}

/** Each way to a photo's bytes, or to the knowledge that there is one. A copy counts as a read, whatever it is copied to. */
const READS = ['GetObject*', 'HeadObject', 'SelectObjectContent', 'CopyObject', 'UploadPartCopy', 'RestoreObject'];

/** Each way to put an object under a name. */
const WRITES = ['PutObject', 'PostObject', 'CopyObject', 'CompleteMultipartUpload'];

/** What API Gateway is called in the events of what it invokes. */
const API_GATEWAY = 'apigateway.amazonaws.com';

/** What deploys is called in the events of what it changes: the deployment, and the rollout of a version. */
const DEPLOYERS = ['cloudformation.amazonaws.com', 'codedeploy.amazonaws.com'];

/** The trail records no other objects, so the bucket need not be named: of a copy, the event names the target's. */
export function readByOthers({ functionRoleArn }: Watched): string {
  return pattern(
    from('s3'),
    '($.managementEvent IS FALSE)',
    any(...READS.map((name) => is('$.eventName', name))),
    isNot('$.userIdentity.sessionContext.sessionIssuer.arn', functionRoleArn),
  );
}

/**
 * One for each role, for a pattern has no room for many. No event says that there was a photo before; that it is of a role that may overwrite,
 * and that all others cannot, is what makes it a replacement (photo-overwrites.ts).
 */
export function photoReplaced({ replacerRoleArns }: Watched): readonly string[] {
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

/** The trail records no other function. */
export function invokedDirectly(): string {
  return pattern(from('lambda'), '($.managementEvent IS FALSE)', isNot('$.userIdentity.invokedBy', API_GATEWAY));
}

/** Code, settings, alias, who may call: by anybody but a deployment. A call names its function by name or ARN. */
export function functionChanged({ functionName }: Watched): string {
  return pattern(
    from('lambda'),
    '($.managementEvent IS TRUE)',
    is('$.requestParameters.functionName', `*${functionName}*`),
    ...DEPLOYERS.map((service) => isNot('$.userIdentity.invokedBy', service)),
  );
}

/** Everything but KMS's own yearly rotation: policy, grants, state, deletion, aliases. */
export function keyChanged({ photoKeyArn, serviceKeyArn }: Watched): string {
  return pattern(
    from('kms'),
    '($.managementEvent IS TRUE)',
    any(is('$.resources[0].ARN', photoKeyArn), is('$.resources[0].ARN', serviceKeyArn)),
    '($.eventName != "RotateKey")',
  );
}

/** The trail records no reading management events, so this is every change of the bucket itself: policy, lifecycle, versioning, public access … */
export function photoBucketChanged({ photoBucket }: Watched): string {
  return pattern(from('s3'), '($.managementEvent IS TRUE)', is('$.requestParameters.bucketName', photoBucket));
}

/** A call names its trail by name or ARN. */
export function trailChanged({ trailName, auditBucket }: Watched): string {
  const named = any(is('$.requestParameters.name', `*${trailName}*`), is('$.requestParameters.trailName', `*${trailName}*`));
  const bucket = all(from('s3'), '($.managementEvent IS TRUE)', is('$.requestParameters.bucketName', auditBucket));
  return `{ ${any(all(from('cloudtrail'), named), bucket)} }`;
}

/** The function itself makes streams in its group all the time, so changes are named. */
export function auditLogChanged({ auditLogGroup, functionLogGroup }: Watched): string {
  return pattern(
    from('logs'),
    any(...['Delete*', 'Put*', 'Disassociate*', 'Associate*'].map((name) => is('$.eventName', name))),
    any(is('$.requestParameters.logGroupName', auditLogGroup), is('$.requestParameters.logGroupName', functionLogGroup)),
  );
}

function pattern(...terms: string[]): string {
  return `{ ${terms.join(' && ')} }`;
}

function from(service: string): string {
  return is('$.eventSource', `${service}.amazonaws.com`);
}

function is(field: string, value: string): string {
  return `(${field} = "${value}")`;
}

function isNot(field: string, value: string): string {
  return `((${field} NOT EXISTS) || (${field} != "${value}"))`;
}

function any(...terms: string[]): string {
  return `(${terms.join(' || ')})`;
}

function all(...terms: string[]): string {
  return `(${terms.join(' && ')})`;
}
