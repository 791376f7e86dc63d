import type { StackDetails } from '../stack-file';

/**
 * Signs a user of the local stack in, with the password.
 * @param tokens What the API of the stack takes.
 * @returns the token that callers send
 */
export async function signIn(
  { endpoint, clientId }: StackDetails['cognito'],
  { email, password }: StackDetails['users'][number],
  tokens: 'id' | 'access',
): Promise<string> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-amz-json-1.1', 'X-Amz-Target': 'AWSCognitoIdentityProviderService.InitiateAuth' },
    body: JSON.stringify({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: clientId,
      AuthParameters: { USERNAME: email, PASSWORD: password },
    }),
  });
  if (!response.ok) throw new Error(`${email} cannot sign in: ${await response.text()}`);
  const { AuthenticationResult } = (await response.json()) as { AuthenticationResult: { IdToken: string; AccessToken: string } };
  return tokens === 'id' ? AuthenticationResult.IdToken : AuthenticationResult.AccessToken;
}
