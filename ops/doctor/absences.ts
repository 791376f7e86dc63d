import { Failure } from '../failures/failures';
import { type Finding, fail } from '../failures/finding';

/** An answer of AWS by which something is not there. The question was answered, so the check has failed. */
export interface Absence {
  /** Beginning of a Failure's `where`: the service, and the operation where it matters. */
  readonly asked: string;
  /** Name of the error. */
  readonly answer: string;
  readonly says: string;
  /** `<it>` is what was asked for, `<where>` the options that name region and profile. */
  readonly toDo: string;
}

const FIND_OUT = 'CloudTrail says who deleted it';
/** AWS documents it for what was changed; for what was deleted no one here has seen it. */
const PUT_BACK = 'npm run deploy with the stage’s -c and --revert-drift should make it again; a deployment without changes does not';

/** Every answer of this kind that a check can get; what else AWS refuses is "not checked". The first that fits counts. */
export const ABSENCES: readonly Absence[] = [
  {
    asked: 'S3, GetPublicAccessBlock',
    answer: 'NoSuchPublicAccessBlockConfiguration',
    says: 'The bucket can be made public: it has no public access block. (One of the account may still hold; it was not checked.)',
    toDo: 'Close it:\n  aws s3api put-public-access-block <where> --bucket <it> --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true',
  },
  {
    asked: 'S3, GetBucketEncryption',
    answer: 'ServerSideEncryptionConfigurationNotFoundError',
    says: 'The bucket has no default encryption: new photos are not encrypted with a key of yours.',
    toDo: 'Set the default encryption of the bucket to your key (aws s3api put-bucket-encryption).',
  },
  ...['PermanentRedirect', 'AuthorizationHeaderMalformed'].map(
    (answer): Absence => ({
      asked: 'S3,',
      answer,
      says: 'The bucket of the photos is in another region than the stage: the function reads no photo.',
      toDo: 'Deploy the stage in the region of the bucket, or give it a bucket in its own.',
    }),
  ),
  {
    asked: 'S3,',
    answer: 'NoSuchBucket',
    says: 'The bucket of the photos is not there: every start of a workflow with a photo is refused.',
    toDo: `${FIND_OUT} (DeleteBucket). Its content is lost. ${PUT_BACK}.`,
  },
  {
    asked: 'KMS for the topic,',
    answer: 'NotFoundException',
    says: 'The key of the topic of the alarms is not there: the topic delivers nothing.',
    toDo: `${FIND_OUT} (ScheduleKeyDeletion). Encrypt the topic with a key of yours that is there.`,
  },
  {
    asked: 'KMS,',
    answer: 'NotFoundException',
    says: 'The key of the photos is not there: no photo can be read.',
    toDo: `${FIND_OUT} (ScheduleKeyDeletion). A key that still waits for its deletion can be restored with aws kms cancel-key-deletion <where> --key-id <it>; a deleted one cannot, and photos have to be enrolled again.`,
  },
  {
    asked: 'Lambda,',
    answer: 'ResourceNotFoundException',
    says: 'The function is not there: every request fails.',
    toDo: `${FIND_OUT} (DeleteFunction). ${PUT_BACK}.`,
  },
  {
    asked: 'IAM,',
    answer: 'NoSuchEntityException',
    says: 'The role of the function is not there: every request fails.',
    toDo: `${FIND_OUT} (DeleteRole). ${PUT_BACK}.`,
  },
  {
    asked: 'Cognito, DescribeUserPoolClient',
    answer: 'ResourceNotFoundException',
    says: 'An app client whose tokens are accepted is not in the pool: its app can sign no one in.',
    toDo: `${FIND_OUT} (DeleteUserPoolClient). In your own pool create one, add its id to the clientIds of that pool in the file of the stage, and deploy. In a pool of the stack: ${PUT_BACK}.`,
  },
  {
    asked: 'Cognito,',
    answer: 'ResourceNotFoundException',
    says: 'The pool is not there: no one can sign in.',
    toDo: `${FIND_OUT} (DeleteUserPool). Its users and their passwords are lost.`,
  },
  {
    asked: 'Secrets Manager,',
    answer: 'ResourceNotFoundException',
    says: 'The secret is not there: no transaction can be started.',
    toDo: `${FIND_OUT} (DeleteSecret). ${PUT_BACK}; then npm run ops -- credentials set.`,
  },
  {
    asked: 'Secrets Manager,',
    answer: 'InvalidRequestException',
    says: 'The secret waits for its deletion: no transaction can be started.',
    toDo: 'Restore it:\n  aws secretsmanager restore-secret <where> --secret-id <it>',
  },
  {
    asked: 'SNS,',
    answer: 'NotFoundException',
    says: 'The topic of the alarms is not there: no one hears them.',
    toDo: `${FIND_OUT} (DeleteTopic). Create your own topic again under that name. For a topic of the stack: ${PUT_BACK}.`,
  },
];

/**
 * What such an answer says of a stage; undefined for any other failure.
 * @param options that name region and profile
 */
export function absenceOf(error: unknown, options: string): Finding | undefined {
  if (!(error instanceof Failure)) return undefined;
  const [where, name] = [error.text.where ?? '', (error.cause as Error | undefined)?.name];
  const found = ABSENCES.find(({ asked, answer }) => where.startsWith(asked) && name === answer);
  return found && fail(found.says, found.toDo.replaceAll('<it>', where.replace(/^.* of /, '')).replaceAll('<where>', options));
}
