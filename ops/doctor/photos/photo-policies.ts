import { GetKeyPolicyCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetBucketEncryptionCommand, GetBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { asking } from '../../failures/aws-failures';
import { Failure } from '../../failures/failures';
import type { Stage } from '../../stage/stage';

/** The policy of the bucket; undefined when it has none. */
export async function bucketPolicyOf(stage: Stage, abortSignal: AbortSignal): Promise<string | undefined> {
  const { bucketName: Bucket } = stage;
  try {
    return await asking(`S3, GetBucketPolicy of ${Bucket}`, async () => {
      const { Policy } = await new S3Client(stage.client('s3')).send(new GetBucketPolicyCommand({ Bucket }), { abortSignal });
      return Policy;
    });
  } catch (error) {
    if (error instanceof Failure && (error.cause as Error | undefined)?.name === 'NoSuchBucketPolicy') return undefined;
    throw error;
  }
}

/** The ARN of the key that new photos are encrypted with; undefined when it is one of AWS's own. */
export async function photoKeyOf(stage: Stage, abortSignal: AbortSignal): Promise<string | undefined> {
  const { bucketName } = stage;
  const { ServerSideEncryptionConfiguration } = await asking(`S3, GetBucketEncryption of ${bucketName}`, () =>
    new S3Client(stage.client('s3')).send(new GetBucketEncryptionCommand({ Bucket: bucketName }), { abortSignal }),
  );
  const key = ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID;
  if (key === undefined || key === '' || /^arn:[^:]+:kms:[^:]+:\d+:key\//.test(key)) return key || undefined;
  throw new Failure('not-found', {
    what: `The bucket names its key as ${key}; this check needs an ARN.`,
    where: `S3, default encryption of ${bucketName}`,
    toDo: 'Name the key by its ARN in the default encryption of the bucket.',
  });
}

export async function keyPolicyOf(stage: Stage, keyArn: string, abortSignal: AbortSignal): Promise<string> {
  const { Policy = '{"Statement":[]}' } = await asking(`KMS, GetKeyPolicy of ${keyArn}`, () =>
    new KMSClient(stage.client('kms')).send(new GetKeyPolicyCommand({ KeyId: keyArn }), { abortSignal }),
  );
  return Policy;
}
