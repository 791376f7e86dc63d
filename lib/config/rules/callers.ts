import type { Fault } from '../faults';
import type { SoundSections } from '../rule';

/** The one scope of an access token that came from a direct sign-in (SRP, password) and not from an OAuth flow. */
const SIGN_IN_SCOPE = 'aws.cognito.signin.user.admin';

/** One pool; the password itself only in a throw-away stage. */
export function callersRule({ callers, purpose }: SoundSections): Fault[] {
  if (callers === undefined) return [];
  const { pool } = callers;
  if ((pool.new === undefined) === (pool.existing === undefined)) {
    return [{ path: ['callers', 'pool'], accepts: 'either "new" or "existing"' }];
  }
  if (pool.new?.passwordSignIn !== true || purpose === undefined || purpose === 'throw-away') return [];
  return [{ path: ['callers', 'pool', 'new', 'passwordSignIn'], accepts: 'true only with purpose "throw-away"' }];
}

/** Without scopes API Gateway takes an ID token, with scopes an access token ("Control access to REST APIs using Amazon Cognito user pools"). */
export function scopesRule({ callers }: SoundSections): Fault[] {
  if (callers === undefined) return [];
  const path = ['callers', 'scopes'];
  if (callers.tokens === 'id') {
    return callers.scopes === undefined
      ? []
      : [{ path, accepts: 'no scopes, since ID tokens carry none (set callers.tokens to "access" to use scopes)' }];
  }
  if (callers.scopes === undefined) return [{ path, accepts: 'at least one scope, which access tokens must hold' }];
  if (callers.pool.new === undefined || callers.scopes.includes(SIGN_IN_SCOPE)) return [];
  return [{ path, accepts: `["${SIGN_IN_SCOPE}"] for a new pool, which has no OAuth flow that could give another scope` }];
}

/**
 * The subject decides whose photo is used, so the claim must exist in the chosen token and must not be writable by the user.
 * Access tokens carry `sub` and `username`, ID tokens `sub`, `cognito:username` and attributes ("Understanding user pool JSON web tokens").
 */
export function subjectClaimRule({ callers }: SoundSections): Fault[] {
  if (callers === undefined) return [];
  const { tokens, subjectClaim, pool } = callers;
  const carried = tokens === 'access' ? /^(?:sub|username)$/ : /^(?:sub|cognito:username|custom:.*)$/;
  if (!carried.test(subjectClaim)) {
    const accepts =
      tokens === 'access'
        ? '"sub" or "username", which access tokens carry'
        : '"sub", "cognito:username" or a custom: attribute, which ID tokens carry';
    return [{ path: ['callers', 'subjectClaim'], accepts }];
  }
  // Users choose their own name where a pool allows sign-up, or an alias as the name.
  if (subjectClaim === 'sub' || pool.existing === undefined || pool.existing.subjectClaimIsNotWritableByUsers) return [];
  return [
    {
      path: ['callers', 'pool', 'existing', 'subjectClaimIsNotWritableByUsers'],
      accepts: subjectClaim.startsWith('custom:')
        ? `true, once you have made sure that no app client of the pool may write ${subjectClaim}`
        : `true, once you have made sure that no user of the pool chooses ${subjectClaim} (no self sign-up, no second account under a name of their choice)`,
    },
  ];
}
