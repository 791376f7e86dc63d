import { checkConfig } from '../../../lib/config/check';
import { allowedByKey, type Call, concrete, identityPolicy, statementsOf } from '../../support/stack-policies';
import { checked, settings, synthesize } from '../../support/template';

const stage = synthesize(checked());
const OFF = { limits: { attempts: 'off-and-every-start-unlimited' } };
const variables = (of = stage) => of.one('AWS::Lambda::Function').Environment.Variables;
const [tableId = ''] = stage.of('AWS::DynamoDB::Table')[0] ?? [];

describe('the table of attempts', () => {
  test('is on demand, encrypted with the service key, lets items end, and keeps no older state', () => {
    expect(stage.one('AWS::DynamoDB::Table')).toEqual({
      AttributeDefinitions: [{ AttributeName: 'attempt', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'attempt', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      Tags: expect.any(Array),
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
      SSESpecification: {
        SSEEnabled: true,
        SSEType: 'KMS',
        KMSMasterKeyId: { 'Fn::GetAtt': [expect.stringContaining('ServiceKey'), 'Arn'] },
      },
      DeletionProtectionEnabled: true,
    });
  });

  test('can be deleted with a throw-away stack', () => {
    const throwAway = synthesize(checked({ purpose: 'throw-away' }));
    expect(throwAway.one('AWS::DynamoDB::Table').DeletionProtectionEnabled).toBe(false);
  });

  test('comes by default, with ten starts with a photo and thirty others an hour, closed when it is down', () => {
    expect(JSON.parse(String(concrete(variables().ATTEMPT_LIMITS, stage.resources)))).toEqual({
      table: tableId,
      injecting: 10,
      others: 30,
      windowMinutes: 60,
      whenTableIsDown: 'refuse',
    });
  });

  test('goes, with its permission and its variable, only under a name that no one overlooks, and with a warning', () => {
    const off = synthesize(checked(OFF));
    expect(off.of('AWS::DynamoDB::Table')).toEqual([]);
    expect(variables(off)).not.toHaveProperty('ATTEMPT_LIMITS');
    const statements = off.of('AWS::IAM::ManagedPolicy').flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
    const allowed = statements.filter(({ Effect }: { Effect: string }) => Effect === 'Allow');
    expect(JSON.stringify([allowed, off.of('AWS::KMS::Key')])).not.toContain('dynamodb');
    expect(off.warnings.join()).toContain('any number of transactions');
    for (const attempts of [false, 'off', null, 0, { injecting: 0 }, { injecting: 10, limit: 5 }]) {
      expect(() => checkConfig(settings({ limits: { attempts } }), 'test')).toThrow(/limits\.attempts/);
    }
  });
});

describe('the function', () => {
  const FUNCTION = concrete(stage.one('AWS::Lambda::Function').Role, stage.resources) as string;
  const policy = identityPolicy(FUNCTION, statementsOf(stage, 'AWS::IAM::ManagedPolicy', 'PolicyDocument', /Function/));
  const serviceKey = statementsOf(stage, 'AWS::KMS::Key', 'KeyPolicy', /ServiceKey/);
  const key = policy.find(({ Action, Condition }) => Action === 'kms:Decrypt' && JSON.stringify(Condition).includes('dynamodb'))?.Resource;
  const via = { 'kms:ViaService': 'dynamodb.eu-central-1.amazonaws.com', 'kms:CallerAccount': '999900001111' };
  const context = {
    ...via,
    'kms:EncryptionContext:aws:dynamodb:tableName': tableId,
    'kms:EncryptionContext:aws:dynamodb:subscriberId': '999900001111',
  };
  const may = (action: string, given: Call['context']): boolean =>
    allowedByKey({ principal: FUNCTION, action, resource: String(key), context: given }, serviceKey, policy);

  test('adds to counts of this one table, and reads and deletes none', () => {
    const actions = policy.filter(({ Action, Effect }) => Effect === 'Allow' && String(Action).startsWith('dynamodb:'));
    expect(actions).toMatchObject([
      { Action: 'dynamodb:UpdateItem', Resource: `arn:aws:dynamodb:eu-central-1:999900001111:table/${tableId}` },
    ]);
  });

  test('decrypts the table’s key only through DynamoDB, in the context of this table', () => {
    expect(may('kms:Decrypt', context)).toBe(true);
    expect(may('kms:Decrypt', { ...context, 'kms:EncryptionContext:aws:dynamodb:tableName': 'another' })).toBe(false);
    expect(may('kms:Decrypt', { ...context, 'kms:ViaService': 's3.eu-central-1.amazonaws.com' })).toBe(false);
    for (const action of ['kms:CreateGrant', 'kms:Encrypt', 'kms:GenerateDataKey']) expect(may(action, context)).toBe(false);
  });
});

test('who makes a table lets DynamoDB use the service key, and can hand its use to no one but AWS’s services', () => {
  const deployer = 'arn:aws:iam::999900001111:role/Deployer';
  const policy = identityPolicy(deployer, [{ Effect: 'Allow', Action: '*', Resource: '*' }]);
  const serviceKey = statementsOf(stage, 'AWS::KMS::Key', 'KeyPolicy', /ServiceKey/);
  const via = { 'kms:ViaService': 'dynamodb.eu-central-1.amazonaws.com', 'kms:CallerAccount': '999900001111' };
  const may = (action: string, context: Call['context']): boolean =>
    allowedByKey({ principal: deployer, action, resource: '*', context }, serviceKey, policy);
  expect(may('kms:CreateGrant', { ...via, 'kms:GrantIsForAWSResource': 'true' })).toBe(true);
  expect(may('kms:CreateGrant', via)).toBe(false);
  expect(may('kms:CreateGrant', { 'kms:GrantIsForAWSResource': 'true' })).toBe(false);
  for (const action of ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptTo']) {
    expect([action, may(action, via), may(action, {})]).toEqual([action, true, false]);
  }
});
