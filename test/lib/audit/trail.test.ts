import { concrete, statementsOf } from '../../support/stack-policies';
import { checked, EXISTING, type Synthesized, synthesize, synthesizeStage } from '../../support/template';

const prod = synthesizeStage('prod');
const existing = synthesizeStage('existing', EXISTING);
const local = synthesizeStage('local');

const on = (more: object = {}): Record<string, unknown> => ({ auditTrail: { trail: 'on', ...more } });
const trailOf = (stage: Synthesized) => concrete(stage.one('AWS::CloudTrail::Trail'), stage.resources) as Record<string, unknown>;
const idOf = (stage: Synthesized, type: string, id: RegExp): string => stage.of(type).find(([each]) => id.test(each))?.[0] ?? '';

const FILES = idOf(prod, 'AWS::S3::Bucket', /TrailFiles/);
const ACCESS = idOf(prod, 'AWS::S3::Bucket', /AccessLog/);
const PHOTOS = idOf(prod, 'AWS::S3::Bucket', /Faces/);
const OF_THIS_STACK = {
  ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:eu-central-1:999900001111:trail/FaceMatchProxy-prod-*' },
  StringEquals: { 'aws:SourceAccount': '999900001111' },
};

describe('the trail', () => {
  const trail = trailOf(prod);

  test('records reads and writes of every photo, every invocation, and every change, in every region and of the whole account', () => {
    expect(trail.AdvancedEventSelectors).toEqual([
      {
        Name: expect.any(String),
        FieldSelectors: [
          { Field: 'eventCategory', Equals: ['Data'] },
          { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
          { Field: 'resources.ARN', StartsWith: [`arn:aws:s3:::${PHOTOS}/`] },
        ],
      },
      {
        Name: expect.any(String),
        FieldSelectors: [
          { Field: 'eventCategory', Equals: ['Data'] },
          { Field: 'resources.type', Equals: ['AWS::Lambda::Function'] },
          {
            Field: 'resources.ARN',
            StartsWith: [concrete({ 'Fn::GetAtt': [prod.of('AWS::Lambda::Function')[0]?.[0], 'Arn'] }, prod.resources)],
          },
        ],
      },
      {
        Name: expect.any(String),
        FieldSelectors: [
          { Field: 'eventCategory', Equals: ['Management'] },
          { Field: 'readOnly', Equals: ['false'] },
        ],
      },
    ]);
    expect(trail).toMatchObject({ IsMultiRegionTrail: true, IncludeGlobalServiceEvents: true });
  });

  test('records the kinds’ prefixes of a bucket that exists', () => {
    const stage = synthesize(
      checked({
        ...on(),
        bucket: { existing: { bucketName: 'photos', keyArn: 'arn:aws:kms:eu-central-1:222233334444:key/1', requireChecksum: true } },
        images: { face: { key: 'a/faces/{subject}' }, documentFront: { key: 'b/{subject}/front' } },
      }),
    );
    expect(JSON.stringify(trailOf(stage))).toContain('"StartsWith":["arn:aws:s3:::photos/a/faces/","arn:aws:s3:::photos/b/"]');
    expect(stage.warnings.join()).not.toContain('The bucket belongs to another account');
  });

  test('says that it cannot see what others do with the bucket of another account', () => {
    const keyArn = 'arn:aws:kms:eu-central-1:222233334444:key/1';
    const bucket = {
      existing: { bucketName: 'photos', keyArn, requireChecksum: true, account: '222233334444', missingKey: 'plain-403-means-absent' },
    };
    expect(synthesize(checked({ ...on(), bucket })).warnings.join()).toContain('The bucket belongs to another account');
  });

  test('has its files in their bucket, and its lines for as long as all logs', () => {
    expect(trail.S3BucketName).toBe(FILES);
    expect(prod.one('AWS::Logs::LogGroup', /AuditTrail/).RetentionInDays).toBe(365);
  });

  test('waits for what it needs to be made: the bucket’s policy and the writer’s', () => {
    const DependsOn = prod.of('AWS::CloudTrail::Trail')[0]?.[1].DependsOn;
    expect(DependsOn).toEqual(expect.arrayContaining([expect.stringMatching(/FilesBucketPolicy/), expect.stringMatching(/WriterPolicy/)]));
  });

  test('writes into its own streams in one group, and no one but it may', () => {
    const writer = prod.one('AWS::IAM::ManagedPolicy', /AuditTrailWriter/);
    expect(concrete(writer.PolicyDocument.Statement, prod.resources)).toEqual([
      {
        Sid: 'WriteEvents',
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: expect.stringMatching(/:log-group:ProxyAuditTrailLog\w+:log-stream:999900001111_CloudTrail_\*$/),
      },
    ]);
  });

  test('takes its role without a condition, as AWS documents none for it', () => {
    const trust = concrete(prod.one('AWS::IAM::Role', /AuditTrailWriter/).AssumeRolePolicyDocument.Statement, prod.resources);
    expect(trust).toEqual([{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'cloudtrail.amazonaws.com' } }]);
  });
});

describe('the trail’s files', () => {
  const bucket = prod.one('AWS::S3::Bucket', /TrailFiles/);
  const policy = statementsOf(prod, 'AWS::S3::BucketPolicy', 'PolicyDocument', /TrailFiles/) as unknown as Record<string, unknown>[];

  test('are versioned, locked for their retention, and end after it', () => {
    expect(bucket.VersioningConfiguration).toEqual({ Status: 'Enabled' });
    expect(bucket.ObjectLockEnabled).toBe(true);
    expect(bucket.ObjectLockConfiguration.Rule.DefaultRetention).toEqual({ Mode: 'GOVERNANCE', Days: 1095 });
    expect(bucket.LifecycleConfiguration.Rules).toEqual([
      expect.objectContaining({ Status: 'Enabled', ExpirationInDays: 1095, NoncurrentVersionExpiration: { NoncurrentDays: 1 } }),
    ]);
  });

  test('can be locked against everybody, for another time', () => {
    const stage = synthesize(checked(on({ lock: 'compliance-which-nobody-can-undo', retentionDays: 400 })));
    const strict = stage.one('AWS::S3::Bucket', /TrailFiles/);
    expect(strict.ObjectLockConfiguration.Rule.DefaultRetention).toEqual({ Mode: 'COMPLIANCE', Days: 400 });
    expect(strict.LifecycleConfiguration.Rules[0].ExpirationInDays).toBe(400);
  });

  test('are deleted and unlocked by no one', () => {
    expect(policy).toContainEqual(
      expect.objectContaining({
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Resource: `arn:aws:s3:::${FILES}/*`,
        Action: expect.arrayContaining([
          's3:BypassGovernanceRetention',
          's3:DeleteObject',
          's3:DeleteObjectVersion',
          's3:PutObjectRetention',
        ]),
      }),
    );
  });

  test('are not locked in a throw-away stage, which must be able to go', () => {
    const stage = synthesize(checked({ purpose: 'throw-away', ...on() }));
    const [[, files] = ['', undefined]] = stage.of('AWS::S3::Bucket').filter(([id]) => id.includes('TrailFiles'));
    expect(files?.DeletionPolicy).toBe('Delete');
    expect(files?.Properties.ObjectLockConfiguration).toBeUndefined();
    expect(JSON.stringify(stage.one('AWS::S3::BucketPolicy', /TrailFiles/))).not.toContain('NobodyDeletes');
  });

  test('come from trails of this stack alone, under the account’s own prefix', () => {
    const allowed = policy.filter(({ Effect }) => Effect === 'Allow');
    expect(allowed).toEqual([
      expect.objectContaining({ Action: 's3:GetBucketAcl', Principal: { Service: 'cloudtrail.amazonaws.com' }, Condition: OF_THIS_STACK }),
      expect.objectContaining({
        Action: 's3:PutObject',
        Resource: `arn:aws:s3:::${FILES}/AWSLogs/999900001111/*`,
        Condition: {
          ...OF_THIS_STACK,
          StringEquals: { ...OF_THIS_STACK.StringEquals, 's3:x-amz-acl': 'bucket-owner-full-control' },
        },
      }),
    ]);
    expect(JSON.stringify(policy)).toContain('aws:SecureTransport');
  });

  test('are encrypted for that trail, and decrypted through S3 alone, in the context of a trail', () => {
    const statements = statementsOf(prod, 'AWS::KMS::Key', 'KeyPolicy', /ServiceKey/) as unknown as Record<string, unknown>[];
    expect(statements).toContainEqual(
      expect.objectContaining({
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: ['kms:DescribeKey', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext'],
        Condition: OF_THIS_STACK,
      }),
    );
    expect(statements).toContainEqual(
      expect.objectContaining({
        Action: 'kms:Decrypt',
        Condition: {
          StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com', 'kms:CallerAccount': '999900001111' },
          Null: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false' },
        },
      }),
    );
  });
});

describe('the access log of the buckets', () => {
  test('takes lines about the photos and the trail’s files, each under its prefix', () => {
    const source = (id: RegExp) => concrete(prod.one('AWS::S3::Bucket', id).LoggingConfiguration, prod.resources);
    expect(source(/Faces/)).toEqual({ DestinationBucketName: ACCESS, LogFilePrefix: 'photos/' });
    expect(source(/TrailFiles/)).toEqual({ DestinationBucketName: ACCESS, LogFilePrefix: 'audit/' });
    const delivery = statementsOf(prod, 'AWS::S3::BucketPolicy', 'PolicyDocument', /AccessLog/).filter(({ Effect }) => Effect === 'Allow');
    expect(delivery).toEqual(
      [
        ['photos/*', PHOTOS],
        ['audit/*', FILES],
      ].map(([objects, bucket]) =>
        expect.objectContaining({
          Principal: { Service: 'logging.s3.amazonaws.com' },
          Action: 's3:PutObject',
          Resource: `arn:aws:s3:::${ACCESS}/${objects}`,
          Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:s3:::${bucket}` }, StringEquals: { 'aws:SourceAccount': '999900001111' } },
        }),
      ),
    );
  });

  test('ends with the logs, and has the one encryption that S3 delivers to', () => {
    const bucket = prod.one('AWS::S3::Bucket', /AccessLog/);
    expect(bucket.LifecycleConfiguration.Rules).toEqual([expect.objectContaining({ ExpirationInDays: 365 })]);
    expect(JSON.stringify(bucket.BucketEncryption)).toContain('"AES256"');
    expect(JSON.stringify(statementsOf(prod, 'AWS::S3::BucketPolicy', 'PolicyDocument', /AccessLog/))).toContain('aws:SecureTransport');
  });

  test('leaves a bucket of others to them, and is not there in a throw-away stage', () => {
    const sources = existing.of('AWS::S3::Bucket').filter(([, { Properties }]) => Properties.LoggingConfiguration !== undefined);
    expect(sources.map(([id]) => id)).toEqual([expect.stringMatching(/TrailFiles/)]);
    expect(existing.of('AWS::S3::Bucket')).toHaveLength(2);
    expect(local.of('AWS::S3::Bucket')).toHaveLength(1);
  });
});

describe('settings of the trail', () => {
  const faultsOf = (changes: Record<string, unknown>): string[] => {
    try {
      checked(changes);
    } catch (error) {
      return [...(error as Error).message.matchAll(/^ {2}(.+?): is /gm)].map(([, name]) => String(name));
    }
    return [];
  };
  const production = {
    purpose: 'production',
    images: { face: { key: 'faces/{subject}', retentionDays: 365 } },
    operators: { enrol: ['arn:aws:iam::999900001111:role/E'], erase: ['arn:aws:iam::999900001111:role/P'] },
  };
  const stream = 'arn:aws:kinesis:eu-central-1:999900001111:stream/audit';

  test('take none for an answer in production only with the reason in its name', () => {
    expect(faultsOf({ ...production, auditTrail: { trail: 'off' } })).toEqual(['auditTrail.trail']);
    expect(faultsOf({ auditTrail: { trail: 'off' } })).toEqual([]);
    const elsewhere = checked({ ...production, auditTrail: { trail: 'off-because-an-organisation-trail-covers-this-bucket' } });
    expect(synthesize(elsewhere).of('AWS::CloudTrail::Trail')).toEqual([]);
    expect(synthesize(checked(production)).of('AWS::CloudTrail::Trail')).toHaveLength(1);
  });

  test('name one destination of audit lines, of the kind that they say', () => {
    expect(faultsOf({ auditTrail: { linesTo: {} } })).toEqual(['auditTrail.linesTo']);
    expect(faultsOf({ auditTrail: { linesTo: { stream, destination: 'arn:aws:logs:eu-central-1:999900001111:destination:a' } } })).toEqual([
      'auditTrail.linesTo',
    ]);
    for (const member of ['firehose', 'function', 'destination'])
      expect(faultsOf({ auditTrail: { linesTo: { [member]: stream } } })).toEqual([`auditTrail.linesTo.${member}`]);
  });

  test.each([89, 3654, 100.5])('keep files for no %p days', (retentionDays) =>
    expect(faultsOf({ auditTrail: { retentionDays } })).toEqual(['auditTrail.retentionDays']),
  );
});

test('a trail is made in production without a word, elsewhere on demand, and its absence in development is a warning', () => {
  expect(local.of('AWS::CloudTrail::Trail')).toEqual([]);
  expect(local.warnings).toEqual([]);
  expect(synthesize(checked()).of('AWS::CloudTrail::Trail')).toEqual([]);
  expect(synthesize(checked()).warnings.join()).toContain('No one records who reads or changes a photo');
  expect(synthesize(checked(on())).warnings.join()).not.toContain('No one records');
});
