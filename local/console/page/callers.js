import { state } from './state.js';

/**
 * Signs a seeded user in at the Cognito stand-in, as an app does in the stage `local`.
 * @returns the token that the SDK is given.
 */
export async function signIn(user) {
  const { cognito, tokens } = state.stack;
  const response = await fetch(cognito.endpoint, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-amz-json-1.1', 'X-Amz-Target': 'AWSCognitoIdentityProviderService.InitiateAuth' },
    body: JSON.stringify({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: cognito.clientId,
      AuthParameters: { USERNAME: user.email, PASSWORD: user.password },
    }),
  });
  if (!response.ok) throw new Error(`The Cognito stand-in answered ${response.status}.`);
  const { AuthenticationResult: result } = await response.json();
  return tokens === 'id' ? result.IdToken : result.AccessToken;
}

/** When a token ends, as a Date. */
export function endOf(token) {
  const payload = token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
  return new Date(JSON.parse(atob(payload)).exp * 1000);
}

/** The same token with somebody else's subject in it, and the signature that it had. */
export function forge(token, subject) {
  const [head, payload, signature] = token.split('.');
  const claims = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
  const forged = btoa(JSON.stringify({ ...claims, sub: subject }))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
  return `${head}.${forged}.${signature}`;
}
