import { Access } from '../support/compliance-access';
import { NEW_OBJECT } from '../support/compliance-calls';
import { dropStatement, type Protection, statement, statements } from '../support/compliance-protection';
import { ADMINISTRATOR, type Call } from '../support/stack-policies';
import type { Synthesized } from '../support/template';

const POLICY = 'AWS::S3::BucketPolicy';
const KEY = 'AWS::KMS::Key';
const VIA_S3 = { 'kms:ViaService': 's3.eu-central-1.amazonaws.com', 'kms:CallerAccount': '999900001111' };
const ALGORITHM = 's3:x-amz-server-side-encryption';
const KEY_ID = 's3:x-amz-server-side-encryption-aws-kms-key-id';

function canOnPhoto(
  stage: Synthesized,
  who: (access: Access) => string[],
  actions: readonly string[],
  context: (access: Access) => Call['context'] = () => ({}),
): boolean {
  const access = new Access(stage);
  return who(access).some((each) => actions.some((action) => access.may(each, action, `${access.bucket}/faces/alice`, context(access))));
}

function canOnKey(stage: Synthesized, who: string, actions: readonly string[]): boolean {
  const access = new Access(stage);
  return actions.some((action) => access.may(who, action, access.photoKey, VIA_S3));
}

/** Every administrator of the account. */
const administrators = () => [ADMINISTRATOR];

/** Those who may put photos. */
const enrollers = (access: Access) => access.operators('s3:PutObject');

/** A denial by the photos' bucket policy, which is gone when its statement is. */
function denial(promise: string, sid: string, controls: readonly string[], broken: (stage: Synthesized) => boolean): Protection {
  return { promise, controls, holds: (stage) => !broken(stage), remove: (stage) => dropStatement(stage, POLICY, sid) };
}

/** A refusal of uploads whose encryption is another than the bucket's, by the headers that ask for it. */
function upload(promise: string, sid: string, headers: (access: Access) => Record<string, string>): Protection {
  return denial(promise, sid, ['Security Hub S3.17'], (stage) =>
    canOnPhoto(stage, enrollers, ['s3:PutObject'], (access) => ({ ...NEW_OBJECT, ...headers(access) })),
  );
}

/** Who touches a photo, by the bucket's and the key's policies together. */
export const PHOTO_PROTECTIONS: readonly Protection[] = [
  denial('administrators of the account read no photo', 'OthersDoNotRead', ['OWASP API1'], (stage) =>
    canOnPhoto(stage, administrators, ['s3:GetObject', 's3:GetObjectVersion', 's3:GetObjectAttributes']),
  ),
  denial('administrators of the account replace no photo', 'OthersDoNotWrite', ['OWASP API1'], (stage) =>
    canOnPhoto(stage, administrators, ['s3:PutObject', 's3:PutObjectAcl', 's3:ReplicateObject'], () => NEW_OBJECT),
  ),
  denial('a role that enrols overwrites no photo', 'EnrolmentsReplaceNothing', ['OWASP API1'], (stage) =>
    canOnPhoto(stage, enrollers, ['s3:PutObject']),
  ),
  denial('no photo comes by replication, with a date from elsewhere', 'NothingComesByReplication', [], (stage) =>
    canOnPhoto(stage, enrollers, ['s3:ReplicateObject', 's3:ReplicateDelete']),
  ),
  denial('administrators of the account erase no photo', 'OthersDoNotErase', ['OWASP API1'], (stage) =>
    canOnPhoto(stage, administrators, ['s3:DeleteObject', 's3:DeleteObjectVersion']),
  ),
  {
    promise: 'a role that enrols sees no photo',
    controls: ['OWASP API5'],
    holds: (stage) => !canOnPhoto(stage, enrollers, ['s3:GetObject', 's3:DeleteObject']),
    remove: (stage) => {
      const read = statement(stage, POLICY, 'OthersDoNotRead');
      const enrol = statement(stage, POLICY, 'EnrolPhotos') as unknown as { Principal: { AWS: string } };
      read.Condition = { ArnNotEquals: { 'aws:PrincipalArn': [enrol.Principal.AWS] } };
    },
  },
  {
    promise: 'administrators of the account decrypt no photo',
    controls: ['Security Hub KMS.1', 'Security Hub KMS.2'],
    holds: (stage) => !canOnKey(stage, ADMINISTRATOR, ['kms:Decrypt', 'kms:ReEncryptFrom']),
    remove: (stage) => {
      dropStatement(stage, KEY, 'OthersDoNotDecrypt');
      statement(stage, KEY, 'AccountAdministersButDoesNotUse', /FacesPhotos/).Action = 'kms:*';
    },
  },
  {
    promise: 'administrators of the account encrypt no photo themselves',
    holds: (stage) => !canOnKey(stage, ADMINISTRATOR, ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptTo']),
    remove: (stage) => {
      dropStatement(stage, KEY, 'OthersDoNotEncrypt');
      statement(stage, KEY, 'AccountAdministersButDoesNotUse', /FacesPhotos/).Action = 'kms:*';
    },
  },
  {
    promise: 'denials in the key’s policy outlast a laxer allowance',
    holds: (stage) => ['OthersDoNotDecrypt', 'OthersDoNotEncrypt'].every((sid) => statements(stage, KEY).some(({ Sid }) => Sid === sid)),
    remove: (stage) => dropStatement(stage, KEY, 'OthersDoNotDecrypt'),
  },
  {
    promise: 'no one passes on the use of the photos’ key',
    controls: ['Control Tower CT.KMS.PR.3'],
    holds: (stage) => !canOnKey(stage, ADMINISTRATOR, ['kms:CreateGrant']),
    remove: (stage) => {
      for (const sid of ['NobodyHandsTheUseOn', 'GrantsForServicesAlone']) dropStatement(stage, KEY, sid, /FacesPhotos/);
      statement(stage, KEY, 'AccountAdministersButDoesNotUse', /FacesPhotos/).Action = 'kms:CreateGrant';
    },
  },
  {
    promise: 'nothing comes or goes without TLS',
    controls: ['Security Hub S3.5', 'CIS 2.1.1'],
    holds: (stage) => !canOnPhoto(stage, enrollers, ['s3:PutObject'], () => ({ ...NEW_OBJECT, 'aws:SecureTransport': 'false' })),
    remove: (stage) => {
      for (const each of statements(stage, POLICY))
        if (each.Condition?.Bool !== undefined) each.Condition.Bool = { 'aws:SecureTransport': 'neither' };
    },
  },
  {
    promise: 'nothing comes or goes under a TLS older than 1.2',
    holds: (stage) => !canOnPhoto(stage, enrollers, ['s3:PutObject'], () => ({ ...NEW_OBJECT, 's3:TlsVersion': '1.1' })),
    remove: (stage) => {
      for (const each of statements(stage, POLICY)) {
        if (each.Condition?.NumericLessThan !== undefined) each.Condition.NumericLessThan = { 's3:TlsVersion': 1 };
      }
    },
  },
  upload('no photo is under two layers, which the function could not decrypt', 'NoOtherEncryption', ({ photoKey }) => ({
    [ALGORITHM]: 'aws:kms:dsse',
    [KEY_ID]: photoKey,
  })),
  upload('no photo is under another key', 'NoOtherKey', ({ photoKey }) => ({ [ALGORITHM]: 'aws:kms', [KEY_ID]: `${photoKey}2` })),
  upload('no photo is under the key that AWS manages', 'NoUnnamedKey', () => ({ [ALGORITHM]: 'aws:kms' })),
  upload('no photo is under a key that its uploader keeps', 'NoKeyOfTheCaller', () => ({
    's3:x-amz-server-side-encryption-customer-algorithm': 'AES256',
  })),
];
