import {
  CognitoIdentityProviderClient,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { ALICE, APP, BY_PASSWORD, POOL, ROTATING, type RunningPool, startPool } from './fixture';

let pool: RunningPool;
let client: CognitoIdentityProviderClient;

async function restart(served = POOL) {
  await pool.stop();
  pool = await startPool(served);
  client.destroy();
  client = clientOf(pool);
}

const clientOf = ({ url }: RunningPool) =>
  new CognitoIdentityProviderClient({
    endpoint: url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  });

beforeEach(async () => {
  pool = await startPool();
  client = clientOf(pool);
});
afterEach(async () => {
  client.destroy();
  await pool.stop();
});

async function signIn(ClientId = BY_PASSWORD.ClientId, USERNAME = ALICE.email, PASSWORD = ALICE.password) {
  const AuthParameters = { USERNAME, PASSWORD };
  const { AuthenticationResult } = await client.send(new InitiateAuthCommand({ AuthFlow: 'USER_PASSWORD_AUTH', ClientId, AuthParameters }));
  return AuthenticationResult ?? {};
}

const refresh = (ClientId: string, RefreshToken = '') => client.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken }));

async function verified(token = '', tokenUse: 'id' | 'access' = 'id', clientId = BY_PASSWORD.ClientId) {
  const verifier = CognitoJwtVerifier.create({ userPoolId: POOL.id, tokenUse, clientId });
  verifier.cacheJwks(
    (await (await fetch(`${pool.url}/${POOL.id}/.well-known/jwks.json`)).json()) as Parameters<typeof verifier.cacheJwks>[0],
  );
  return await verifier.verify(token);
}

describe('a user who signs in', () => {
  test('gets tokens that AWS’s own verifier takes, with the claims that an app of this stack reads', async () => {
    const tokens = await signIn();
    const id = await verified(tokens.IdToken);
    expect(id).toMatchObject({ sub: ALICE.sub, 'cognito:username': ALICE.sub, email: ALICE.email, email_verified: true });
    expect(id).toMatchObject({ 'custom:customerId': 'c-1001' });
    expect(id.exp - id.iat).toBe(30 * 60);
    const access = await verified(tokens.AccessToken, 'access');
    expect(access).toMatchObject({ username: ALICE.sub, scope: 'aws.cognito.signin.user.admin', auth_time: id.auth_time });
    expect(access).not.toHaveProperty('email');
    expect(tokens).toMatchObject({ ExpiresIn: 1800, TokenType: 'Bearer', RefreshToken: expect.any(String) });
  });

  test('may not write the address in another case in a case-sensitive pool', async () => {
    await expect(signIn(BY_PASSWORD.ClientId, 'ALICE@Example.com')).resolves.toBeDefined();
    await restart({ ...POOL, isCaseSensitive: true });
    await expect(signIn(BY_PASSWORD.ClientId, 'ALICE@Example.com')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  test.each(['0', '00', 'not hex', ''])('cannot make every password right with the public value "%s"', async (SRP_A) => {
    const AuthParameters = { USERNAME: ALICE.email, SRP_A };
    const attempt = new InitiateAuthCommand({ AuthFlow: 'USER_SRP_AUTH', ClientId: APP.ClientId, AuthParameters });
    await expect(client.send(attempt)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('an app client does what it is allowed to do', () => {
  test('a password itself is refused where only SRP is allowed', async () => {
    await expect(signIn(APP.ClientId)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'USER_PASSWORD_AUTH flow not enabled for this client',
    });
    await expect(signIn(ROTATING.ClientId)).resolves.toMatchObject({ IdToken: expect.any(String) });
    await expect(signIn(ROTATING.ClientId, ALICE.email, 'wrong')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  test('a client that the pool does not have is named', async () => {
    await expect(signIn('nobody')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'User pool client nobody does not exist.',
    });
  });

  test.each([
    ['which its list leaves out', ['email'], ['email']],
    ['that is custom, where it has no list', undefined, ['email', 'email_verified']],
  ])('an attribute %s is in no token and no answer about the user', async (_which, ReadAttributes, readable) => {
    await restart({ ...POOL, clients: [{ ...BY_PASSWORD, ReadAttributes }] });
    const tokens = await signIn();
    expect(await verified(tokens.IdToken)).not.toHaveProperty(['custom:customerId']);
    const { UserAttributes } = await client.send(new GetUserCommand({ AccessToken: tokens.AccessToken }));
    expect(UserAttributes?.map(({ Name }) => Name)).toEqual(['sub', ...readable]);
  });

  test('an operation that is not here is refused by its name', async () => {
    const headers = { 'X-Amz-Target': 'AWSCognitoIdentityProviderService.SignUp', 'Content-Type': 'application/x-amz-json-1.1' };
    const response = await fetch(pool.url, { method: 'POST', headers, body: '{}' });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ __type: 'UnknownOperationException', message: expect.stringContaining('SignUp') });
  });

  test('a client with a secret is refused before anything is served', async () => {
    await expect(startPool({ ...POOL, clients: [{ ...APP, GenerateSecret: true }] })).rejects.toThrow(/has a secret/);
  });
});

describe('a page of any origin', () => {
  const Origin = 'http://localhost:5173';
  const TARGET = { 'X-Amz-Target': 'AWSCognitoIdentityProviderService.InitiateAuth', 'Content-Type': 'application/x-amz-json-1.1' };

  test('may send a sign-in: its preflight is answered with every header that it asks for', async () => {
    const asked = {
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'cache-control,content-type,x-amz-target,x-amz-user-agent',
    };
    const { status, headers } = await fetch(pool.url, { method: 'OPTIONS', headers: { Origin, ...asked } });
    expect({ status, origin: headers.get('access-control-allow-origin') }).toEqual({ status: 200, origin: '*' });
    expect(headers.get('access-control-allow-headers')).toBe('*');
    expect(headers.get('access-control-allow-methods')).toContain('POST');
  });

  test('may read the answer, a refusal as well as the keys', async () => {
    const refused = await fetch(pool.url, { method: 'POST', headers: { Origin, ...TARGET }, body: '{}' });
    const keys = await fetch(`${pool.url}/${POOL.id}/.well-known/jwks.json`, { headers: { Origin } });
    expect([refused, keys].map(({ status, headers }) => [status, headers.get('access-control-allow-origin')])).toEqual([
      [400, '*'],
      [200, '*'],
    ]);
  });
});

describe('a refresh token', () => {
  const refreshed = (REFRESH_TOKEN = '') =>
    client.send(
      new InitiateAuthCommand({ AuthFlow: 'REFRESH_TOKEN_AUTH', ClientId: BY_PASSWORD.ClientId, AuthParameters: { REFRESH_TOKEN } }),
    );

  test('gives new tokens of the same sign-in, and no other refresh token without rotation', async () => {
    const tokens = await signIn();
    pool.pass(60_000);
    const { AuthenticationResult } = await refreshed(tokens.RefreshToken);
    const [first, second] = [await verified(tokens.IdToken), await verified(AuthenticationResult?.IdToken)];
    expect(second).toMatchObject({ sub: first.sub, auth_time: first.auth_time, origin_jti: first.origin_jti });
    expect(second.iat).toBeGreaterThanOrEqual(first.iat + 60);
    expect(AuthenticationResult?.RefreshToken).toBeUndefined();
    expect((await refresh(BY_PASSWORD.ClientId, tokens.RefreshToken)).AuthenticationResult?.RefreshToken).toBeUndefined();
  });

  test('ends after the time that the client sets, at another client, and where it is invented', async () => {
    const tokens = await signIn();
    await expect(refresh(ROTATING.ClientId, tokens.RefreshToken)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(refreshed('invented')).rejects.toMatchObject({ name: 'NotAuthorizedException', message: 'Invalid Refresh Token' });
    pool.pass(120 * 60_000);
    await expect(refreshed(tokens.RefreshToken)).rejects.toMatchObject({ message: 'Refresh Token has expired' });
  });

  test('is replaced at each use where the client rotates, and good for the grace period alone', async () => {
    const first = await signIn(ROTATING.ClientId);
    const second = (await refresh(ROTATING.ClientId, first.RefreshToken)).AuthenticationResult;
    expect(second?.RefreshToken).not.toBe(first.RefreshToken);
    pool.pass(9000);
    await refresh(ROTATING.ClientId, first.RefreshToken);
    pool.pass(1000);
    await expect(refresh(ROTATING.ClientId, first.RefreshToken)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(refresh(ROTATING.ClientId, second?.RefreshToken)).resolves.toBeDefined();
    const AuthParameters = { REFRESH_TOKEN: second?.RefreshToken ?? '' };
    const old = client.send(new InitiateAuthCommand({ AuthFlow: 'REFRESH_TOKEN_AUTH', ClientId: ROTATING.ClientId, AuthParameters }));
    await expect(old).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test('does not live longer by being rotated', async () => {
    let token = (await signIn(ROTATING.ClientId)).RefreshToken;
    pool.pass(119 * 60_000);
    token = (await refresh(ROTATING.ClientId, token)).AuthenticationResult?.RefreshToken;
    pool.pass(60_000);
    await expect(refresh(ROTATING.ClientId, token)).rejects.toMatchObject({ message: 'Refresh Token has expired' });
  });

  test('is revoked with its access tokens, and an ID token stays good until it ends, as on AWS', async () => {
    const tokens = await signIn();
    await client.send(new RevokeTokenCommand({ ClientId: BY_PASSWORD.ClientId, Token: tokens.RefreshToken }));
    await expect(refreshed(tokens.RefreshToken)).rejects.toMatchObject({ message: 'Refresh Token has been revoked' });
    await expect(client.send(new GetUserCommand({ AccessToken: tokens.AccessToken }))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    await expect(verified(tokens.IdToken)).resolves.toBeDefined();
  });

  test('of every sign-in ends with a global sign-out', async () => {
    const [one, other] = [await signIn(), await signIn()];
    const { UserAttributes } = await client.send(new GetUserCommand({ AccessToken: one.AccessToken }));
    expect(UserAttributes).toContainEqual({ Name: 'email', Value: ALICE.email });
    await client.send(new GlobalSignOutCommand({ AccessToken: one.AccessToken }));
    for (const tokens of [one, other]) {
      await expect(refreshed(tokens.RefreshToken)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    }
  });
});
