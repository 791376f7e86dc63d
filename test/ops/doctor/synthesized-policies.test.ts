import { lostPrincipalsOf } from '../../../ops/doctor/policies/lost-principals';
import { readersOf } from '../../../ops/doctor/policies/policy-readers';
import { AwsText } from '../../support/aws-server';
import { ROLE_ARN } from '../../support/deployed-stage';
import { concrete } from '../../support/stack-policies';
import { checked, EXISTING, type Synthesized, synthesize, synthesizeStage } from '../../support/template';
import { type HealthyStage, READER, ROLE_ID, startHealthyStage } from './healthy-stage';

const OPERATORS = Object.fromEntries(
  ['enrol', 'read', 'replace', 'erase'].map((name) => [name, [`arn:aws:iam::111122223333:role/${name}`]]),
);
const WITH_OPERATORS = synthesize(checked({ operators: OPERATORS }));
const STAGES: readonly (readonly [string, Synthesized])[] = [
  ['prod', synthesizeStage('prod')],
  ['dev', synthesizeStage('dev')],
  ['local', synthesizeStage('local')],
  ['existing', synthesizeStage('existing', EXISTING)],
  ['with operators', WITH_OPERATORS],
];

/** Every policy anywhere in a template: everything that has statements. */
function policiesIn(value: unknown, at = ''): [at: string, policy: object][] {
  if (typeof value !== 'object' || value === null) return [];
  const own: [string, object][] = Array.isArray((value as { Statement?: unknown }).Statement) ? [[at, value]] : [];
  return [...own, ...Object.entries(value).flatMap(([name, member]) => policiesIn(member, `${at}/${name}`))];
}

test.each(STAGES)('every policy that the stage %s synthesizes can be read, and names no role that is lost', (_name, { resources }) => {
  const policies = policiesIn(concrete(resources, resources));
  expect(policies.length).toBeGreaterThan(3);
  for (const [at, policy] of policies) {
    const text = JSON.stringify(policy);
    for (const action of ['s3:GetObject', 'kms:Decrypt']) {
      expect({ at, reads: readersOf(text, action, ['arn:aws:s3:::photos/faces/*']) }).toMatchObject({
        at,
        reads: { allowed: expect.any(Array) },
      });
    }
    expect({ at, lost: lostPrincipalsOf(text) }).toEqual({ at, lost: [] });
  }
});

describe('doctor, given the policies of a stage with operators as they are synthesized', () => {
  let stage: HealthyStage;
  beforeEach(async () => {
    stage = await startHealthyStage();
    const { resources } = WITH_OPERATORS;
    const put = (type: string, member: string) => {
      const [, { Properties }] = Object.entries(resources).find(([id, { Type }]) => Type === type && /Photos/.test(id)) as [
        string,
        { Properties: Record<string, unknown> },
      ];
      return JSON.stringify(concrete(Properties[member], resources))
        .replace(/arn:aws:s3:::ProxyFacesPhotosBucket\w+/g, 'arn:aws:s3:::photos-of-dev')
        .replace(/arn:aws:iam::999900001111:role\/ProxyFunctionRole\w+/g, ROLE_ARN)
        .replace(/ProxyFunctionRole\w+\.RoleId/g, ROLE_ID)
        .replaceAll('arn:aws:iam::111122223333:role/read"', `${READER}"`);
    };
    stage.aws.answer('s3.GET /photos-of-dev?policy', new AwsText(put('AWS::S3::BucketPolicy', 'PolicyDocument')));
    stage.aws.answer('kms.GetKeyPolicy', { Policy: put('AWS::KMS::Key', 'KeyPolicy') });
  });
  afterEach(() => stage.stop());

  test('reads them, a number in a condition included, and says who may read', async () => {
    const { code, of } = await stage.examine();
    expect(code).toBe(0);
    expect(of('readers')).toMatchObject({ verdict: 'pass', says: expect.stringContaining(`these may read a photo: ${READER}.`) });
    expect(of('key-readers')).toMatchObject({ verdict: 'pass', says: `The key decrypts for the function and ${READER}.` });
    for (const id of ['bucket-roles', 'key-roles']) expect(of(id)).toMatchObject({ verdict: 'pass' });
  });
});
