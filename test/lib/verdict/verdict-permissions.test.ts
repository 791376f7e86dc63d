import { Access } from '../../support/compliance-access';
import { concrete, statementsOf } from '../../support/stack-policies';
import { synthesizeStage, VERDICTS } from '../../support/template';

const stage = synthesizeStage('verdicts', VERDICTS);
const access = new Access(stage);
const { verdict } = access;
if (verdict === undefined) throw new Error('no one asks for verdicts in this stage');
const { function: decides, table, secret } = verdict;

const allowed = (role: RegExp) =>
  statementsOf(stage, 'AWS::IAM::ManagedPolicy', 'PolicyDocument', role).filter(({ Effect }) => Effect === 'Allow');
const viaTables = (tableArn: string) => ({
  'kms:ViaService': 'dynamodb.eu-central-1.amazonaws.com',
  'kms:CallerAccount': '999900001111',
  'kms:EncryptionContext:aws:dynamodb:tableName': tableArn.split('/')[1] ?? '',
  'kms:EncryptionContext:aws:dynamodb:subscriberId': '999900001111',
});
const viaSecrets = (of: string) => ({
  'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com',
  'kms:CallerAccount': '999900001111',
  'kms:EncryptionContext:SecretARN': of,
});

describe('the role of the function that answers', () => {
  test('may write its log and its trace, read and update records, read one secret, and nothing else', () => {
    expect(allowed(/^ProxyVerdictsFunctionPolicy/).map(({ Action, Resource }) => [[Action].flat(), Resource])).toEqual([
      [['logs:CreateLogStream', 'logs:PutLogEvents'], expect.stringContaining('VerdictsFunctionLog')],
      [['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], '*'],
      [['dynamodb:GetItem', 'dynamodb:UpdateItem'], table],
      [['kms:Decrypt'], access.serviceKey],
      [['secretsmanager:GetSecretValue'], secret],
      [['kms:Decrypt'], access.serviceKey],
    ]);
    expect(allowed(/^ProxyVerdictsFunctionBinding/)).toEqual([]);
  });

  test('reads and decides records, and neither makes nor deletes nor lists one', () => {
    for (const action of ['GetItem', 'UpdateItem']) expect(access.may(decides, `dynamodb:${action}`, table)).toBe(true);
    for (const action of ['PutItem', 'DeleteItem', 'Scan', 'Query', 'BatchGetItem', 'BatchWriteItem', 'PartiQLInsert', 'UpdateTable'])
      expect([action, access.may(decides, `dynamodb:${action}`, table)]).toEqual([action, false]);
  });

  test('reads the key that reads and not the one that starts, and decrypts each in its own context alone', () => {
    expect(access.may(decides, 'secretsmanager:GetSecretValue', secret)).toBe(true);
    expect(access.may(decides, 'secretsmanager:GetSecretValue', access.secret)).toBe(false);
    expect(access.may(access.function, 'secretsmanager:GetSecretValue', secret)).toBe(false);
    const decrypts = (who: string, context: Record<string, string>) => access.may(who, 'kms:Decrypt', access.serviceKey, context);
    expect(decrypts(decides, viaSecrets(secret))).toBe(true);
    expect(decrypts(decides, viaSecrets(access.secret))).toBe(false);
    expect(decrypts(access.function, viaSecrets(secret))).toBe(false);
    expect(decrypts(decides, viaTables(table))).toBe(true);
    expect(decrypts(access.function, viaTables(table))).toBe(true);
    expect(decrypts(decides, viaTables('arn:aws:dynamodb:eu-central-1:999900001111:table/another'))).toBe(false);
    expect(decrypts(decides, {})).toBe(false);
  });

  test('touches no photo, no key of photos, and no count of attempts', () => {
    const photo = `${access.bucket}/faces/alice`;
    const viaS3 = { 'kms:ViaService': 's3.eu-central-1.amazonaws.com', 'kms:EncryptionContext:aws:s3:arn': access.bucket };
    for (const action of ['s3:GetObject', 's3:PutObject', 's3:DeleteObject']) expect(access.may(decides, action, photo)).toBe(false);
    expect(access.may(decides, 's3:ListBucket', access.bucket)).toBe(false);
    for (const action of ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:CreateGrant'])
      expect(access.may(decides, action, access.photoKey, viaS3)).toBe(false);
    const [attempts] = stage.of('AWS::DynamoDB::Table').filter(([id]) => !/Verdicts/.test(id));
    const counts = String(concrete({ 'Fn::GetAtt': [attempts?.[0], 'Arn'] }, stage.resources));
    for (const action of ['GetItem', 'UpdateItem']) expect(access.may(decides, `dynamodb:${action}`, counts)).toBe(false);
  });

  test('is held to its function, even if another policy is attached to it later', () => {
    const foreign = { 'lambda:SourceFunctionArn': 'arn:aws:lambda:eu-central-1:999900001111:function:another' };
    const first = { 'lambda:SourceFunctionArn': access.inFunction['lambda:SourceFunctionArn'] ?? '' };
    for (const context of [foreign, first]) {
      expect(access.may(decides, 'dynamodb:UpdateItem', table, context)).toBe(false);
      expect(access.may(decides, 'secretsmanager:GetSecretValue', secret, context)).toBe(false);
    }
    const [binding, ...more] = statementsOf(stage, 'AWS::IAM::ManagedPolicy', 'PolicyDocument', /^ProxyVerdictsFunctionBinding/);
    expect(more).toEqual([]);
    expect(binding).toMatchObject({
      Effect: 'Deny',
      Action: expect.arrayContaining(['dynamodb:*', 's3:*', 'secretsmanager:*']),
      Resource: '*',
    });
  });
});

test('the role of the function that starts may put a record and read it again, and can neither decide nor delete one', () => {
  const [record, ...more] = allowed(/^ProxyFunctionPolicy/).filter(({ Resource }) => Resource === table);
  expect(more).toEqual([]);
  expect(record?.Action).toEqual(['dynamodb:GetItem', 'dynamodb:PutItem']);
  for (const action of ['GetItem', 'PutItem']) expect(access.may(access.function, `dynamodb:${action}`, table)).toBe(true);
  for (const action of ['UpdateItem', 'DeleteItem', 'Scan', 'Query', 'BatchWriteItem', 'PartiQLUpdate'])
    expect([action, access.may(access.function, `dynamodb:${action}`, table)]).toEqual([action, false]);
});
