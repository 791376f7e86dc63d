import { Duration, Fn } from 'aws-cdk-lib';
import { type CfnAuthorizer, CognitoUserPoolsAuthorizer } from 'aws-cdk-lib/aws-apigateway';
import { type IUserPool, UserPool } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { type CallerRules, type TokenRules, VARIABLES } from '../../contract/environment';
import type { ConfigInput, Purpose } from '../config/config';
import type { CallerOptions, CallersSettings, ExistingPoolOptions, NewPoolOptions } from '../config/parts';
import type { ProxyFunction } from '../function/proxy-function';
import { NewUserPool } from './user-pool';

/**
 * Who may call: {@link Callers.newPool} or {@link Callers.existingPool}.
 *
 * @example
 * Callers.existingPool({ userPoolArn: pool.userPoolArn, clientIds: [client.userPoolClientId] })
 */
export class Callers {
  /** Users of a pool that the stack makes: no self sign-up, SRP sign-in, one public app client. */
  static newPool(options: NewPoolOptions & CallerOptions = {}): Callers {
    const { tokenMinutes, refreshHours, passwordSignIn, mfa, threatProtection, emailCase, ...rest } = options;
    return new Callers({ ...rest, pool: { new: { tokenMinutes, refreshHours, passwordSignIn, mfa, threatProtection, emailCase } } });
  }

  /** Users of a pool that exists, as far as they signed in with one of the named app clients. */
  static existingPool(options: ExistingPoolOptions & CallerOptions): Callers {
    const { userPoolArn, clientIds, subjectClaimIsNotWritableByUsers, ...rest } = options;
    return new Callers({ ...rest, pool: { existing: { userPoolArn, clientIds, subjectClaimIsNotWritableByUsers } } });
  }

  private constructor(readonly settings: ConfigInput['callers']) {}
}

export interface CallerIdentityProps {
  readonly purpose: Purpose;
  readonly settings: CallersSettings;
}

/** The user pool, new or existing, and the authorizer that answers for it before the function is called. */
export class CallerIdentity extends Construct {
  readonly pool: IUserPool;
  /** App clients whose tokens are accepted. */
  readonly clientIds: readonly string[];
  /** Expression that an ID token's audience must match; none with access tokens. A stage obeys a new one only after a new deployment. */
  readonly audience: string | undefined;
  readonly authorizer: CognitoUserPoolsAuthorizer;
  /** Scopes of which an access token must hold one; none with ID tokens. */
  readonly scopes: readonly string[] | undefined;

  private readonly settings: CallersSettings;

  constructor(scope: Construct, id: string, { purpose, settings }: CallerIdentityProps) {
    super(scope, id);
    this.settings = settings;
    this.scopes = settings.scopes;
    const { existing, new: fresh } = settings.pool;
    if (existing !== undefined) {
      this.pool = UserPool.fromUserPoolArn(this, 'ExistingPool', existing.userPoolArn);
      this.clientIds = existing.clientIds;
    } else if (fresh !== undefined) {
      const made = new NewUserPool(this, 'Users', { purpose, settings: fresh, subjectClaim: settings.subjectClaim });
      this.pool = made.pool;
      this.clientIds = [made.client.userPoolClientId];
    } else {
      throw new Error('callers.pool is neither new nor existing; checkConfig refuses such settings.');
    }
    // The L2 construct has no property for it. An access token has no audience, so there the function alone compares the client id.
    this.audience = settings.tokens === 'id' ? `^(${Fn.join('|', [...this.clientIds])})$` : undefined;
    this.authorizer = this.createAuthorizer();
  }

  /** Sets for the function which tokens to accept: it checks again what the authorizer checked, and what it cannot check. */
  configure(fn: ProxyFunction): void {
    const { tokens, subjectClaim, maxAuthAgeMinutes, consentUserId, consentGate } = this.settings;
    const accepted: TokenRules = { use: tokens, clientIds: this.clientIds };
    const rules: CallerRules = {
      subjectClaim,
      ...(maxAuthAgeMinutes === undefined ? {} : { maxAuthAgeMinutes }),
      consentUserId,
      consentGate,
    };
    fn.setJson(VARIABLES.tokens, accepted);
    fn.setJson(VARIABLES.callerRules, rules);
  }

  private createAuthorizer(): CognitoUserPoolsAuthorizer {
    const authorizer = new CognitoUserPoolsAuthorizer(this, 'Authorizer', {
      cognitoUserPools: [this.pool],
      // A cached answer would let a token pass after it has expired or its client was removed.
      resultsCacheTtl: Duration.seconds(0),
    });
    (authorizer.node.defaultChild as CfnAuthorizer).identityValidationExpression = this.audience;
    return authorizer;
  }
}
