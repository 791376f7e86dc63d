import { checkConfig } from '../../lib/config/check';
import { settings } from '../support/template';

const POOL = { userPoolArn: 'arn:aws:cognito-idp:eu-central-1:222233334444:userpool/eu-central-1_Customers', clientIds: ['app1'] };
const access = { tokens: 'access', scopes: ['customers/match'] };
const check = (callers: object, pool: object) => () => checkConfig(settings({ callers: { pool, ...callers } }), 'config/x.json');

describe('a subject claim that users may write or choose', () => {
  test.each([
    ['a custom attribute', { subjectClaim: 'custom:id' }, /no app client of the pool may write custom:id/],
    [
      'a user name, which is its owner’s choice with self sign-up',
      { subjectClaim: 'cognito:username' },
      /no user of the pool chooses cognito:username/,
    ],
    ['the same in access tokens', { ...access, subjectClaim: 'username' }, /no user of the pool chooses username/],
  ])('needs a statement where the pool is not ours: %s', (_what, callers, says) => {
    expect(check(callers, { existing: POOL })).toThrow(/callers\.pool\.existing\.subjectClaimIsNotWritableByUsers: /);
    expect(check(callers, { existing: POOL })).toThrow(says);
    expect(check(callers, { existing: { ...POOL, subjectClaimIsNotWritableByUsers: true } })).not.toThrow();
  });

  test('is none where the pool makes it, or no one signs up', () => {
    expect(check({ subjectClaim: 'sub' }, { existing: POOL })).not.toThrow();
    expect(check({ subjectClaim: 'cognito:username' }, { new: {} })).not.toThrow();
  });
});
