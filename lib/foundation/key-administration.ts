import { Stack } from 'aws-cdk-lib';
import { AccountRootPrincipal, AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/**
 * What an administrator of a key needs, by the list "Allows key administrators to administer the KMS key" in the KMS developer guide, written
 * out. Not among them: any use of the key, and `kms:CreateGrant`, with which administrators could give themselves the use.
 */
const ADMINISTRATION = [
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:DescribeKey',
  'kms:DisableKey',
  'kms:EnableKey',
  'kms:EnableKeyRotation',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:ListAliases',
  'kms:ListGrants',
  'kms:ListKeyPolicies',
  'kms:ListKeyRotations',
  'kms:ListResourceTags',
  'kms:ListRetirableGrants',
  'kms:PutKeyPolicy',
  'kms:RetireGrant',
  'kms:RevokeGrant',
  'kms:RotateKeyOnDemand',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
];

/**
 * The account, by its own IAM, administers a key: without this statement no one could ever change or delete it, CloudFormation included.
 * It takes the place of CDK's default, which gives the account `kms:*` and with it every photo.
 */
export function accountAdministers(): PolicyStatement {
  return new PolicyStatement({
    sid: 'AccountAdministersButDoesNotUse',
    principals: [new AccountRootPrincipal()],
    actions: ADMINISTRATION,
    resources: ['*'],
  });
}

/**
 * No one passes on the use of a key by a grant, but for a service of AWS that does so on its own: CT.KMS.PR.3 of AWS Control Tower, in the words
 * in which it demands it. No other statement gives the right; this one keeps it so.
 */
export function grantsForServicesAlone(): PolicyStatement {
  return new PolicyStatement({
    sid: 'GrantsForServicesAlone',
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: ['kms:CreateGrant'],
    resources: ['*'],
    conditions: { BoolIfExists: { 'kms:GrantIsForAWSResource': 'false', 'aws:PrincipalIsAWSService': 'false' } },
  });
}

/** The condition that a key is used through one service of this region, and not by a call to KMS itself. */
export function through(scope: Construct, service: 's3' | 'secretsmanager' | 'dynamodb'): Record<string, string> {
  return { 'kms:ViaService': `${service}.${Stack.of(scope).region}.amazonaws.com` };
}

/** The account's own IAM decides about these actions on the key, as far as they go through one service. */
export function accountUses(scope: Construct, service: 's3' | 'secretsmanager'): PolicyStatement {
  const account = Stack.of(scope).account;
  return new PolicyStatement({
    sid: 'AccountUsesThroughOneService',
    principals: [new AccountRootPrincipal()],
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: ['*'],
    conditions: { StringEquals: { ...through(scope, service), 'kms:CallerAccount': account } },
  });
}

/**
 * A table's key: anyone who in this account may make or use a table makes DynamoDB use it, through grants of its own. The list is that of "Key
 * policy for a customer managed key" under "DynamoDB encryption at rest: how it works" in the DynamoDB developer guide.
 */
export function accountUsesThroughTables(scope: Construct): PolicyStatement[] {
  const conditions = { ...through(scope, 'dynamodb'), 'kms:CallerAccount': Stack.of(scope).account };
  const statement = (sid: string, actions: string[], more: Record<string, Record<string, string>> = {}) =>
    new PolicyStatement({
      sid,
      principals: [new AccountRootPrincipal()],
      actions,
      resources: ['*'],
      conditions: { StringEquals: conditions, ...more },
    });
  const uses = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'];
  return [
    statement('AccountUsesThroughTables', [...uses, 'kms:GenerateDataKeyWithoutPlaintext']),
    // Grants to AWS services alone: no one can give themselves the key's use.
    statement('TablesAreGranted', ['kms:CreateGrant'], { Bool: { 'kms:GrantIsForAWSResource': 'true' } }),
  ];
}
