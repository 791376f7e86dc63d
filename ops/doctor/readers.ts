import { GetKeyPolicyCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetBucketEncryptionCommand, GetBucketPolicyCommand, GetPublicAccessBlockCommand, S3Client } from '@aws-sdk/client-s3';
import { asking } from '../aws-failures';
import { Failure } from '../failures';
import { type Finding, fail, pass, skipped, warning } from '../finding';
import type { Stage } from '../stage/stage';
import type { Patient } from './patient';
import { readersOf } from './policy-readers';

export const NOT_SEEN =
  'Not seen from here: what the organisation denies, policies of endpoints, sessions that somebody already has, and who may take on these roles.';

/** Who beside the function may read a photo, by the bucket's policy. */
export async function checkReaders({ stage, fn, signal }: Patient): Promise<Finding> {
  const found = await stage();
  if (found.isLocal) return skipped('The local stack has no IAM: whoever reaches its S3 reads everything in it.');
  const { roleArn } = await fn();
  const client = new S3Client(found.client('s3'));
  const where = `S3, policy of ${found.bucketName}`;
  const policy = await asking(where, () => bucketPolicy(client, found.bucketName, signal));
  const { alone, allowed } = readersOf(policy, 's3:GetObject');
  const everybody = allowed.filter((name) => name.startsWith('everybody'));
  if (everybody.length > 0)
    return fail(
      `The bucket's policy lets everybody read: ${everybody.join(', ')}.`,
      'Take the statement out of the policy of the bucket, now.',
    );
  if (alone === undefined) {
    return warning(
      `The bucket's policy closes it to nobody: whoever the IAM of the account lets may read photos${allowed.length > 0 ? `, and ${allowed.join(', ')}` : ''}.`,
      'Name the operators in the file of the stage, and deploy.',
    );
  }
  if (!alone.includes(roleArn)) return fail(`The bucket's policy denies photos to the function (${roleArn}).`, 'Deploy the stage again.');
  const others = alone.filter((arn) => arn !== roleArn);
  return pass(
    `Beside the function ${others.length === 0 ? 'nobody may read a photo' : `these may read a photo: ${others.join(', ')}`}. ${NOT_SEEN}`,
  );
}

/** Whether the key opens a photo to others than the bucket does. */
export async function checkKeyReaders({ stage, fn, signal }: Patient): Promise<Finding> {
  const found = await stage();
  if (found.isLocal) return skipped('The local stack has no keys.');
  const { roleArn } = await fn();
  const keyArn = await photoKeyOf(found, signal);
  const { Policy = '{}' } = await asking(`KMS, GetKeyPolicy of ${keyArn}`, () =>
    new KMSClient(found.client('kms')).send(new GetKeyPolicyCommand({ KeyId: keyArn }), { abortSignal: signal }),
  );
  const { alone, allowed } = readersOf(Policy, 'kms:Decrypt');
  if (alone !== undefined && !alone.includes(roleArn))
    return fail(`The key denies the function its use (${roleArn}).`, 'Deploy the stage again.');
  if (alone !== undefined)
    return pass(
      `The key decrypts for the function${alone.length === 1 ? ' alone' : ` and ${alone.filter((arn) => arn !== roleArn).join(', ')}`}.`,
    );
  return warning(
    `The key decrypts for whoever IAM lets: ${allowed.join(', ') || 'nobody by its policy'}.`,
    'Name the operators in the file of the stage, and deploy.',
  );
}

/** The key that new photos are encrypted with. @throws Failure `not-found` without one */
export async function photoKeyOf(stage: Stage, abortSignal: AbortSignal): Promise<string> {
  const { bucketName } = stage;
  const { ServerSideEncryptionConfiguration } = await asking(`S3, GetBucketEncryption of ${bucketName}`, () =>
    new S3Client(stage.client('s3')).send(new GetBucketEncryptionCommand({ Bucket: bucketName }), { abortSignal }),
  );
  const keyArn = ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID;
  if (keyArn !== undefined) return keyArn;
  throw new Failure('not-found', {
    what: 'The bucket encrypts with no key of yours.',
    where: `S3, ${bucketName}`,
    toDo: 'Give it a key: docs/configuration.md, bucket.',
  });
}

/** Whether S3 refuses to make a photo public, whatever a policy says. */
export async function checkPublicAccess({ stage, signal }: Patient): Promise<Finding> {
  const found = await stage();
  if (found.isLocal) return skipped('The local stack listens on this machine alone.');
  const { PublicAccessBlockConfiguration: block = {} } = await asking(`S3, GetPublicAccessBlock of ${found.bucketName}`, () =>
    new S3Client(found.client('s3')).send(new GetPublicAccessBlockCommand({ Bucket: found.bucketName }), { abortSignal: signal }),
  );
  const open = (['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'] as const).filter(
    (name) => block[name] !== true,
  );
  if (open.length === 0) return pass('The bucket cannot be made public.');
  return fail(
    `The bucket can be made public: ${open.join(', ')} ${open.length === 1 ? 'is' : 'are'} off.`,
    'Deploy the stage again, or switch them on for an existing bucket.',
  );
}

async function bucketPolicy(client: S3Client, Bucket: string, abortSignal: AbortSignal): Promise<string> {
  try {
    return (await client.send(new GetBucketPolicyCommand({ Bucket }), { abortSignal })).Policy ?? NO_POLICY;
  } catch (error) {
    if ((error as Error).name === 'NoSuchBucketPolicy') return NO_POLICY;
    throw error;
  }
}

const NO_POLICY = '{"Statement":[]}';
