import { AccountRootPrincipal, AnyPrincipal, ArnPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Operators } from '../config/parts';
import { through } from '../foundation/key-administration';

/** Who may touch photos in a new bucket: the operators of the settings, and the function's role. */
export interface FaceAccess {
  readonly operators: Operators;
  readonly functionRoleArn: string;
  /** The unique id of that role, which no role has that is made under its name later. */
  readonly functionRoleId: string;
}

/**
 * Statements of the bucket's policy that give each operator its one job, and deny photos to everyone who has none: an administrator's
 * policy in IAM grants nothing here, for an explicit denial outweighs it ("Policy evaluation logic" in the IAM user guide).
 */
export function bucketStatements(
  bucket: Bucket,
  prefixes: readonly string[],
  { operators, functionRoleArn, functionRoleId }: FaceAccess,
): PolicyStatement[] {
  const objects = prefixes.map((prefix) => bucket.arnForObjects(`${prefix}*`));
  const { enrol, replace, read, erase } = operators;
  return [
    ...allowed('EnrolPhotos', enrol, ['s3:PutObject'], objects),
    ...allowed('ReplacePhotos', replace, ['s3:PutObject'], objects),
    ...allowed('ReadPhotos', read, ['s3:GetObject', 's3:GetObjectVersion'], objects),
    ...allowed('ErasePhotos', erase, ['s3:DeleteObject', 's3:DeleteObjectVersion'], objects),
    ...allowed('FindVersionsToErase', erase, ['s3:ListBucketVersions'], [bucket.bucketArn], {
      StringLike: { 's3:prefix': prefixes.map((prefix) => `${prefix}*`) },
    }),
    deniedToOthers('OthersDoNotRead', [functionRoleArn, ...read], ['s3:GetObject*'], objects),
    deniedToNamesakes('NamesakesDoNotRead', functionRoleArn, functionRoleId, ['s3:GetObject*'], objects),
    deniedToOthers('OthersDoNotWrite', [...enrol, ...replace], ['s3:PutObject*', 's3:RestoreObject'], objects),
    deniedToOthers('OthersDoNotErase', erase, ['s3:DeleteObject*'], objects),
  ];
}

/**
 * Statements of the photo key's policy. Anyone who enrols or replaces may encrypt and not decrypt; S3 asks for `kms:Decrypt` only when a photo is
 * uploaded in parts, which no photo of at most 10 MiB needs ("Multipart upload API and permissions" in the S3 user guide).
 */
export function keyStatements(scope: Construct, { operators, functionRoleArn, functionRoleId }: FaceAccess): PolicyStatement[] {
  const { enrol, replace, read } = operators;
  const viaS3 = { StringEquals: through(scope, 's3') };
  return [
    ...allowed('EnrolPhotos', enrol, ['kms:GenerateDataKey'], ['*'], viaS3),
    ...allowed('ReplacePhotos', replace, ['kms:GenerateDataKey'], ['*'], viaS3),
    ...allowed('ReadPhotos', read, ['kms:Decrypt'], ['*'], viaS3),
    functionDecrypts(scope, functionRoleArn),
    deniedToOthers('OthersDoNotDecrypt', [functionRoleArn, ...read], ['kms:Decrypt', 'kms:ReEncryptFrom'], ['*']),
    deniedToNamesakes('NamesakesDoNotDecrypt', functionRoleArn, functionRoleId, ['kms:Decrypt', 'kms:ReEncryptFrom'], ['*']),
    deniedToOthers('OthersDoNotEncrypt', [...enrol, ...replace], ['kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncryptTo'], ['*']),
    new PolicyStatement({
      sid: 'NobodyHandsTheUseOn',
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['kms:CreateGrant'],
      resources: ['*'],
    }),
  ];
}

/**
 * The function by its ARN in a condition, not as the principal: KMS refuses a principal that does not exist yet everywhere, as a role
 * made a moment ago in the same deployment may not. The role's own policy gives the right; this lets it count.
 */
function functionDecrypts(scope: Construct, functionRoleArn: string): PolicyStatement {
  return new PolicyStatement({
    sid: 'FunctionReadsPhotos',
    principals: [new AccountRootPrincipal()],
    actions: ['kms:Decrypt'],
    resources: ['*'],
    conditions: { StringEquals: through(scope, 's3'), ArnEquals: { 'aws:PrincipalArn': functionRoleArn } },
  });
}

function allowed(
  sid: string,
  roles: readonly string[],
  actions: string[],
  resources: string[],
  conditions?: Record<string, unknown>,
): PolicyStatement[] {
  if (roles.length === 0) return [];
  return [new PolicyStatement({ sid, principals: roles.map((arn) => new ArnPrincipal(arn)), actions, resources, conditions })];
}

/** By `aws:PrincipalArn`, which for a session is the ARN of its role, so that every session of a named role is let through and no other. */
function deniedToOthers(sid: string, roles: readonly string[], actions: string[], resources: string[]): PolicyStatement {
  return new PolicyStatement({
    sid,
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions,
    resources,
    conditions: { ArnNotEquals: { 'aws:PrincipalArn': [...roles] } },
  });
}

/**
 * A role that is deleted and made again has the same ARN and another unique id, with which the user id of each of its sessions begins
 * ("Unique identifiers" in the IAM user guide).
 */
function deniedToNamesakes(sid: string, roleArn: string, roleId: string, actions: string[], resources: string[]): PolicyStatement {
  return new PolicyStatement({
    sid,
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions,
    resources,
    conditions: { ArnEquals: { 'aws:PrincipalArn': roleArn }, StringNotLike: { 'aws:userId': `${roleId}:*` } },
  });
}
