import type { AppClient, Pool, PoolUser } from '../../../stand-ins/cognito/pool';
import { createUserPool } from '../../../stand-ins/cognito/user-pool';
import { listenOnLoopback } from '../../../stand-ins/loopback';

export const ALICE: PoolUser = {
  sub: '85c3c610-56ec-4e9f-a8e4-7f2455839f8f',
  email: 'alice@example.com',
  password: 'the-password-of-Alice-1',
  attributes: { 'custom:customerId': 'c-1001' },
};

/** A client like the one that the stack makes. */
export const APP: AppClient = {
  ClientId: 'app00000000000000000000000',
  ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  ReadAttributes: ['email', 'email_verified', 'custom:customerId'],
  PreventUserExistenceErrors: 'ENABLED',
  EnableTokenRevocation: true,
  IdTokenValidity: 30,
  AccessTokenValidity: 30,
  RefreshTokenValidity: 120,
  TokenValidityUnits: { IdToken: 'minutes', AccessToken: 'minutes', RefreshToken: 'minutes' },
};

/** The same with rotation, which excludes REFRESH_TOKEN_AUTH. */
export const ROTATING: AppClient = {
  ...APP,
  ClientId: 'rotating000000000000000000',
  ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_PASSWORD_AUTH'],
  RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
};

/** The same for tests that send the password itself. */
export const BY_PASSWORD: AppClient = {
  ...APP,
  ClientId: 'bypassword0000000000000000',
  ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
};

export const POOL: Pool = { id: 'eu-central-1_Local0001', clients: [APP, ROTATING, BY_PASSWORD], users: [ALICE] };

/** A running pool whose clock a test can put on. */
export interface RunningPool {
  readonly url: string;
  /** Lets time pass. */
  pass(milliseconds: number): void;
  stop(): Promise<void>;
}

export async function startPool(pool: Pool = POOL): Promise<RunningPool> {
  let passed = 0;
  const listener = await createUserPool(pool, () => Date.now() + passed);
  const server = await listenOnLoopback();
  server.serve(listener);
  return {
    url: server.url,
    pass: (milliseconds) => {
      passed += milliseconds;
    },
    stop: () => server.close(),
  };
}
