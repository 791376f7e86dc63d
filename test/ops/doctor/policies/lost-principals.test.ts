import { lostPrincipalsOf } from '../../../../ops/doctor/policies/lost-principals';
import { AwsText } from '../../../support/aws-server';
import { type HealthyStage, startHealthyStage } from '../healthy-stage';

const LOST = 'AROAEXAMPLEEXAMPLE00';
const statement = (rest: object) => ({ Sid: 'EnrolPhotos', Effect: 'Allow', Action: '*', Resource: '*', ...rest });
const policy = (...statements: object[]) => JSON.stringify({ Statement: statements });

test.each([
  ['a role', { Principal: { AWS: LOST } }, [LOST]],
  ['a user', { Principal: { AWS: ['arn:aws:iam::111122223333:role/there', 'AIDAEXAMPLEEXAMPLE00'] } }, ['AIDAEXAMPLEEXAMPLE00']],
  ['one of a denial', { Effect: 'Deny', NotPrincipal: { AWS: [LOST] } }, [LOST]],
  ['an account', { Principal: { AWS: '111122223333' } }, []],
  ['everybody', { Principal: '*' }, []],
  ['a canonical user', { Principal: { CanonicalUser: '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be' } }, []],
  ['an id in a condition', { Principal: '*', Condition: { StringNotLike: { 'aws:userId': [`${LOST}:*`, LOST] } } }, []],
])('%s in a policy is lost or is not', (_which, rest, ids) => {
  expect(lostPrincipalsOf(policy(statement(rest))).map(({ id }) => id)).toEqual(ids);
});

describe('doctor, with a role that was deleted and made again', () => {
  let stage: HealthyStage;
  beforeEach(async () => {
    stage = await startHealthyStage();
  });
  afterEach(() => stage.stop());

  test.each<[check: string, get: string, put: string, lose: () => void]>([
    [
      'bucket-roles',
      'aws s3api get-bucket-policy --region eu-central-1 --bucket photos-of-dev --query Policy --output text > policy.json',
      'aws s3api put-bucket-policy --region eu-central-1 --bucket photos-of-dev --policy file://policy.json',
      () => stage.aws.answer('s3.GET /photos-of-dev?policy', new AwsText(policy(statement({ Principal: { AWS: LOST } })))),
    ],
    [
      'key-roles',
      'aws kms get-key-policy --region eu-central-1 --key-id arn:aws:kms:eu-central-1:111122223333:key/photos --policy-name default',
      'aws kms put-key-policy --region eu-central-1 --key-id arn:aws:kms:eu-central-1:111122223333:key/photos --policy-name default',
      () => stage.aws.answer('kms.GetKeyPolicy', { Policy: policy(statement({ Principal: { AWS: LOST } })) }),
    ],
  ])('%s fails, with the statement, and the commands that put the policy again', async (check, get, put, lose) => {
    lose();
    const { code, checks, of } = await stage.examine();
    expect(code).toBe(1);
    expect(of(check)).toMatchObject({ verdict: 'fail', says: expect.stringContaining(`${LOST} (statement EnrolPhotos)`) });
    expect(of(check)?.toDo).toContain('A deployment without changes does not write the policy again.');
    expect(of(check)?.toDo).toContain(get);
    expect(of(check)?.toDo).toContain(put);
    expect(checks.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)).toEqual([check]);
  });
});
