import { every, first, type Protection } from '../support/compliance-protection';
import type { Synthesized } from '../support/template';

const BUCKET = 'AWS::S3::Bucket';

interface Rule {
  readonly Prefix?: string;
  readonly Status: string;
  ExpirationInDays?: number;
  NoncurrentVersionExpiration?: { readonly NoncurrentDays: number };
  AbortIncompleteMultipartUpload?: { readonly DaysAfterInitiation: number };
}

// biome-ignore lint/suspicious/noExplicitAny: properties are arbitrary JSON, and each protection says which it means.
function photos(stage: Synthesized): any {
  return first(stage, BUCKET, /FacesPhotos/).Properties;
}

function lifecycle(stage: Synthesized): Rule[] {
  const rules: Rule[] = photos(stage).LifecycleConfiguration?.Rules ?? [];
  return rules.filter(({ Status }) => Status === 'Enabled');
}

/** Three years, the outer limit of the Illinois Biometric Information Privacy Act, 740 ILCS 14/15(a). */
const LONGEST_DAYS = 1095;

/** How photos lie in their bucket. */
export const BUCKET_PROTECTIONS: readonly Protection[] = [
  {
    promise: 'photos are encrypted with their own key',
    controls: ['Security Hub S3.17'],
    holds: (stage) => {
      const [rule] = photos(stage).BucketEncryption?.ServerSideEncryptionConfiguration ?? [];
      return /FacesPhotosKey/.test(JSON.stringify(rule?.ServerSideEncryptionByDefault?.KMSMasterKeyID ?? ''));
    },
    remove: (stage) => {
      photos(stage).BucketEncryption.ServerSideEncryptionConfiguration = [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }];
    },
  },
  {
    promise: 'no bucket can be opened to the public',
    controls: ['Security Hub S3.1', 'Security Hub S3.2', 'Security Hub S3.3', 'Security Hub S3.8', 'CIS 2.1.4'],
    holds: (stage) =>
      every(stage, [BUCKET], ({ Properties: { PublicAccessBlockConfiguration: block } }) =>
        ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'].every((each) => block?.[each] === true),
      ),
    remove: (stage) => {
      photos(stage).PublicAccessBlockConfiguration.BlockPublicPolicy = false;
    },
  },
  {
    promise: 'access lists of single objects count for nothing',
    controls: ['Security Hub S3.12'],
    holds: (stage) => photos(stage).OwnershipControls?.Rules[0].ObjectOwnership === 'BucketOwnerEnforced',
    remove: (stage) => {
      photos(stage).OwnershipControls.Rules[0].ObjectOwnership = 'BucketOwnerPreferred';
    },
  },
  {
    promise: 'a photo that is overwritten or deleted by mistake can be had again',
    controls: ['Security Hub S3.14', 'nag S3BucketVersioningEnabled'],
    holds: (stage) => photos(stage).VersioningConfiguration?.Status === 'Enabled',
    remove: (stage) => {
      delete photos(stage).VersioningConfiguration;
    },
  },
  {
    promise: 'every kind of photo expires within three years',
    controls: ['Security Hub S3.13'],
    holds: (stage) =>
      lifecycle(stage).some(({ Prefix, ExpirationInDays }) => Prefix === 'faces/' && Number(ExpirationInDays) <= LONGEST_DAYS),
    remove: (stage) => {
      photos(stage).LifecycleConfiguration.Rules.pop();
    },
  },
  {
    promise: 'an old version is not kept longer than its period',
    controls: ['Security Hub S3.13'],
    holds: (stage) =>
      lifecycle(stage).some(({ Prefix, NoncurrentVersionExpiration: end }) => Prefix === undefined && Number(end?.NoncurrentDays) <= 365),
    remove: (stage) => {
      delete photos(stage).LifecycleConfiguration.Rules[0].NoncurrentVersionExpiration;
    },
  },
  {
    promise: 'the parts of an unfinished upload go after a day',
    controls: ['Security Hub S3.13'],
    holds: (stage) =>
      lifecycle(stage).some(({ Prefix, AbortIncompleteMultipartUpload: end }) => Prefix === undefined && end?.DaysAfterInitiation === 1),
    remove: (stage) => {
      delete photos(stage).LifecycleConfiguration.Rules[0].AbortIncompleteMultipartUpload;
    },
  },
  {
    promise: 'what holds data stays when the stack goes',
    holds: (stage) =>
      every(
        stage,
        [BUCKET, 'AWS::KMS::Key', 'AWS::SecretsManager::Secret', 'AWS::Cognito::UserPool', 'AWS::Logs::LogGroup'],
        ({ DeletionPolicy, UpdateReplacePolicy }) =>
          /^Retain(?:ExceptOnCreate)?$/.test(DeletionPolicy ?? '') && UpdateReplacePolicy === 'Retain',
      ),
    remove: (stage) => {
      Object.assign(first(stage, BUCKET, /FacesPhotos/), { DeletionPolicy: 'Delete' });
    },
  },
];
