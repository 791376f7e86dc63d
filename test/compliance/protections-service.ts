import { Access } from '../support/compliance-access';
import { dropStatement, every, first, type Protection, statement } from '../support/compliance-protection';
import { ADMINISTRATOR } from '../support/stack-policies';

const KEY = 'AWS::KMS::Key';
const SECRET = 'AWS::SecretsManager::Secret';
const LOG = 'AWS::Logs::LogGroup';

/** Keys, the secret and the logs. */
export const SERVICE_PROTECTIONS: readonly Protection[] = [
  {
    promise: 'every key rotates',
    controls: ['Security Hub KMS.4', 'CIS 3.6', 'nag AwsSolutions-KMS5'],
    holds: (stage) => every(stage, [KEY], ({ Properties }) => Properties.EnableKeyRotation === true),
    remove: (stage) => {
      first(stage, KEY).Properties.EnableKeyRotation = false;
    },
  },
  {
    promise: 'a key that is deleted can be had again for 30 days',
    controls: ['Security Hub KMS.3'],
    holds: (stage) => every(stage, [KEY], ({ Properties }) => Properties.PendingWindowInDays === 30),
    remove: (stage) => {
      first(stage, KEY).Properties.PendingWindowInDays = 7;
    },
  },
  {
    promise: 'no key is open to everybody, and no statement of one allows everything',
    controls: ['Security Hub KMS.5'],
    holds: (stage) =>
      every(stage, [KEY], ({ Properties }) =>
        Properties.KeyPolicy.Statement.every(
          ({ Effect, Action, Principal }: { Effect: string; Action: string | string[]; Principal: { AWS?: unknown } }) =>
            Effect === 'Deny' || (![Action].flat().some((action) => action.includes('*')) && Principal.AWS !== '*'),
        ),
      ),
    remove: (stage) => {
      statement(stage, KEY, 'AccountAdministersButDoesNotUse').Action = 'kms:*';
    },
  },
  {
    promise: 'the service key is used through its services, and by no one directly',
    controls: ['Security Hub KMS.1'],
    holds: (stage) => {
      const access = new Access(stage);
      return !['kms:Decrypt', 'kms:GenerateDataKey'].some((action) => access.may(ADMINISTRATOR, action, access.serviceKey));
    },
    remove: (stage) => {
      delete statement(stage, KEY, 'AccountUsesThroughOneService').Condition;
    },
  },
  {
    promise: 'the service key serves log groups of this stack alone',
    holds: (stage) => {
      const { serviceKey } = new Access(stage);
      const context = { 'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:eu-central-1:999900001111:log-group:another' };
      return !new Access(stage).may('logs.eu-central-1.amazonaws.com', 'kms:GenerateDataKey', serviceKey, context);
    },
    remove: (stage) => {
      delete statement(stage, KEY, 'LogGroupsOfThisStack').Condition;
    },
  },
  {
    promise: 'grants on the service key are for services of AWS alone',
    controls: ['Control Tower CT.KMS.PR.3'],
    holds: (stage) => {
      const access = new Access(stage);
      const context = { 'kms:GrantIsForAWSResource': 'false', 'aws:PrincipalIsAWSService': 'false' };
      return !access.may(ADMINISTRATOR, 'kms:CreateGrant', access.serviceKey, context) && hasDenial(stage);
    },
    remove: (stage) => dropStatement(stage, KEY, 'GrantsForServicesAlone', /ServiceKey/),
  },
  {
    promise: 'the template holds no value of the secret',
    controls: ['OWASP API8'],
    holds: (stage) =>
      every(stage, [SECRET], ({ Properties }) => Properties.SecretString === undefined && Properties.GenerateSecretString === undefined) &&
      !JSON.stringify(stage.template).includes('{{resolve:'),
    remove: (stage) => {
      first(stage, SECRET).Properties.GenerateSecretString = {};
    },
  },
  {
    promise: 'the secret is encrypted with the service key',
    controls: ['nag SecretsManagerUsingKMSKey'],
    holds: (stage) => every(stage, [SECRET], ({ Properties }) => JSON.stringify(Properties.KmsKeyId ?? '').includes('ServiceKey')),
    remove: (stage) => {
      delete first(stage, SECRET).Properties.KmsKeyId;
    },
  },
  {
    promise: 'every log is encrypted with the service key',
    controls: ['nag CloudWatchLogGroupEncrypted'],
    holds: (stage) => every(stage, [LOG], ({ Properties }) => JSON.stringify(Properties.KmsKeyId ?? '').includes('ServiceKey')),
    remove: (stage) => {
      delete first(stage, LOG).Properties.KmsKeyId;
    },
  },
  {
    promise: 'every log has an end',
    controls: ['nag CloudWatchLogGroupRetentionPeriod'],
    holds: (stage) => every(stage, [LOG], ({ Properties }) => Properties.RetentionInDays <= 3653),
    remove: (stage) => {
      delete first(stage, LOG).Properties.RetentionInDays;
    },
  },
];

function hasDenial(stage: Parameters<Protection['holds']>[0]): boolean {
  return every(stage, [KEY], ({ Properties }) =>
    Properties.KeyPolicy.Statement.some(({ Sid }: { Sid?: string }) => Sid === 'GrantsForServicesAlone'),
  );
}
