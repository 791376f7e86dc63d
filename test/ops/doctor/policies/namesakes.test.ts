import { denialsById } from '../../../../ops/doctor/policies/namesakes';
import { AwsText } from '../../../support/aws-server';
import { ROLE_ARN } from '../../../support/deployed-stage';
import { concrete } from '../../../support/stack-policies';
import { checked, synthesize } from '../../../support/template';
import { closed, type HealthyStage, KEY_ARN, ROLE_ID, startHealthyStage } from '../healthy-stage';

const OLD = 'AROAEXAMPLEOLDROLE00';
const PHOTOS = 'arn:aws:s3:::photos/faces/*';
const role = { arn: ROLE_ARN, id: ROLE_ID };
const denial = (Condition: object, rest: object = {}) =>
  JSON.stringify({
    Statement: [{ Sid: 'A', Effect: 'Deny', Principal: '*', Action: 's3:GetObject*', Resource: PHOTOS, Condition, ...rest }],
  });
const isFunction = { ArnEquals: { 'aws:PrincipalArn': ROLE_ARN } };
const unless = (...ids: string[]) => ({ StringNotLike: { 'aws:userId': ids } });

test.each<[string, string, string[]]>([
  ['that leaves out the id that the role had', denial({ ...isFunction, ...unless(`${OLD}:*`) }), ['A']],
  ['that leaves out the id that the role has', denial({ ...isFunction, ...unless(`${ROLE_ID}:*`) }), []],
  ['that leaves out several, the role among them', denial(unless(`${OLD}:*`, `${ROLE_ID}:*`, '111122223333')), []],
  ['that leaves out other people alone', denial(unless(`${OLD}:*`, '111122223333')), ['A']],
  ['whose key is written otherwise', denial({ StringNotLikeIfExists: { 'AWS:UserID': `${OLD}:*` } }), ['A']],
  ['that compares whole ids, which no session has', denial({ StringNotEquals: { 'aws:userId': ROLE_ID } }), ['A']],
  ['that is for another role', denial({ ArnEquals: { 'aws:PrincipalArn': `${ROLE_ARN}-2` }, ...unless(`${OLD}:*`) }), []],
  [
    'that has a condition more, of which nothing is known',
    denial({ ...unless(`${OLD}:*`), Bool: { 'aws:MultiFactorAuthPresent': 'false' } }),
    [],
  ],
  ['of other objects', denial(unless(`${OLD}:*`), { Resource: 'arn:aws:s3:::photos/exports/*' }), []],
  ['of another action', denial(unless(`${OLD}:*`), { Action: 's3:PutObject' }), []],
  ['that is an allowance', denial({ StringLike: { 'aws:userId': `${OLD}:*` } }, { Effect: 'Allow' }), []],
])('a denial %s reaches the role by its id, or does not', (_which, policy, sids) => {
  expect(denialsById(policy, 's3:GetObject', [PHOTOS], role).map(({ sid }) => sid)).toEqual(sids);
});

describe('doctor, given the policies of a stage as they are synthesized', () => {
  const { resources } = synthesize(checked({ operators: { enrol: [`${ROLE_ARN}-enrol`], erase: [`${ROLE_ARN}-erase`] } }));
  let stage: HealthyStage;
  beforeEach(async () => {
    stage = await startHealthyStage();
  });
  afterEach(() => stage.stop());

  /** A policy of the stage, with the id that the role had when it was deployed. */
  function synthesized(type: string, member: string, id: string): string {
    const [, { Properties }] = Object.entries(resources).find(([name, { Type }]) => Type === type && /Photos/.test(name)) as [
      string,
      { Properties: Record<string, unknown> },
    ];
    return JSON.stringify(concrete(Properties[member], resources))
      .replace(/arn:aws:s3:::ProxyFacesPhotosBucket\w+/g, 'arn:aws:s3:::photos-of-dev')
      .replace(/arn:aws:iam::999900001111:role\/ProxyFunctionRole\w+/g, ROLE_ARN)
      .replace(/ProxyFunctionRole\w+\.RoleId/g, id);
  }
  const answer = (bucket: string, key: string) => {
    stage.aws.answer('s3.GET /photos-of-dev?policy', new AwsText(synthesized('AWS::S3::BucketPolicy', 'PolicyDocument', bucket)));
    stage.aws.answer('kms.GetKeyPolicy', { Policy: synthesized('AWS::KMS::Key', 'KeyPolicy', key) });
  };

  test('is content with the id that the role has', async () => {
    answer(ROLE_ID, ROLE_ID);
    const { code, of } = await stage.examine();
    expect({ code, ...of('namesakes') }).toMatchObject({ code: 0, verdict: 'pass', says: expect.stringContaining(ROLE_ID) });
  });

  test('says of a role that was made again where the policies name the old id, and the commands that put them again', async () => {
    answer(OLD, OLD);
    const { code, of, checks } = await stage.examine();
    expect(code).toBe(1);
    const { says = '', toDo = '' } = of('namesakes') ?? {};
    for (const sid of ['NamesakesDoNotRead', 'NamesakesDoNotDecrypt']) expect(says).toContain(`statement ${sid} of`);
    expect(says).toContain(`has the id ${ROLE_ID}`);
    expect(toDo).toContain(`put ${ROLE_ID}:* in place of the old id`);
    for (const command of [
      'aws s3api put-bucket-policy --region eu-central-1 --bucket photos-of-dev --policy file://policy.json',
      `aws kms put-key-policy --region eu-central-1 --key-id ${KEY_ARN} --policy-name default --policy file://policy.json`,
    ])
      expect(toDo).toContain(command);
    expect(checks.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)).toEqual(['namesakes']);
  });

  test('names the one policy alone that is behind', async () => {
    answer(ROLE_ID, OLD);
    const { says = '', toDo = '' } = (await stage.examine()).of('namesakes') ?? {};
    expect(says).toContain('NamesakesDoNotDecrypt');
    expect(`${says}${toDo}`).not.toMatch(/NamesakesDoNotRead|s3api/);
  });

  test('has nothing against a stage whose policies know no id', async () => {
    stage.aws.answer('kms.GetKeyPolicy', { Policy: JSON.stringify(closed('kms:Decrypt')) });
    expect((await stage.examine()).of('namesakes')).toMatchObject({ verdict: 'pass' });
  });
});
