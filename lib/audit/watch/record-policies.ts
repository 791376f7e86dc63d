import { Duration } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket, LifecycleRule } from 'aws-cdk-lib/aws-s3';

/** What makes a bucket a record: one service of AWS writes into it, and no one deletes anything. */

/** Each object expires after its retention; the old version that this leaves goes a day later. */
export function endsAfter(retention: Duration): LifecycleRule {
  return {
    id: 'retention',
    expiration: retention,
    noncurrentVersionExpiration: Duration.days(1),
    abortIncompleteMultipartUploadAfter: Duration.days(1),
  };
}

/** S3's lifecycle is not bound by a bucket's policy, so what is kept still ends when its retention does. */
export function nobodyDeletes(bucket: Bucket): PolicyStatement {
  return denied('NobodyDeletes', bucket, [
    's3:BypassGovernanceRetention',
    's3:DeleteObject',
    's3:DeleteObjectVersion',
    's3:PutObjectLegalHold',
    's3:PutObjectRetention',
    's3:UpdateObjectEncryption',
  ]);
}

/**
 * A forged line does the same harm as a deleted one. The key is there when a service calls in its own name, and not for anyone else, for whom a negated
 * comparison holds ("AWS global condition context keys", `aws:PrincipalServiceName`).
 */
export function onlyWrittenBy(service: string, bucket: Bucket): PolicyStatement {
  const conditions = { StringNotEquals: { 'aws:PrincipalServiceName': service } };
  return denied('OnlyTheServiceWrites', bucket, ['s3:PutObject*', 's3:Replicate*', 's3:UpdateObjectEncryption'], conditions);
}

function denied(sid: string, bucket: Bucket, actions: string[], conditions?: Record<string, unknown>): PolicyStatement {
  const resources = [bucket.arnForObjects('*')];
  return new PolicyStatement({ sid, effect: Effect.DENY, principals: [new AnyPrincipal()], actions, resources, conditions });
}
