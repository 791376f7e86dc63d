import { Duration } from 'aws-cdk-lib';
import {
  AccountRecovery,
  ClientAttributes,
  FeaturePlan,
  type ICustomAttribute,
  Mfa,
  StandardThreatProtectionMode,
  StringAttribute,
  UserPool,
  type UserPoolClient,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { Purpose } from '../config/config';
import type { NewPoolSettings } from '../config/parts';
import { acknowledge } from '../foundation/acknowledgements';
import { removalPolicyOfUndeletable } from '../foundation/service-key';

const CUSTOM = 'custom:';

export interface NewUserPoolProps {
  readonly purpose: Purpose;
  readonly settings: NewPoolSettings;
  /** Claim that says whose photo is used. A `custom:` one is made here, immutable and not writable by the client. */
  readonly subjectClaim: string;
}

/** A user pool of the stack's own, and the one app client that the company's apps sign in with. */
export class NewUserPool extends Construct {
  readonly pool: UserPool;
  readonly client: UserPoolClient;

  constructor(scope: Construct, id: string, { purpose, settings, subjectClaim }: NewUserPoolProps) {
    super(scope, id);
    const custom = subjectClaim.startsWith(CUSTOM) ? [subjectClaim.slice(CUSTOM.length)] : [];
    this.pool = this.createPool(purpose, settings, custom);
    if (settings.mfa !== 'required') acknowledge(this.pool, 'multi-factor-is-not-required');
    if (settings.threatProtection !== 'enforced') acknowledge(this.pool, 'threat-protection-is-off');
    this.client = this.createClient(settings, custom);
  }

  private createPool(purpose: Purpose, { mfa, threatProtection, emailCase }: NewPoolSettings, custom: readonly string[]): UserPool {
    const enforced = threatProtection === 'enforced';
    return new UserPool(this, 'Pool', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      // Left out where the pool is older: Cognito refuses to change it, even to its default.
      ...(emailCase === 'ignored' ? { signInCaseSensitive: false } : {}),
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      passwordPolicy: {
        minLength: 12,
        requireDigits: true,
        requireLowercase: true,
        requireSymbols: true,
        requireUppercase: true,
        tempPasswordValidity: Duration.days(1),
      },
      mfa: mfa === 'required' ? Mfa.REQUIRED : Mfa.OPTIONAL,
      // No text messages: a phone number can be stolen at the phone company, and they would need a role and a budget.
      mfaSecondFactor: { otp: true, sms: false },
      // Named in both cases: a plan that is left out stays as before.
      featurePlan: enforced ? FeaturePlan.PLUS : FeaturePlan.ESSENTIALS,
      standardThreatProtectionMode: enforced ? StandardThreatProtectionMode.FULL_FUNCTION : StandardThreatProtectionMode.NO_ENFORCEMENT,
      customAttributes: Object.fromEntries(custom.map((name): [string, ICustomAttribute] => [name, subjectAttribute()])),
      deletionProtection: purpose !== 'throw-away',
      removalPolicy: removalPolicyOfUndeletable(purpose),
    });
  }

  private createClient(settings: NewPoolSettings, custom: readonly string[]): UserPoolClient {
    return this.pool.addClient('App', {
      generateSecret: false,
      authFlows: { userSrp: true, userPassword: settings.passwordSignIn },
      // Left out, CDK switches the implicit flow on, with a callback at example.com.
      disableOAuth: true,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      idTokenValidity: Duration.minutes(settings.tokenMinutes),
      accessTokenValidity: Duration.minutes(settings.tokenMinutes),
      // A refresh token that ended before the tokens it came with would be refused by Cognito.
      refreshTokenValidity: Duration.minutes(Math.max(settings.refreshHours * 60, settings.tokenMinutes)),
      // Custom attributes are in an ID token only if the client may read them.
      readAttributes: new ClientAttributes().withStandardAttributes({ email: true, emailVerified: true }).withCustomAttributes(...custom),
      // Left out or empty, the client may write every standard attribute; one that means nothing here keeps the list from being empty.
      writeAttributes: new ClientAttributes().withStandardAttributes({ locale: true }),
    });
  }
}

/** Immutable: anyone who could change the claim could choose the photo. Its length is that of a subject (lambda/request/identity.ts). */
function subjectAttribute(): StringAttribute {
  return new StringAttribute({ mutable: false, minLen: 1, maxLen: 128 });
}
