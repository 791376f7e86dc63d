export interface CallersSectionInput {
  /**
   * Where your users sign in: "new" or "existing".
   */
  pool: {
    /**
     * A user pool that belongs to this stack: no self sign-up, SRP sign-in, no OAuth flows.
     */
    new?: {
      /**
       * Life of ID and access tokens, in minutes.
       */
      tokenMinutes?: number;
      /**
       * Life of a refresh token, in hours: how long a user stays signed in.
       */
      refreshHours?: number;
      /**
       * Whether clients may send the password itself instead of a proof (SRP). Only with purpose "throw-away".
       */
      passwordSignIn?: boolean;
      /**
       * Whether users may or must sign in with a second factor, an authenticator app.
       */
      mfa?: 'optional' | 'required';
      /**
       * Whether Cognito refuses sign-ins that look stolen. Needs its Plus plan, which costs money for each active user.
       */
      threatProtection?: 'off' | 'enforced';
      /**
       * Whether Anna@ and anna@ are one user. Cognito refuses to change it later: "exact-as-this-pool-was-made" is for a stage that was first deployed without this setting.
       */
      emailCase?: 'ignored' | 'exact-as-this-pool-was-made';
    };
    /**
     * Your existing user pool.
     */
    existing?: {
      /**
       * ARN of the user pool, in the region of the stack.
       */
      userPoolArn: string;
      /**
       * App clients whose tokens are accepted. Tokens of all others are refused.
       *
       * @minItems 1
       */
      clientIds: string[];
      /**
       * You state that no user of the pool can write or choose the subject claim, through any app client. Required unless that is "sub".
       */
      subjectClaimIsNotWritableByUsers?: true;
    };
  };
  /**
   * Which tokens callers send. Access tokens need scopes.
   */
  tokens?: 'id' | 'access';
  /**
   * Scopes, of which an access token must hold one. Required with access tokens, refused with ID tokens.
   *
   * @minItems 1
   */
  scopes?: string[];
  /**
   * Claim that says whose photo is used.
   */
  subjectClaim?: string;
  /**
   * Oldest accepted sign-in, in minutes. Default: any age.
   */
  maxAuthAgeMinutes?: number;
  /**
   * A user id in the request that is not the subject is refused ("must-match") or replaced by the subject.
   */
  consentUserId?: 'must-match' | 'replace';
  /**
   * Whether a photo is only used after the user agreed to processing and storing.
   */
  consentGate?: 'consent-required' | 'start-without-consent-for-android-1.0-and-1.1';
}

export interface CallersSection {
  pool: {
    new?: {
      tokenMinutes: number;
      refreshHours: number;
      passwordSignIn: boolean;
      mfa: 'optional' | 'required';
      threatProtection: 'off' | 'enforced';
      emailCase: 'ignored' | 'exact-as-this-pool-was-made';
    };
    existing?: {
      userPoolArn: string;
      clientIds: string[];
      subjectClaimIsNotWritableByUsers?: true;
    };
  };
  tokens: 'id' | 'access';
  scopes?: string[];
  subjectClaim: string;
  maxAuthAgeMinutes?: number;
  consentUserId: 'must-match' | 'replace';
  consentGate: 'consent-required' | 'start-without-consent-for-android-1.0-and-1.1';
}
