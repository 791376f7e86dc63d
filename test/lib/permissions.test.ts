import {
  ADMINISTRATOR,
  ADMINISTRATOR_POLICY,
  allowedByEither,
  allowedByKey,
  type Call,
  concrete,
  identityPolicy,
  madeBy,
  ROOT,
  statementsOf,
} from '../support/stack-policies';
import { checked, EXISTING, synthesize, synthesizeStage } from '../support/template';

const ENROL = 'arn:aws:iam::999900001111:role/Enrolment';
const READ = 'arn:aws:iam::999900001111:role/Investigation';
const ERASE = 'arn:aws:iam::999900001111:role/Privacy';

const operated = synthesize(
  checked({
    purpose: 'production',
    images: {
      face: { key: 'faces/{subject}', retentionDays: 365 },
      documentFront: { key: 'documents/{subject}/front', retentionDays: 90 },
    },
    operators: { enrol: [ENROL], read: [READ], erase: [ERASE] },
  }),
);
const open = synthesize(checked());
const existing = synthesizeStage('existing', EXISTING);

const [bucketId] = operated.of('AWS::S3::Bucket').find(([id]) => id.includes('Faces')) ?? [''];
const BUCKET = `arn:aws:s3:::${bucketId}`;
const FACE = `${BUCKET}/faces/alice`;
const KEY = concrete(
  { 'Fn::GetAtt': [operated.of('AWS::KMS::Key').find(([id]) => id.includes('Faces'))?.[0], 'Arn'] },
  operated.resources,
) as string;
const FUNCTION = concrete(operated.one('AWS::Lambda::Function').Role, operated.resources) as string;
const LAMBDA = concrete({ 'Fn::GetAtt': [operated.of('AWS::Lambda::Function')[0]?.[0], 'Arn'] }, operated.resources) as string;
const VIA_S3 = { 'kms:ViaService': 's3.eu-central-1.amazonaws.com', 'kms:CallerAccount': '999900001111' };
/** The header with which S3 creates and never overwrites. */
const NEW_OBJECT = { 's3:if-none-match': '*' };
const TLS = { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3' };

const functionPolicy = identityPolicy(FUNCTION, statementsOf(operated, 'AWS::IAM::ManagedPolicy', 'PolicyDocument', /Function/));
const bucketPolicy = statementsOf(operated, 'AWS::S3::BucketPolicy', 'PolicyDocument', /Faces/);
const photoKey = statementsOf(operated, 'AWS::KMS::Key', 'KeyPolicy', /Faces/);
const serviceKey = statementsOf(operated, 'AWS::KMS::Key', 'KeyPolicy', /ServiceKey/);

/** What AWS adds to a call of the function. */
const added = (principal: string): Call['context'] => (principal === FUNCTION ? madeBy(LAMBDA, FUNCTION) : {});
const s3 = (principal: string, action: string, resource = FACE, more: Call['context'] = {}): boolean => {
  const context = { ...TLS, ...added(principal), ...more };
  return allowedByEither({ principal, action, resource, context }, bucketPolicy, ADMINISTRATOR_POLICY, functionPolicy);
};
const kms = (principal: string, action: string, context: Call['context'] = {}): boolean =>
  allowedByKey({ principal, action, resource: KEY, context: { ...added(principal), ...context } }, photoKey, [
    ...ADMINISTRATOR_POLICY,
    ...functionPolicy,
  ]);

describe('the function', () => {
  test('may do what it needs and nothing else', () => {
    const actions = functionPolicy.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action);
    expect(actions).toEqual([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
      's3:GetObject',
      'kms:Decrypt',
      'secretsmanager:GetSecretValue',
      'kms:Decrypt',
      'dynamodb:UpdateItem',
      'kms:Decrypt',
    ]);
  });

  test('gets photos under the prefixes of the kinds, and nothing else', () => {
    expect(s3(FUNCTION, 's3:GetObject')).toBe(true);
    expect(s3(FUNCTION, 's3:GetObject', `${BUCKET}/documents/alice/front`)).toBe(true);
    expect(s3(FUNCTION, 's3:GetObject', `${BUCKET}/other/alice`)).toBe(false);
    expect(s3(FUNCTION, 's3:GetObject', 'arn:aws:s3:::another/faces/alice')).toBe(false);
  });

  test('decrypts photos in the context of their bucket, through S3 of this region alone', () => {
    const context = { ...VIA_S3, 'kms:EncryptionContext:aws:s3:arn': BUCKET };
    expect(kms(FUNCTION, 'kms:Decrypt', context)).toBe(true);
    expect(kms(FUNCTION, 'kms:Decrypt', { ...context, 'kms:ViaService': 's3.us-east-1.amazonaws.com' })).toBe(false);
    expect(kms(FUNCTION, 'kms:GenerateDataKey', context)).toBe(false);
  });

  test('carries every condition in its own policy too, so that a laxer key policy would open nothing', () => {
    const conditions = functionPolicy.filter(({ Action }) => Action === 'kms:Decrypt').map(({ Condition }) => Condition);
    expect(conditions).toEqual([
      { StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com', 'kms:EncryptionContext:aws:s3:arn': BUCKET } },
      {
        StringEquals: {
          'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com',
          'kms:EncryptionContext:SecretARN': expect.stringMatching(/:secret:/),
        },
      },
      {
        StringEquals: {
          'kms:ViaService': 'dynamodb.eu-central-1.amazonaws.com',
          'kms:EncryptionContext:aws:dynamodb:tableName': expect.stringMatching(/Attempts/),
          'kms:EncryptionContext:aws:dynamodb:subscriberId': '999900001111',
        },
      },
    ]);
  });

  test('decrypts the secret through Secrets Manager alone', () => {
    const secret = concrete({ Ref: operated.of('AWS::SecretsManager::Secret')[0]?.[0] }, operated.resources) as string;
    const key = functionPolicy.find(({ Resource, Action }) => Action === 'kms:Decrypt' && Resource !== KEY)?.Resource as string;
    const context = {
      'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com',
      'kms:CallerAccount': '999900001111',
      'kms:EncryptionContext:SecretARN': secret,
    };
    const decrypt = (given: Call['context']): boolean =>
      allowedByKey({ principal: FUNCTION, action: 'kms:Decrypt', resource: key, context: given }, serviceKey, functionPolicy);
    expect(decrypt(context)).toBe(true);
    expect(decrypt({ ...context, 'kms:ViaService': 's3.eu-central-1.amazonaws.com' })).toBe(false);
  });
});

describe('with operators', () => {
  test('an administrator can administer the key', () => {
    expect(kms(ADMINISTRATOR, 'kms:PutKeyPolicy')).toBe(true);
    expect(kms(ADMINISTRATOR, 'kms:ScheduleKeyDeletion')).toBe(true);
  });

  test('a role that enrols puts the first photo of a user, overwrites none under its ETag, and decrypts none', () => {
    expect(s3(ENROL, 's3:PutObject', FACE, NEW_OBJECT)).toBe(true);
    expect(s3(ENROL, 's3:PutObject', FACE, { 's3:if-match': '"etag"' })).toBe(false);
    expect(kms(ENROL, 'kms:GenerateDataKey', VIA_S3)).toBe(true);
    expect(s3(ENROL, 's3:DeleteObjectVersion')).toBe(false);
    expect(kms(ENROL, 'kms:Decrypt', VIA_S3)).toBe(false);
    expect(kms(ENROL, 'kms:GenerateDataKey')).toBe(false);
  });

  test('a role that reads cannot write or erase', () => {
    expect(s3(READ, 's3:GetObject')).toBe(true);
    expect(kms(READ, 'kms:Decrypt', VIA_S3)).toBe(true);
    expect(s3(READ, 's3:PutObject', FACE, NEW_OBJECT)).toBe(false);
    expect(s3(READ, 's3:DeleteObject')).toBe(false);
  });

  test('a role that erases finds and deletes versions, and sees none', () => {
    expect(s3(ERASE, 's3:DeleteObjectVersion')).toBe(true);
    expect(s3(ERASE, 's3:ListBucketVersions', BUCKET, { 's3:prefix': 'faces/alice' })).toBe(true);
    expect(s3(ERASE, 's3:ListBucketVersions', BUCKET, { 's3:prefix': 'logs/' })).toBe(false);
    expect(s3(ERASE, 's3:GetObject')).toBe(false);
    expect(kms(ERASE, 'kms:Decrypt', VIA_S3)).toBe(false);
  });
});

describe('without operators', () => {
  test('the account’s IAM decides, but only through S3, and the key administers without grants', () => {
    const policy = statementsOf(open, 'AWS::KMS::Key', 'KeyPolicy', /Faces/);
    const can = (action: string, context: Call['context'] = {}): boolean =>
      allowedByKey({ principal: ADMINISTRATOR, action, resource: KEY, context }, policy, ADMINISTRATOR_POLICY);
    expect(can('kms:Decrypt', VIA_S3)).toBe(true);
    expect(can('kms:Decrypt')).toBe(false);
    expect(can('kms:Decrypt', { ...VIA_S3, 'kms:CallerAccount': '123456789012' })).toBe(false);
    expect(can('kms:CreateGrant')).toBe(false);
    expect(can('kms:PutKeyPolicy')).toBe(true);
  });
});

describe('an upload', () => {
  const algorithm = 's3:x-amz-server-side-encryption';
  const keyId = 's3:x-amz-server-side-encryption-aws-kms-key-id';
  test.each<[string, Record<string, string>, boolean]>([
    ['without encryption headers, which gets this key', {}, true],
    ['that names this key', { [algorithm]: 'aws:kms', [keyId]: KEY }, true],
    ['with S3’s own keys', { [algorithm]: 'AES256' }, false],
  ])('%s', (_, headers, accepted) => expect(s3(ENROL, 's3:PutObject', FACE, { ...NEW_OBJECT, ...headers })).toBe(accepted));

  test('is refused without TLS and with TLS older than 1.2, like every other call', () => {
    for (const [principal, action] of [
      [ENROL, 's3:PutObject'],
      [FUNCTION, 's3:GetObject'],
    ] as const) {
      expect(s3(principal, action, FACE, NEW_OBJECT)).toBe(true);
      expect(s3(principal, action, FACE, { ...NEW_OBJECT, 'aws:SecureTransport': 'false' })).toBe(false);
      expect(s3(principal, action, FACE, { ...NEW_OBJECT, 's3:TlsVersion': '1.1' })).toBe(false);
    }
  });
});

test('on an existing bucket the function decrypts in the bucket’s context and in that of an object under a prefix', () => {
  const decrypt = statementsOf(existing, 'AWS::IAM::ManagedPolicy', 'PolicyDocument', /Function/).find(
    ({ Action, Condition }) => Action === 'kms:Decrypt' && 'StringLike' in (Condition ?? {}),
  );
  expect(decrypt?.Resource).toBe('arn:aws:kms:eu-central-1:222233334444:key/11111111-2222-3333-4444-555555555555');
  expect(decrypt?.Condition).toEqual({
    StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' },
    StringLike: {
      'kms:EncryptionContext:aws:s3:arn': [
        'arn:aws:s3:::bank-photos',
        'arn:aws:s3:::bank-photos/people/faces/*',
        'arn:aws:s3:::bank-photos/people/documents/*',
      ],
    },
  });
});

test('the service key serves the log groups of this stack, and the account administers it', () => {
  const can = (principal: string, action: string, context: Call['context']): boolean =>
    allowedByKey({ principal, action, resource: '*', context }, serviceKey, ADMINISTRATOR_POLICY);
  const group = (name: string) => ({ 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:eu-central-1:999900001111:log-group:${name}` });
  expect(can('logs.eu-central-1.amazonaws.com', 'kms:GenerateDataKey', group('FaceMatchProxy-test-ProxyFunctionLog-abc'))).toBe(true);
  for (const named of ['aws-waf-logs-FaceMatchProxy-test-1', 'API-Gateway-Execution-Logs_abc/live']) {
    expect(can('logs.eu-central-1.amazonaws.com', 'kms:GenerateDataKey', group(named))).toBe(true);
  }
  for (const another of ['aws-waf-logs-another', '/aws/lambda/another']) {
    expect(can('logs.eu-central-1.amazonaws.com', 'kms:GenerateDataKey', group(another))).toBe(false);
  }
  expect(can(ROOT, 'kms:PutKeyPolicy', {})).toBe(true);
});
