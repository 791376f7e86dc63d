import { fetchAuthSession, signIn, signOut } from '@aws-amplify/auth';
import { cognitoCredentialsProvider, cognitoUserPoolsTokenProvider } from '@aws-amplify/auth/cognito';
import { Amplify, sessionStorage } from '@aws-amplify/core';

export interface Session {
  readonly idToken: string;
  readonly subject: string;
}

export interface SignInSettings {
  readonly userPoolId: string;
  readonly clientId: string;
  /** Undefined on AWS. */
  readonly cognitoEndpoint?: string;
  /** The output `SubjectClaim`. */
  readonly subjectClaim: string;
}

let claim = 'sub';

/**
 * The sign-in of docs/sdk/README.md, from the parts of aws-amplify 6. In your app `Amplify.configure` of `aws-amplify` does it, and
 * `cognitoUserPoolsTokenProvider.setKeyValueStorage(sessionStorage)`, so that the tokens go with the tab.
 */
export function configure({ userPoolId, clientId, cognitoEndpoint, subjectClaim }: SignInSettings): void {
  const Auth = { Cognito: { userPoolId, userPoolClientId: clientId, userPoolEndpoint: cognitoEndpoint } };
  claim = subjectClaim;
  cognitoUserPoolsTokenProvider.setAuthConfig(Auth);
  cognitoUserPoolsTokenProvider.setKeyValueStorage(sessionStorage);
  const providers = { tokenProvider: cognitoUserPoolsTokenProvider, credentialsProvider: cognitoCredentialsProvider };
  Amplify.configure({ Auth }, { Auth: providers });
}

/** By SRP: the password does not leave the page. @throws Error in Cognito's words; also where Cognito asks for more than a password. */
export async function logIn(username: string, password: string): Promise<void> {
  await signOut();
  const { nextStep } = await signIn({ username, password });
  if (nextStep.signInStep !== 'DONE') throw new Error(`This example has no screen for ${nextStep.signInStep}.`);
}

/** With a token of this moment, as the SDK needs it; undefined when the session has ended. */
export const freshSession = (): Promise<Session | undefined> => session(true);

/** With a token that is good now: another one is fetched only where it has expired. */
export const currentSession = (): Promise<Session | undefined> => session(false);

async function session(forceRefresh: boolean): Promise<Session | undefined> {
  const { tokens } = await fetchAuthSession({ forceRefresh });
  const { idToken } = tokens ?? {};
  return idToken && { idToken: idToken.toString(), subject: String(idToken.payload[claim] ?? '') };
}

export { signOut as logOut };
