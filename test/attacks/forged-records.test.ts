import { ADMINISTRATOR, ADMINISTRATOR_POLICY, allowedByEither, concrete, statementsOf } from '../support/stack-policies';
import { synthesizeStage } from '../support/template';

/** Somebody who puts their own file among the records, changes one, or takes one away. */
const prod = synthesizeStage('prod');
const TLS = { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3' };
const ACCOUNT = { 'aws:SourceAccount': '999900001111' };

const bucketOf = (id: RegExp): string =>
  String(concrete({ 'Fn::GetAtt': [prod.of('AWS::S3::Bucket').find(([each]) => id.test(each))?.[0], 'Arn'] }, prod.resources));

const RECORDS = [
  {
    name: 'the trail',
    id: /TrailFiles/,
    service: 'cloudtrail.amazonaws.com',
    key: 'AWSLogs/999900001111/CloudTrail/us-east-1/2026/11/02/file.json.gz',
    context: {
      ...ACCOUNT,
      'aws:SourceArn': 'arn:aws:cloudtrail:eu-central-1:999900001111:trail/FaceMatchProxy-prod-x',
      's3:x-amz-acl': 'bucket-owner-full-control',
    },
  },
  {
    name: 'the access log',
    id: /AccessLog/,
    service: 'logging.s3.amazonaws.com',
    key: 'photos/2026-11-02-09-00-00-0123456789ABCDEF',
    context: { ...ACCOUNT, 'aws:SourceArn': bucketOf(/Faces/) },
  },
];

describe.each(RECORDS)('in the bucket of $name', ({ id, service, key, context }) => {
  const policy = statementsOf(prod, 'AWS::S3::BucketPolicy', 'PolicyDocument', id);
  const resource = `${bucketOf(id)}/${key}`;
  const may = (principal: string, action: string, more: Readonly<Record<string, string>> = {}): boolean =>
    allowedByEither({ principal, action, resource, context: { ...TLS, ...more } }, policy, ADMINISTRATOR_POLICY);

  test('the service writes, from every region of the account', () => {
    expect(may(service, 's3:PutObject', { ...context, 'aws:PrincipalServiceName': service })).toBe(true);
  });

  test('the service does not write for another account', () => {
    const other = { ...context, 'aws:PrincipalServiceName': service, 'aws:SourceAccount': '111122223333' };
    expect(may(service, 's3:PutObject', other)).toBe(false);
  });

  test.each([
    's3:PutObject',
    's3:PutObjectAcl',
    's3:PutObjectTagging',
    's3:ReplicateObject',
    's3:ReplicateDelete',
    's3:UpdateObjectEncryption',
  ])('an administrator may not %s, under any name', (action) => {
    expect(may(ADMINISTRATOR, action)).toBe(false);
    expect(may(ADMINISTRATOR, action, context)).toBe(false);
  });

  test.each([
    's3:DeleteObject',
    's3:DeleteObjectVersion',
    's3:PutObjectRetention',
    's3:BypassGovernanceRetention',
    's3:PutObjectLegalHold',
  ])('no one may %s', (action) => {
    expect(may(ADMINISTRATOR, action)).toBe(false);
    expect(may(service, action, { ...context, 'aws:PrincipalServiceName': service })).toBe(false);
  });
});

test('no one puts a photo under another key once it is there, an operator as little as an administrator', () => {
  const policy = statementsOf(prod, 'AWS::S3::BucketPolicy', 'PolicyDocument', /Faces/);
  const operators = policy
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Principal }) => Object.values(Principal as Record<string, string>).flat());
  expect(operators.length).toBeGreaterThanOrEqual(2);
  for (const principal of [ADMINISTRATOR, ...operators]) {
    const call = { principal, action: 's3:UpdateObjectEncryption', resource: `${bucketOf(/Faces/)}/faces/alice`, context: TLS };
    const everything = [{ Effect: 'Allow' as const, Principal: { AWS: principal }, Action: '*', Resource: '*' }];
    expect(allowedByEither(call, policy, everything)).toBe(false);
  }
});
