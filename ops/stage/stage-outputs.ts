import { z } from 'zod';
import { Failure } from '../failures/failures';
import { type ImageKind, imageKinds } from './image-kinds';
import type { Stage } from './stage';

const outputs = z.object({
  ProxyBaseUrl: z.string(),
  TransactionUrl: z.string(),
  FaceBucketName: z.string(),
  FaceKeyTemplate: z.string(),
  /** JSON; a stage that was deployed before there was this output has the kind `face` alone. */
  ImageKinds: z.string().optional(),
  /** A stage that was deployed before there was this output does not say it. */
  SubjectClaim: z.string().optional(),
  CredentialsSecretArn: z.string(),
  UserPoolId: z.string(),
  UserPoolClientId: z.string(),
});

type FromOutputs = Pick<
  Stage,
  'proxyBaseUrl' | 'transactionUrl' | 'bucketName' | 'images' | 'subjectClaim' | 'credentialsSecretArn' | 'userPoolId' | 'userPoolClientIds'
>;

/**
 * What a stack says of itself.
 * @throws Failure `not-a-stage` that names the outputs which are missing
 */
export function readStageOutputs(values: Readonly<Record<string, string>>, stackName: string): FromOutputs {
  const parsed = outputs.safeParse(values);
  if (!parsed.success)
    throw notAStage(stackName, `its outputs ${parsed.error.issues.map(({ path }) => path.join('.')).join(', ')} are missing`);
  const { data } = parsed;
  return {
    proxyBaseUrl: data.ProxyBaseUrl,
    transactionUrl: data.TransactionUrl,
    bucketName: data.FaceBucketName,
    images: data.ImageKinds === undefined ? { face: { key: data.FaceKeyTemplate } } : readKinds(data.ImageKinds, stackName),
    subjectClaim: data.SubjectClaim,
    credentialsSecretArn: data.CredentialsSecretArn,
    userPoolId: data.UserPoolId,
    userPoolClientIds: data.UserPoolClientId.split(','),
  };
}

function readKinds(text: string, stackName: string): Readonly<Record<string, ImageKind>> {
  try {
    return imageKinds.parse(JSON.parse(text));
  } catch {
    throw notAStage(stackName, 'its output ImageKinds is not what this version writes');
  }
}

function notAStage(stackName: string, why: string): Failure {
  return new Failure('not-a-stage', {
    what: `The stack ${stackName} is not a face match proxy: ${why}.`,
    where: `CloudFormation, outputs of ${stackName}`,
    toDo: 'Name the right stack with --stack, or deploy the stage with this version (npm run deploy -- -c stage=<name>).',
  });
}
