import {
  AuthFlowType,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  type InitiateAuthCommandOutput,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createSrpSession, signSrpSession, wrapAuthChallenge, wrapInitiateAuth } from 'cognito-srp-helper';
import { asking } from '../failures/aws-failures';
import { Failure } from '../failures/failures';
import type { Stage } from '../stage/stage';

export interface Login {
  readonly user: string;
  readonly password: string;
}

/** What Cognito says of a user whom it does not sign in. */
const REFUSALS: ReadonlySet<string> = new Set([
  'NotAuthorizedException',
  'UserNotFoundException',
  'InvalidParameterException',
  'PasswordResetRequiredException',
  'UserNotConfirmedException',
]);

type Tokens = NonNullable<InitiateAuthCommandOutput['AuthenticationResult']>;

/**
 * Signs a user in as an app does: by a proof of the password (SRP).
 * @throws Failure `sign-in-refused`
 */
export async function signIn(stage: Stage, login: Login, abortSignal: AbortSignal): Promise<Tokens> {
  const client = new CognitoIdentityProviderClient(stage.client('cognito-identity-provider'));
  const ClientId = stage.userPoolClientIds[0] ?? '';
  const during = `Cognito, sign-in of ${login.user} with app client ${ClientId}`;
  try {
    return await bySrp(client, stage.userPoolId, ClientId, login, abortSignal);
  } catch (error) {
    if (!REFUSALS.has((error as Error).name)) return asking(during, () => Promise.reject(error));
    throw new Failure(
      'sign-in-refused',
      {
        what: `Cognito refuses the test user: ${(error as Error).message}`,
        where: during,
        toDo: stage.isLocal
          ? 'Check user and password: npm start prints them.'
          : 'Check user and password, and that the app client allows SRP (ALLOW_USER_SRP_AUTH).',
      },
      { cause: error },
    );
  }
}

async function bySrp(
  client: CognitoIdentityProviderClient,
  poolId: string,
  ClientId: string,
  { user, password }: Login,
  abortSignal: AbortSignal,
): Promise<Tokens> {
  const session = createSrpSession(user, password, poolId, false);
  const start = wrapInitiateAuth(session, { AuthFlow: AuthFlowType.USER_SRP_AUTH, ClientId, AuthParameters: { USERNAME: user } });
  const challenge = await client.send(new InitiateAuthCommand(start), { abortSignal });
  if (challenge.ChallengeName !== 'PASSWORD_VERIFIER') throw furtherStep(challenge.ChallengeName);
  const USERNAME = challenge.ChallengeParameters?.USER_ID_FOR_SRP ?? user;
  const proof = { ClientId, ChallengeName: challenge.ChallengeName, Session: challenge.Session, ChallengeResponses: { USERNAME } };
  return tokensOf(
    await client.send(new RespondToAuthChallengeCommand(wrapAuthChallenge(signSrpSession(session, challenge), proof)), { abortSignal }),
  );
}

function tokensOf({
  AuthenticationResult,
  ChallengeName,
}: Pick<InitiateAuthCommandOutput, 'AuthenticationResult' | 'ChallengeName'>): Tokens {
  if (AuthenticationResult !== undefined) return AuthenticationResult;
  throw furtherStep(ChallengeName);
}

function furtherStep(challenge = 'something else'): Failure {
  return new Failure('sign-in-refused', {
    what: `Cognito asks the test user for ${challenge}, which this command does not answer.`,
    where: 'the test user',
    toDo:
      challenge === 'NEW_PASSWORD_REQUIRED'
        ? 'Set a permanent password: aws cognito-idp admin-set-user-password --permanent.'
        : 'Use a test user without a second factor, in a pool where that is allowed.',
  });
}
