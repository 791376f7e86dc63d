import { GetPublicAccessBlockCommand, S3Client } from '@aws-sdk/client-s3';
import { asking } from '../../failures/aws-failures';
import { type Finding, fail, pass, skipped } from '../../failures/finding';
import type { Patient } from '../patient';

/** Whether S3 refuses to make a photo public, even if a policy allows it. */
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
    `Close it:\n  aws s3api put-public-access-block ${found.where} --bucket ${found.bucketName} --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true`,
  );
}
