import type { RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, type BucketProps, type LifecycleRule, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

export interface ServiceBucketProps
  extends Pick<BucketProps, 'encryptionKey' | 'bucketKeyEnabled' | 'objectLockEnabled' | 'objectLockDefaultRetention'> {
  /** When objects, and old versions of them, go. */
  readonly lifecycleRules: LifecycleRule[];
  /** Of the bucket and of its policy. */
  readonly removalPolicy: RemovalPolicy;
}

/** A bucket of the stack: versioned, closed to the public, without access control lists, over TLS 1.2 or newer. Without a key, S3 encrypts with its own. */
export class ServiceBucket extends Bucket {
  constructor(scope: Construct, id: string, props: ServiceBucketProps) {
    super(scope, id, {
      ...props,
      encryption: props.encryptionKey === undefined ? BucketEncryption.S3_MANAGED : BucketEncryption.KMS,
      versioned: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
    });
    // CDK would delete the policy with the stack, and a retained bucket would be left to what the account's IAM allows.
    this.policy?.applyRemovalPolicy(props.removalPolicy);
  }
}
