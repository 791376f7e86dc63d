import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Bucket, CfnBucket, IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Purpose } from '../config/config';
import { acknowledge } from '../foundation/acknowledgements';
import { ServiceBucket } from '../foundation/service-bucket';
import { removalPolicyOfUndeletable } from '../foundation/service-key';
import { endsAfter, nobodyDeletes, onlyWrittenBy } from './watch/record-policies';

export interface BucketAccessLogProps {
  readonly purpose: Purpose;
  /** Days for which lines are kept. */
  readonly retentionDays: number;
}

/**
 * S3's own log of requests to other buckets of the stack, delivered at best effort. It sees what the trail does not: requests without credentials
 * and from other accounts. S3 delivers only into a bucket with S3's own encryption and without a locking default ("Enabling Amazon S3
 * server access logging"), so neither a key of the stack nor object lock is possible here.
 */
export class BucketAccessLog extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { purpose, retentionDays }: BucketAccessLogProps) {
    super(scope, id);
    this.bucket = new ServiceBucket(this, 'Bucket', {
      lifecycleRules: [endsAfter(Duration.days(retentionDays))],
      removalPolicy: removalPolicyOfUndeletable(purpose),
    });
    acknowledge(
      this.bucket,
      'access-logs-take-no-key-and-no-lock',
      'no-replica-of-logs',
      'no-event-notifications-of-logs',
      'no-log-of-the-access-log',
    );
    this.bucket.addToResourcePolicy(nobodyDeletes(this.bucket));
    this.bucket.addToResourcePolicy(onlyWrittenBy('logging.s3.amazonaws.com', this.bucket));
  }

  /**
   * Logs requests to a bucket, under its own prefix. Set by hand: CDK's own property falls back to access control lists, which this
   * bucket has not, in an app that lacks one of CDK's feature flags.
   */
  record(source: IBucket, prefix: string): void {
    (source.node.defaultChild as CfnBucket).loggingConfiguration = {
      destinationBucketName: this.bucket.bucketName,
      logFilePrefix: prefix,
    };
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: `LogOf${prefix.replace(/\W/g, '')}`,
        principals: [new ServicePrincipal('logging.s3.amazonaws.com')],
        actions: ['s3:PutObject'],
        resources: [this.bucket.arnForObjects(`${prefix}*`)],
        conditions: {
          ArnLike: { 'aws:SourceArn': source.bucketArn },
          StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
        },
      }),
    );
  }
}
