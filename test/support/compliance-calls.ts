import { type Access, type Own, STRANGER } from './compliance-access';
import { ADMINISTRATOR, type Call } from './stack-policies';

/** A call by somebody, and whether it goes through. */
export interface ExpectedCall {
  readonly who: string;
  readonly action: string;
  readonly on: string;
  readonly context?: Call['context'];
  /** What the caller's own policies say, if they are none of the stage's. @default - see {@link Access.may} */
  readonly own?: Own;
  readonly allowed: boolean;
}

const VIA_S3 = { 'kms:ViaService': 's3.eu-central-1.amazonaws.com', 'kms:CallerAccount': '999900001111' };
const VIA_SECRETS = { 'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com', 'kms:CallerAccount': '999900001111' };

/** The header with which S3 creates and never overwrites. */
export const NEW_OBJECT = { 's3:if-none-match': '*' };

/** Headers of uploads that would not be encrypted with this key alone, once. */
function wronglyEncrypted(key: string): Readonly<Record<string, string>>[] {
  const [algorithm, keyId] = ['s3:x-amz-server-side-encryption', 's3:x-amz-server-side-encryption-aws-kms-key-id'];
  return [
    { [algorithm]: 'AES256' },
    { [algorithm]: 'aws:kms' },
    { [algorithm]: 'aws:kms:dsse', [keyId]: key },
    { [algorithm]: 'aws:kms', [keyId]: `${key}2` },
    { [`${algorithm}-customer-algorithm`]: 'AES256' },
  ];
}

/** What AWS adds to the calls of another function that was given the role. */
const ANOTHER_FUNCTION = { 'lambda:SourceFunctionArn': 'arn:aws:lambda:eu-central-1:999900001111:function:another' };

/** What it adds to those of a role that was made again under the name. */
const NAMESAKE = { 'aws:userId': 'AROANAMESAKE:another' };

function calls(who: string, allowed: boolean, on: string, actions: readonly string[], context?: Call['context']): ExpectedCall[] {
  return actions.map((action) => ({ who, action, on, context, allowed }));
}

/** What the function's role may do and may not, with photos in any bucket. */
export function functionCalls(access: Access, photo: string): ExpectedCall[] {
  const { function: who, bucket, photoKey, serviceKey, secret } = access;
  const photos = { ...VIA_S3, 'kms:EncryptionContext:aws:s3:arn': bucket };
  const credentials = { ...VIA_SECRETS, 'kms:EncryptionContext:SecretARN': secret };
  return [
    ...calls(who, true, photo, ['s3:GetObject']),
    ...calls(who, false, photo, [
      's3:GetObjectVersion',
      's3:GetObjectTagging',
      's3:PutObject',
      's3:DeleteObject',
      's3:DeleteObjectVersion',
    ]),
    ...calls(who, false, photo, ['s3:GetObject'], ANOTHER_FUNCTION),
    ...calls(who, false, secret, ['secretsmanager:GetSecretValue'], ANOTHER_FUNCTION),
    ...calls(who, false, `${bucket}/beside/alice`, ['s3:GetObject']),
    ...calls(who, false, bucket, [
      's3:ListBucket',
      's3:ListBucketVersions',
      's3:PutBucketPolicy',
      's3:GetBucketPolicy',
      's3:PutLifecycleConfiguration',
    ]),
    ...calls(who, true, photoKey, ['kms:Decrypt'], photos),
    ...calls(who, false, photoKey, ['kms:Decrypt']),
    ...calls(who, false, photoKey, ['kms:Decrypt'], { ...photos, 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::another' }),
    ...calls(who, false, photoKey, ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:CreateGrant', 'kms:PutKeyPolicy'], photos),
    ...calls(who, true, serviceKey, ['kms:Decrypt'], credentials),
    ...calls(who, false, serviceKey, ['kms:Decrypt']),
    ...calls(who, false, serviceKey, ['kms:Decrypt'], { ...credentials, 'kms:EncryptionContext:SecretARN': `${secret}2` }),
    ...calls(who, true, secret, ['secretsmanager:GetSecretValue']),
    ...calls(who, false, secret, ['secretsmanager:PutSecretValue', 'secretsmanager:DeleteSecret', 'secretsmanager:PutResourcePolicy']),
    ...calls(who, false, `${secret}2`, ['secretsmanager:GetSecretValue']),
    ...calls(who, false, '*', [
      'logs:CreateLogGroup',
      'logs:GetLogEvents',
      'logs:DeleteLogGroup',
      'iam:PassRole',
      'sts:AssumeRole',
      'lambda:InvokeFunction',
      'cognito-idp:AdminGetUser',
    ]),
  ];
}

/** What people may do to photos in a bucket with operators: one job each, and nothing for anyone who has none. */
export function operatedCalls(access: Access, photo: string): ExpectedCall[] {
  const { bucket, photoKey } = access;
  const reading = ['s3:GetObject', 's3:GetObjectVersion', 's3:GetObjectAttributes'];
  const erasing = ['s3:DeleteObject', 's3:DeleteObjectVersion'];
  const using = ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:Encrypt', 'kms:ReEncryptFrom', 'kms:CreateGrant'];
  return [
    ...access
      .operators('s3:PutObject')
      .flatMap((who) => [
        ...calls(who, true, photo, ['s3:PutObject'], NEW_OBJECT),
        ...calls(who, false, photo, ['s3:PutObject', 's3:ReplicateObject']),
        ...wronglyEncrypted(photoKey).flatMap((headers) => calls(who, false, photo, ['s3:PutObject'], { ...NEW_OBJECT, ...headers })),
        ...calls(who, true, photoKey, ['kms:GenerateDataKey'], VIA_S3),
        ...calls(who, false, photo, [...reading, ...erasing]),
        ...calls(who, false, photoKey, ['kms:Decrypt'], VIA_S3),
      ]),
    ...access
      .operators('s3:DeleteObject')
      .flatMap((who) => [
        ...calls(who, true, photo, erasing),
        ...calls(who, true, bucket, ['s3:ListBucketVersions'], { 's3:prefix': 'faces/alice' }),
        ...calls(who, false, photo, [...reading, 's3:PutObject', 's3:ReplicateObject'], NEW_OBJECT),
        ...calls(who, false, photoKey, using, VIA_S3),
      ]),
    ...calls(access.function, false, photo, ['s3:GetObject'], NAMESAKE),
    ...calls(access.function, false, photoKey, ['kms:Decrypt'], { ...VIA_S3, ...NAMESAKE, 'kms:EncryptionContext:aws:s3:arn': bucket }),
    ...calls(ADMINISTRATOR, false, photo, [...reading, 's3:PutObject', 's3:ReplicateObject', ...erasing], NEW_OBJECT),
    ...calls(ADMINISTRATOR, false, photoKey, using, VIA_S3),
    ...calls(ADMINISTRATOR, true, photoKey, ['kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion']),
    ...strangerCalls(access, photo),
  ];
}

/** What the account's own people may do where no one is named: IAM decides, through S3 alone. */
export function openCalls(access: Access, photo: string): ExpectedCall[] {
  return [
    ...calls(ADMINISTRATOR, true, photo, ['s3:GetObject', 's3:PutObject', 's3:DeleteObjectVersion'], NEW_OBJECT),
    ...calls(ADMINISTRATOR, false, photo, ['s3:PutObject', 's3:ReplicateObject']),
    ...calls(ADMINISTRATOR, true, access.photoKey, ['kms:Decrypt', 'kms:GenerateDataKey'], VIA_S3),
    ...calls(ADMINISTRATOR, false, access.photoKey, ['kms:Decrypt', 'kms:Encrypt', 'kms:CreateGrant']),
    ...strangerCalls(access, photo),
  ];
}

/** What the service key is good for: the secret through its service and the logs through theirs, for no one else. */
export function serviceKeyCalls({ serviceKey }: Access, stack: string): ExpectedCall[] {
  const logs = 'logs.eu-central-1.amazonaws.com';
  const group = (name: string) => ({ 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:eu-central-1:999900001111:log-group:${name}` });
  return [
    ...calls(logs, true, serviceKey, ['kms:GenerateDataKey', 'kms:Decrypt'], group(`${stack}-ProxyFunctionLog-abc`)),
    ...calls(logs, false, serviceKey, ['kms:GenerateDataKey', 'kms:Decrypt'], group('another')),
    ...calls(ADMINISTRATOR, true, serviceKey, ['kms:Decrypt'], VIA_SECRETS),
    ...calls(ADMINISTRATOR, false, serviceKey, ['kms:Decrypt', 'kms:Encrypt', 'kms:CreateGrant']),
    ...calls(STRANGER, false, serviceKey, ['kms:Decrypt', 'kms:PutKeyPolicy'], VIA_SECRETS),
  ];
}

function strangerCalls({ bucket, photoKey }: Access, photo: string): ExpectedCall[] {
  return [
    ...calls(STRANGER, false, photo, ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], NEW_OBJECT),
    ...calls(STRANGER, false, bucket, ['s3:ListBucket', 's3:PutBucketPolicy']),
    ...calls(STRANGER, false, photoKey, ['kms:Decrypt', 'kms:PutKeyPolicy'], VIA_S3),
  ];
}
