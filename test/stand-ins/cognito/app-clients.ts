import { fetchAuthSession, fetchUserAttributes, signIn, signOut } from '@aws-amplify/auth';
import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { AuthenticationDetails, CognitoUser, CognitoUserPool, type CognitoUserSession } from 'amazon-cognito-identity-js';
import { createSrpSession, signSrpSession, wrapAuthChallenge, wrapInitiateAuth } from 'cognito-srp-helper';
import { Amplify } from '../../support/aws-amplify';

/**
 * What apps do with the client libraries that they have, as a program: the arithmetic of these libraries takes a hundred times longer in
 * Jest's sandbox. Prints one JSON object; a refusal is `<name>: <message>`.
 */
interface Login {
  readonly url: string;
  readonly poolId: string;
  readonly clientId: string;
  readonly rotatingClientId: string;
  readonly user: string;
  readonly password: string;
}

const login = JSON.parse(process.argv[2] ?? '{}') as Login;
const refusal = (error: unknown) => `${(error as Error).name}: ${(error as Error).message}`;

async function sdk(user: string, password: string) {
  const client = new CognitoIdentityProviderClient({
    endpoint: login.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  });
  const session = createSrpSession(user, password, login.poolId, false);
  const common = { ClientId: login.clientId };
  const start = wrapInitiateAuth(session, { ...common, AuthFlow: 'USER_SRP_AUTH' as const, AuthParameters: { USERNAME: user } });
  const challenge = await client.send(new InitiateAuthCommand(start));
  const USERNAME = challenge.ChallengeParameters?.USER_ID_FOR_SRP ?? '';
  const proof = { ...common, ChallengeName: challenge.ChallengeName, ChallengeResponses: { USERNAME } };
  const answer = new RespondToAuthChallengeCommand(wrapAuthChallenge(signSrpSession(session, challenge), proof));
  try {
    const tokens = (await client.send(answer)).AuthenticationResult;
    return { tokens, secondUse: await client.send(answer).catch(refusal) };
  } catch (error) {
    return refusal(error);
  }
}

/** amazon-cognito-identity-js, as on npm; it refreshes by REFRESH_TOKEN_AUTH. */
async function identityJs(ClientId: string, password: string) {
  const Pool = new CognitoUserPool({ UserPoolId: login.poolId, ClientId, endpoint: login.url });
  const user = new CognitoUser({ Username: login.user, Pool });
  const details = new AuthenticationDetails({ Username: login.user, Password: password });
  try {
    const session = await new Promise<CognitoUserSession>((onSuccess, onFailure) =>
      user.authenticateUser(details, { onSuccess, onFailure }),
    );
    const refreshed = await new Promise<CognitoUserSession>((resolve, reject) =>
      user.refreshSession(session.getRefreshToken(), (error, next) => (error ? reject(error) : resolve(next))),
    );
    const signedOut = await new Promise((onSuccess, onFailure) => user.globalSignOut({ onSuccess, onFailure }));
    return { idToken: session.getIdToken().getJwtToken(), refreshedIdToken: refreshed.getIdToken().getJwtToken(), signedOut };
  } catch (error) {
    return refusal(error);
  }
}

/** The sign-in part of aws-amplify, version 6, with the pool's address in place of AWS's. */
async function amplify(userPoolClientId: string, password: string) {
  Amplify.configure({ Auth: { Cognito: { userPoolId: login.poolId, userPoolClientId, userPoolEndpoint: login.url } } });
  try {
    const { nextStep } = await signIn({ username: login.user, password });
    const session = await fetchAuthSession();
    const refreshed = await fetchAuthSession({ forceRefresh: true });
    const attributes = await fetchUserAttributes();
    await signOut({ global: true });
    const [idToken, refreshedIdToken] = [session, refreshed].map(({ tokens }) => tokens?.idToken?.toString());
    return { step: nextStep.signInStep, idToken, refreshedIdToken, email: attributes.email };
  } catch (error) {
    return refusal(error);
  }
}

async function main() {
  const { user, password } = login;
  const results = {
    sdk: await sdk(user, password),
    otherCase: await sdk(user.toUpperCase(), password),
    wrongPassword: await sdk(user, 'another password'),
    unknownUser: await sdk('mallory@example.com', password),
    identityJs: await identityJs(login.clientId, password),
    identityJsRotating: await identityJs(login.rotatingClientId, password),
    identityJsWrong: await identityJs(login.clientId, 'another password'),
    amplify: await amplify(login.clientId, password),
    amplifyRotating: await amplify(login.rotatingClientId, password),
    amplifyWrong: await amplify(login.clientId, 'another password'),
  };
  process.stdout.write(JSON.stringify(results));
}

void main();
