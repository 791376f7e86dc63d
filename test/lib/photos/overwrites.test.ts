import { Access } from '../../support/compliance-access';
import { ADMINISTRATOR, type Call } from '../../support/stack-policies';
import { checked, EXISTING, synthesize, synthesizeStage } from '../../support/template';

const [ENROL, REPLACE, ERASE] = ['Enrolment', 'Corrections', 'Privacy'].map((name) => `arn:aws:iam::999900001111:role/${name}`) as [
  string,
  string,
  string,
];
/** The header with which S3 creates and never overwrites; without it, it does both. */
const NEW_OBJECT = { 's3:if-none-match': '*' };
const VIA_S3 = { 'kms:ViaService': 's3.eu-central-1.amazonaws.com', 'kms:CallerAccount': '999900001111' };
const images = { face: { key: 'faces/{subject}' }, documentFront: { key: 'documents/{subject}/front' } };

const operated = new Access(synthesize(checked({ images, operators: { enrol: [ENROL], replace: [REPLACE], erase: [ERASE] } })));
const strict = new Access(synthesize(checked({ images, operators: { enrol: [ENROL], erase: [ERASE] } })));
const open = new Access(synthesize(checked({ images })));

const onFace = (access: Access, who: string, action: string, context: Call['context'] = {}): boolean =>
  access.may(who, action, `${access.bucket}/faces/alice`, context);

describe('a photo is overwritten', () => {
  test('by a role that is there for it, of every kind, and such a role can neither read, list nor erase one', () => {
    for (const photo of ['faces/alice', 'documents/alice/front']) {
      expect(operated.may(REPLACE, 's3:PutObject', `${operated.bucket}/${photo}`)).toBe(true);
    }
    expect(operated.may(REPLACE, 'kms:GenerateDataKey', operated.photoKey, VIA_S3)).toBe(true);
    for (const action of ['s3:GetObject', 's3:GetObjectVersion', 's3:GetObjectAttributes', 's3:DeleteObject', 's3:DeleteObjectVersion']) {
      expect([action, onFace(operated, REPLACE, action)]).toEqual([action, false]);
    }
    for (const action of ['kms:Decrypt', 'kms:CreateGrant', 'kms:ReEncryptFrom']) {
      expect([action, operated.may(REPLACE, action, operated.photoKey, VIA_S3)]).toEqual([action, false]);
    }
  });

  test.each([
    ['by a role that enrols', operated, ENROL],
    ['by a role that erases', operated, ERASE],
    ['by an administrator', operated, ADMINISTRATOR],
    ['by the function', operated, operated.function],
    ['by a role that another stage names', strict, REPLACE],
    ['by a role that enrols, where no one is named for it', strict, ENROL],
    ['by an administrator, where no operators are named', open, ADMINISTRATOR],
  ])('not %s', (_, access, who) => {
    const partOfAnUpload = { 's3:ObjectCreationOperation': 'false' };
    const contexts: Record<string, string>[] = [
      {},
      { 's3:if-match': '"etag"' },
      { 's3:x-amz-copy-source': 'another/photo' },
      partOfAnUpload,
    ];
    for (const context of contexts) expect([context, onFace(access, who, 's3:PutObject', context)]).toEqual([context, false]);
  });

  test('nor brought in by replication, with a date from elsewhere, by anybody at all', () => {
    for (const [access, who] of [
      [operated, ENROL],
      [operated, REPLACE],
      [operated, ERASE],
      [strict, ENROL],
      [open, ADMINISTRATOR],
    ] as const) {
      for (const action of ['s3:ReplicateObject', 's3:ReplicateDelete'])
        expect([who, action, onFace(access, who, action)]).toEqual([who, action, false]);
    }
  });
});

test('a first photo is put by a role that enrols, and by the IAM of the account where no operators are named', () => {
  expect(onFace(operated, ENROL, 's3:PutObject', NEW_OBJECT)).toBe(true);
  expect(onFace(strict, ENROL, 's3:PutObject', NEW_OBJECT)).toBe(true);
  expect(onFace(open, ADMINISTRATOR, 's3:PutObject', NEW_OBJECT)).toBe(true);
  expect(onFace(open, ADMINISTRATOR, 's3:DeleteObjectVersion')).toBe(true);
});

test('a role that enrols and overwrites is refused, since the trail could not distinguish the two', () => {
  const both = () => checked({ operators: { enrol: [ENROL], replace: [REPLACE, ENROL], erase: [ERASE] } });
  expect(both).toThrow(/operators\.replace\[1\]: is .*Enrolment.*; accepted: a role that is not in operators\.enrol/);
});

test('a role that can swap a photo by itself, by erasing one and enrolling another, is warned of', () => {
  const { warnings } = synthesize(checked({ operators: { enrol: [ENROL, REPLACE], erase: [REPLACE, ERASE] } }));
  expect(warnings.join()).toContain('one person can swap a photo');
  expect(synthesizeStage('prod').warnings.join()).not.toContain('can swap a photo');
});

test('replacements without an alarm are warned of, where there can be any', () => {
  const auditTrail = { trail: 'on', replacedPhotos: 'counted-without-an-alarm' };
  const warningsWith = (replace: string[]) =>
    synthesize(checked({ auditTrail, operators: { enrol: [ENROL], replace, erase: [ERASE] } })).warnings.join();
  expect(warningsWith([REPLACE])).toContain('replaced without an alarm');
  expect(warningsWith([])).not.toContain('replaced without an alarm');
});

test('for your own bucket the synthesis says that its policy decides, and where the statement for it is', () => {
  const warning = synthesizeStage('existing', EXISTING).warnings.find((each) => each.includes('decided by the existing bucket'));
  expect(warning).toContain('read and overwrite');
  expect(warning).toContain('"A bucket of your own" in docs/audit-trail.md');
});
