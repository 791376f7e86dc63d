import { z } from 'zod';
import { CLIENT_ID, integer, list, oneOf, pattern, strictObject, USER_POOL_ARN } from '../values';

/**
 * Claims that no user can write: the pool gives `sub` and the username, an operator gives a `custom:` attribute. Every other standard
 * attribute (email, phone_number, preferred_username …) is written by the user, who could then choose the photo.
 */
const SUBJECT_CLAIM = /^(?:sub|username|cognito:username|custom:[A-Za-z0-9_-]{1,20})$/;

export const newPool = strictObject({
  tokenMinutes: integer(5, 1440, 'minutes').default(30).describe('Life of ID and access tokens, in minutes.'),
  refreshHours: integer(1, 8760, 'hours').default(12).describe('Life of a refresh token, in hours: how long a user stays signed in.'),
  passwordSignIn: z
    .boolean({ error: 'true or false' })
    .default(false)
    .describe('Whether clients may send the password itself instead of a proof (SRP). Only with purpose "throw-away".'),
  mfa: oneOf('optional', 'required')
    .default('optional')
    .describe('Whether users may or must sign in with a second factor, an authenticator app.'),
  threatProtection: oneOf('off', 'enforced')
    .default('off')
    .describe('Whether Cognito refuses sign-ins that look stolen. Needs its Plus plan, which costs money for each active user.'),
  emailCase: oneOf('ignored', 'exact-as-this-pool-was-made')
    .default('ignored')
    .describe(
      'Whether Anna@ and anna@ are one user. Cognito refuses to change it later: "exact-as-this-pool-was-made" is for a stage that was first deployed without this setting.',
    ),
}).describe('A user pool that belongs to this stack: no self sign-up, SRP sign-in, no OAuth flows.');

export const existingPool = strictObject({
  userPoolArn: USER_POOL_ARN.describe('ARN of the user pool, in the region of the stack.'),
  clientIds: list(CLIENT_ID, 'ids of app clients', 1).describe('App clients whose tokens are accepted. Tokens of all others are refused.'),
  subjectClaimIsNotWritableByUsers: z
    .literal(true, { error: 'true' })
    .optional()
    .describe(
      'You state that no user of the pool can write or choose the subject claim, through any app client. Required unless that is "sub".',
    ),
}).describe('Your existing user pool.');

export const callers = strictObject({
  pool: strictObject({ new: newPool.optional(), existing: existingPool.optional() }).describe(
    'Where your users sign in: "new" or "existing".',
  ),
  tokens: oneOf('id', 'access').default('id').describe('Which tokens callers send. Access tokens need scopes.'),
  scopes: list(pattern(/^[!#-[\]-~]{1,256}$/, 'a scope'), 'scopes', 1)
    .optional()
    .describe('Scopes, of which an access token must hold one. Required with access tokens, refused with ID tokens.'),
  subjectClaim: pattern(
    SUBJECT_CLAIM,
    '"sub", "cognito:username" (ID tokens), "username" (access tokens) or a custom: attribute (ID tokens)',
  )
    .default('sub')
    .describe('Claim that says whose photo is used.'),
  maxAuthAgeMinutes: integer(1, 525_600, 'minutes').optional().describe('Oldest accepted sign-in, in minutes. Default: any age.'),
  consentUserId: oneOf('must-match', 'replace')
    .default('must-match')
    .describe('A user id in the request that is not the subject is refused ("must-match") or replaced by the subject.'),
  consentGate: oneOf('consent-required', 'start-without-consent-for-android-1.0-and-1.1')
    .default('consent-required')
    .describe('Whether a photo is only used after the user agreed to processing and storing.'),
}).describe('Who may call, and which claim says who it is.');
