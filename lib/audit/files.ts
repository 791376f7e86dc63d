import { Duration, Stack } from 'aws-cdk-lib';
import { AccountRootPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { type Bucket, ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Purpose } from '../config/config';
import type { AuditTrailSettings } from '../config/parts';
import { acknowledge } from '../foundation/acknowledgements';
import { through } from '../foundation/key-administration';
import { ServiceBucket } from '../foundation/service-bucket';
import { removalPolicyOfUndeletable } from '../foundation/service-key';
import { endsAfter, nobodyDeletes, onlyWrittenBy } from './watch/record-policies';

export interface AuditFilesProps {
  readonly purpose: Purpose;
  readonly settings: AuditTrailSettings;
  /** Encrypts the files. */
  readonly key: Key;
}

/**
 * The bucket of the trail's files. Outside throw-away stages each file is locked for its retention, and no one deletes one: an administrator
 * would first have to change the bucket's policy, which raises an alarm, and under "governance" the lock as well.
 */
export class AuditFiles extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { purpose, settings, key }: AuditFilesProps) {
    super(scope, id);
    const retention = Duration.days(settings.retentionDays);
    const locked = purpose !== 'throw-away';
    this.bucket = new ServiceBucket(this, 'Bucket', {
      encryptionKey: key,
      // S3 refuses to switch versioning, on which the lock rests, off again. No update turns a bucket into one that may lock, so each stage has
      // one: else a change of the purpose would replace the record by a new, empty bucket.
      objectLockEnabled: true,
      objectLockDefaultRetention: locked ? lock(settings.lock, retention) : undefined,
      lifecycleRules: [endsAfter(retention)],
      removalPolicy: removalPolicyOfUndeletable(purpose),
    });
    acknowledge(this.bucket, 'no-replica-of-logs', 'no-event-notifications-of-logs');
    this.bucket.addToResourcePolicy(onlyWrittenBy('cloudtrail.amazonaws.com', this.bucket));
    if (locked) this.bucket.addToResourcePolicy(nobodyDeletes(this.bucket));
  }

  /** Lets a trail deliver files here, encrypted, and readers of the bucket decrypt them. @param trailArn may end in a wildcard */
  grantDelivery(trailArn: string, key: Key): void {
    const ofTheTrail = { ArnLike: { 'aws:SourceArn': trailArn }, StringEquals: { 'aws:SourceAccount': Stack.of(this).account } };
    for (const statement of delivery(this.bucket, ofTheTrail)) this.bucket.addToResourcePolicy(statement);
    for (const statement of encryption(this, ofTheTrail)) key.addToResourcePolicy(statement);
  }
}

type Conditions = Readonly<Record<string, Readonly<Record<string, string>>>>;

function lock(mode: AuditTrailSettings['lock'], retention: Duration): ObjectLockRetention {
  return mode === 'governance' ? ObjectLockRetention.governance(retention) : ObjectLockRetention.compliance(retention);
}

/** "Amazon S3 bucket policy for CloudTrail" in the CloudTrail user guide, for the one trail. */
function delivery(bucket: Bucket, { StringEquals, ...ofTheTrail }: Conditions): PolicyStatement[] {
  const principals = [new ServicePrincipal('cloudtrail.amazonaws.com')];
  return [
    new PolicyStatement({
      sid: 'TrailLooks',
      principals,
      actions: ['s3:GetBucketAcl'],
      resources: [bucket.bucketArn],
      conditions: { ...ofTheTrail, StringEquals },
    }),
    new PolicyStatement({
      sid: 'TrailDelivers',
      principals,
      actions: ['s3:PutObject'],
      resources: [bucket.arnForObjects(`AWSLogs/${Stack.of(bucket).account}/*`)],
      conditions: { ...ofTheTrail, StringEquals: { ...StringEquals, 's3:x-amz-acl': 'bucket-owner-full-control' } },
    }),
  ];
}

/** "Configure AWS KMS key policies for CloudTrail" in its user guide. The context of a file names its trail, which no other use of this key does. */
function encryption(scope: Construct, ofTheTrail: Conditions): PolicyStatement[] {
  const principals = [new ServicePrincipal('cloudtrail.amazonaws.com')];
  return [
    new PolicyStatement({
      sid: 'TrailEncrypts',
      principals,
      actions: ['kms:DescribeKey', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext'],
      resources: ['*'],
      conditions: ofTheTrail,
    }),
    new PolicyStatement({
      sid: 'ReadersOfTheTrailDecryptThroughS3',
      principals: [new AccountRootPrincipal()],
      actions: ['kms:Decrypt'],
      resources: ['*'],
      conditions: {
        StringEquals: { ...through(scope, 's3'), 'kms:CallerAccount': Stack.of(scope).account },
        Null: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false' },
      },
    }),
  ];
}
