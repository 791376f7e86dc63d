import { Duration } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Bucket, LifecycleRule } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { prefixOf } from '../../contract/image-key';
import type { Purpose } from '../config/config';
import type { ImageSettings, NewBucketSettings } from '../config/parts';
import { acknowledge } from '../foundation/acknowledgements';
import { accountAdministers, accountUses, grantsForServicesAlone } from '../foundation/key-administration';
import { ServiceBucket } from '../foundation/service-bucket';
import { removalPolicyOf } from '../foundation/service-key';
import { bucketStatements, type FaceAccess, keyStatements } from './access';
import { overwriteStatements } from './overwrites';

export interface NewFaceBucketProps {
  readonly purpose: Purpose;
  readonly settings: NewBucketSettings;
  readonly kinds: readonly ImageSettings[];
  /** Who may touch photos. @default - the account's own IAM decides */
  readonly access?: FaceAccess;
}

/** A bucket for photos and the key that encrypts nothing else. */
export class NewFaceBucket extends Construct {
  readonly bucket: Bucket;
  readonly key: Key;

  constructor(scope: Construct, id: string, { purpose, settings, kinds, access }: NewFaceBucketProps) {
    super(scope, id);
    const removalPolicy = removalPolicyOf(purpose);
    this.key = new Key(this, 'Key', {
      description: 'face-match-proxy: photos, and nothing else',
      enableKeyRotation: true,
      pendingWindow: Duration.days(30),
      removalPolicy,
      policy: new PolicyDocument({
        statements: [
          accountAdministers(),
          grantsForServicesAlone(),
          ...(access === undefined ? [accountUses(this, 's3')] : keyStatements(this, access)),
        ],
      }),
    });
    this.bucket = new ServiceBucket(this, 'Bucket', {
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      lifecycleRules: lifecycle(settings, kinds),
      removalPolicy,
    });
    acknowledge(this.bucket, 'no-replica', 'no-object-lock', 'no-event-notifications');
    const prefixes = kinds.map(({ key }) => prefixOf(key));
    for (const statement of [
      ...encryptedByThisKey(this.bucket, this.key),
      neverByAnotherKey(this.bucket),
      ...overwriteStatements(this.bucket, prefixes, access?.operators.replace ?? []),
      ...(access === undefined ? [] : bucketStatements(this.bucket, prefixes, access)),
    ]) {
      this.bucket.addToResourcePolicy(statement);
    }
  }
}

/** Each kind expires by its own retention; what was replaced, expired or deleted remains as an old version for a while, and then goes. */
function lifecycle({ oldVersionDays }: NewBucketSettings, kinds: readonly ImageSettings[]): LifecycleRule[] {
  return [
    {
      id: 'old-versions-and-unfinished-uploads',
      noncurrentVersionExpiration: Duration.days(oldVersionDays),
      abortIncompleteMultipartUploadAfter: Duration.days(1),
      expiredObjectDeleteMarker: true,
    },
    ...kinds
      .filter(({ retentionDays }) => retentionDays !== undefined)
      .map(({ key, retentionDays }) => ({
        id: `retention-of-${prefixOf(key)}`,
        prefix: prefixOf(key),
        expiration: Duration.days(retentionDays ?? 0),
      })),
  ];
}

/** A photo under another key is one that the function cannot read, and anyone who has that key may ("UpdateObjectEncryption" in the S3 API reference). */
function neverByAnotherKey(bucket: Bucket): PolicyStatement {
  return new PolicyStatement({
    sid: 'NoChangeOfTheKey',
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: ['s3:UpdateObjectEncryption'],
    resources: [bucket.arnForObjects('*')],
  });
}

/**
 * An upload without encryption headers gets the bucket's default, which is this key. One with headers could choose another: each way is denied.
 * Naming `aws:kms` without a key means AWS's own key, not the bucket's ("Specifying server-side encryption with AWS KMS" in the S3 user guide).
 * A negated comparison holds for an absent header too, with or without `IfExists`; therefore the `Null` next to each.
 */
function encryptedByThisKey(bucket: Bucket, key: Key): PolicyStatement[] {
  const algorithm = 's3:x-amz-server-side-encryption';
  const keyId = 's3:x-amz-server-side-encryption-aws-kms-key-id';
  const refusals: Record<string, Record<string, unknown>> = {
    NoOtherEncryption: { Null: { [algorithm]: 'false' }, StringNotEquals: { [algorithm]: 'aws:kms' } },
    NoOtherKey: { Null: { [keyId]: 'false' }, StringNotEquals: { [keyId]: key.keyArn } },
    NoUnnamedKey: { Null: { [algorithm]: 'false', [keyId]: 'true' } },
    NoKeyOfTheCaller: { Null: { 's3:x-amz-server-side-encryption-customer-algorithm': 'false' } },
  };
  return Object.entries(refusals).map(
    ([sid, conditions]) =>
      new PolicyStatement({
        sid,
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['s3:PutObject'],
        resources: [bucket.arnForObjects('*')],
        conditions,
      }),
  );
}
