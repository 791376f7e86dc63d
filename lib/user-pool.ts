import { Duration } from 'aws-cdk-lib';
import {
  AccountRecovery,
  ClientAttributes,
  type ICustomAttribute,
  StringAttribute,
  UserPool,
  type UserPoolClient,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { Purpose } from './config';
import type { NewPoolSettings } from './config-callers';
import { removalPolicyOf } from './service-key';

const CUSTOM = 'custom:';

export interface NewUserPoolProps {
  readonly purpose: Purpose;
  readonly settings: NewPoolSettings;
  /** Claim that says whose photo is used. A `custom:` one is made here, immutable and out of the client's reach. */
  readonly subjectClaim: string;
}

/** A user pool of the stack's own, and the one app client that the company's apps sign in with. */
export class NewUserPool extends Construct {
  readonly pool: UserPool;
  readonly client: UserPoolClient;

  constructor(scope: Construct, id: string, { purpose, settings, subjectClaim }: NewUserPoolProps) {
    super(scope, id);
    const custom = subjectClaim.startsWith(CUSTOM) ? [subjectClaim.slice(CUSTOM.length)] : [];
    this.pool = this.createPool(purpose, custom);
    this.client = this.createClient(settings, custom);
  }

  private createPool(purpose: Purpose, custom: readonly string[]): UserPool {
    return new UserPool(this, 'Pool', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      passwordPolicy: {
        minLength: 12,
        requireDigits: true,
        requireLowercase: true,
        requireSymbols: true,
        requireUppercase: true,
        tempPasswordValidity: Duration.days(1),
      },
      customAttributes: Object.fromEntries(custom.map((name): [string, ICustomAttribute] => [name, subjectAttribute()])),
      deletionProtection: purpose !== 'throw-away',
      removalPolicy: removalPolicyOf(purpose),
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

/** Immutable: whoever could change the claim could choose the photo. Its length is that of a subject (lambda/identity.ts). */
function subjectAttribute(): StringAttribute {
  return new StringAttribute({ mutable: false, minLen: 1, maxLen: 128 });
}
