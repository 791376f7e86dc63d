import { Annotations, Stack, Token } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { type BucketRules, type PhotoKind, VARIABLES } from '../../contract/environment';
import { prefixOf } from '../../contract/image-key';
import type { Config, ConfigInput } from '../config/config';
import type { ExistingBucketOptions, ExistingBucketSettings, ImageOptions, NewBucketOptions, OperatorsOptions } from '../config/parts';
import { through } from '../foundation/key-administration';
import type { ProxyFunction } from '../function/proxy-function';
import { NewFaceBucket } from './bucket';

/** The kinds of photo by name, each with its key in the bucket. */
export type ImageKinds = Readonly<Record<string, ImageOptions>>;

/**
 * Where the photos are: {@link FaceImages.newBucket} or {@link FaceImages.existingBucket}.
 *
 * @example
 * FaceImages.newBucket({ face: { key: 'faces/{subject}', retentionDays: 365 } }, { operators: { enrol: [enrolment.roleArn], erase: [privacy.roleArn] } })
 */
export class FaceImages {
  /**
   * A bucket and a key that the stack makes.
   * @param options.operators the only roles that touch photos; required in production. Without them the account's own IAM decides
   */
  static newBucket(kinds: ImageKinds, options: NewBucketOptions & { readonly operators?: OperatorsOptions } = {}): FaceImages {
    const { operators, ...bucket } = options;
    return new FaceImages({ images: kinds, bucket: { new: bucket }, operators });
  }

  /** A bucket and a key that exist. Their policies must let the function's role read and decrypt, and keep others out. */
  static existingBucket(kinds: ImageKinds, options: ExistingBucketOptions): FaceImages {
    return new FaceImages({ images: kinds, bucket: { existing: options } });
  }

  private constructor(readonly settings: FaceImagesInput) {}
}

type FaceImagesInput = Pick<ConfigInput, 'images' | 'bucket' | 'operators'>;

/** The photos that the function may read: the bucket and its key, new or existing. */
export class FaceStore extends Construct {
  readonly bucket: IBucket;
  readonly key: IKey;

  private readonly settings: Config;

  /** @param fn reads the photos; a new bucket's policies name its role */
  constructor(scope: Construct, id: string, settings: Config, fn: ProxyFunction) {
    super(scope, id);
    this.settings = settings;
    const { bucket, images, operators, purpose } = settings;
    if (bucket.existing !== undefined) {
      warnOfUnstatedAccount(this, bucket.existing);
      this.bucket = Bucket.fromBucketName(this, 'ExistingBucket', bucket.existing.bucketName);
      this.key = Key.fromKeyArn(this, 'ExistingKey', bucket.existing.keyArn);
    } else if (bucket.new !== undefined) {
      const access = operators === undefined ? undefined : { operators, functionRoleArn: fn.role.roleArn, functionRoleId: fn.role.roleId };
      const made = new NewFaceBucket(this, 'Photos', { purpose, settings: bucket.new, kinds: Object.values(images), access });
      this.bucket = made.bucket;
      this.key = made.key;
    } else {
      throw new Error('bucket is neither new nor existing; checkConfig refuses such settings.');
    }
  }

  /** What an operator's tools have to know before they put a photo, for the function to take it. */
  get describedKinds(): object {
    const { requireChecksum } = this.rules();
    return Object.fromEntries(Object.entries(this.kinds).map(([name, kind]) => [name, { ...kind, requireChecksum }]));
  }

  /** The kinds of photo by name, as the function needs them. */
  get kinds(): Readonly<Record<string, PhotoKind>> {
    const kinds = Object.entries(this.settings.images).map(([name, { key, maxBytes, minimumAgeHours }]): [string, PhotoKind] => [
      name,
      { key, maxBytes, ...(minimumAgeHours === undefined ? {} : { minimumAgeHours }) },
    ]);
    return Object.fromEntries(kinds);
  }

  /**
   * How the ARNs of the photos begin, for code that records what happens to them. All of a new bucket, which holds nothing else, so that a listing
   * is among it; of an existing one the kinds' prefixes.
   */
  get objectArns(): readonly string[] {
    if (this.settings.bucket.new !== undefined) return [this.bucket.arnForObjects('')];
    return Object.values(this.settings.images).map(({ key }) => this.bucket.arnForObjects(prefixOf(key)));
  }

  /**
   * Lets the function get objects under the kinds' prefixes and decrypt them, and gives it their places. No `s3:ListBucket`: a stolen
   * role that cannot list cannot learn who is on record.
   */
  grantRead(fn: ProxyFunction): void {
    const prefixes = Object.values(this.settings.images).map(({ key }) => prefixOf(key));
    fn.setText(VARIABLES.bucket, this.bucket.bucketName);
    fn.setJson(VARIABLES.bucketRules, this.rules());
    fn.setJson(VARIABLES.images, this.kinds);
    fn.allowWithWildcards(
      'photos-of-all-subjects',
      new PolicyStatement({
        sid: 'ReadPhotos',
        actions: ['s3:GetObject'],
        resources: prefixes.map((prefix) => this.bucket.arnForObjects(`${prefix}*`)),
      }),
    );
    fn.allow(
      new PolicyStatement({
        sid: 'DecryptPhotos',
        actions: ['kms:Decrypt'],
        resources: [this.key.keyArn],
        conditions: this.decryption(prefixes),
      }),
    );
  }

  /**
   * S3 decrypts in the context of the bucket when it uses a bucket key, and of the object when not: an existing bucket may hold objects from
   * before its bucket key was on ("Reducing the cost of SSE-KMS with Amazon S3 Bucket Keys" in the S3 user guide).
   */
  private decryption(prefixes: readonly string[]): Record<string, Record<string, unknown>> {
    const context = 'kms:EncryptionContext:aws:s3:arn';
    if (this.settings.bucket.new !== undefined) return { StringEquals: { ...through(this, 's3'), [context]: this.bucket.bucketArn } };
    const contexts = [this.bucket.bucketArn, ...prefixes.map((prefix) => this.bucket.arnForObjects(`${prefix}*`))];
    return { StringEquals: through(this, 's3'), StringLike: { [context]: contexts } };
  }

  private rules(): BucketRules {
    const { existing } = this.settings.bucket;
    return { requireChecksum: existing?.requireChecksum ?? true, missingKey: existing?.missingKey ?? 'message-names-list-bucket' };
  }
}

/** A key of another account is the one sign at synth that the bucket may be there too, where S3's 403 does not say what is missing. */
function warnOfUnstatedAccount(scope: Construct, { keyArn, account }: ExistingBucketSettings): void {
  const owner = Token.isUnresolved(keyArn) ? undefined : keyArn.split(':')[4];
  const here = Stack.of(scope).account;
  if (owner === undefined || account !== undefined || Token.isUnresolved(here) || owner === here) return;
  Annotations.of(scope).addWarningV2(
    'face-match-proxy:account-of-the-bucket',
    `The photo key belongs to account ${owner}, the stack to ${here}. If the bucket is in another account too, state bucket.existing.account and missingKey.`,
  );
}
