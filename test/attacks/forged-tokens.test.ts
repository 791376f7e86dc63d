import { createHmac, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { startTestStack, type TestStack } from '../support/local-stack';

/** Tokens that no one issued, and tokens that were issued for something else, against the running stack. */
let stack: TestStack;
let token: string;
beforeAll(async () => {
  stack = await startTestStack();
  token = await stack.signIn('alice');
});
afterAll(async () => await stack?.stop());

const FOREIGN = generateKeyPairSync('rsa', { modulusLength: 2048 });
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decoded = (part: string | undefined) => JSON.parse(Buffer.from(part ?? '', 'base64url').toString());
const headerOf = () => decoded(token.split('.')[0]);
const claimsOf = () => decoded(token.split('.')[1]);

function signed(header: object, claims: object, key: KeyObject = FOREIGN.privateKey): string {
  const text = `${encoded(header)}.${encoded(claims)}`;
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
}

async function publicKeyOfThePool(): Promise<object> {
  const { endpoint, userPoolId } = stack.details.cognito;
  const { keys } = (await (await fetch(`${endpoint}/${userPoolId}/.well-known/jwks.json`)).json()) as { keys: object[] };
  return keys[0] ?? {};
}

const start = (forged: string) => {
  const body = { workflowId: 'wf-123', platform: 'ios', sdkVersion: '1', consent: { isProcessingStoringAllowed: true } };
  return stack.request('POST', '/transaction', { token: forged, body });
};

async function expectRefused(forged: string): Promise<void> {
  const before = (await stack.accepted()).length;
  const response = await start(forged);
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({ code: 'unauthorized' });
  expect(await stack.accepted()).toHaveLength(before);
}

test('the token that the forgeries are made from is good', async () => {
  expect((await start(token)).status).toBe(200);
});

const victim = () => ({ ...claimsOf(), sub: stack.user('bob').subject, 'cognito:username': stack.user('bob').subject });

test.each<[string, () => string | Promise<string>]>([
  ...['none', 'None', 'NONE', ''].map((alg): [string, () => string] => [
    `alg ${JSON.stringify(alg)} and no signature`,
    () => `${encoded({ ...headerOf(), alg })}.${encoded(victim())}.`,
  ]),
  ['another subject under the old signature', () => [token.split('.')[0], encoded(victim()), token.split('.')[2]].join('.')],
  ['no signature', () => token.split('.').slice(0, 2).join('.')],
  ['an empty signature', () => `${token.split('.').slice(0, 2).join('.')}.`],
  ['a part too many', () => `${token}.${token.split('.')[2]}`],
  ['a signature by another key of the same id', () => signed(headerOf(), victim())],
  ['its own key in the header', () => signed({ ...headerOf(), jwk: FOREIGN.publicKey.export({ format: 'jwk' }) }, victim())],
  ['an address of a key in the header', () => signed({ ...headerOf(), jku: 'https://evil.example/jwks.json', kid: 'mine' }, victim())],
  ['a key id that is a path', () => signed({ ...headerOf(), kid: 'keys/../../../../dev/null' }, victim())],
  [
    'a hash by the public key, as if it were a shared secret',
    async () => {
      const text = `${encoded({ ...headerOf(), alg: 'HS256' })}.${encoded(victim())}`;
      return `${text}.${createHmac('sha256', JSON.stringify(await publicKeyOfThePool()))
        .update(text)
        .digest('base64url')}`;
    },
  ],
  ['no claims', () => signed(headerOf(), {})],
  ['a random text', () => randomUUID()],
])('%s is refused', async (_what, forge) => {
  await expectRefused(await forge());
});

/** What Cognito's API answers. */
async function cognito<Answer>(operation: string, body: object): Promise<Answer> {
  const headers = { 'Content-Type': 'application/x-amz-json-1.1', 'X-Amz-Target': `AWSCognitoIdentityProviderService.${operation}` };
  const response = await fetch(stack.details.cognito.endpoint, { method: 'POST', headers, body: JSON.stringify(body) });
  return (await response.json()) as Answer;
}

async function tokensOf(clientId: string): Promise<{ IdToken: string; AccessToken: string; RefreshToken: string }> {
  const { email, password } = stack.user('alice');
  const AuthParameters = { USERNAME: email, PASSWORD: password };
  const request = { AuthFlow: 'USER_PASSWORD_AUTH', ClientId: clientId, AuthParameters };
  return (await cognito<{ AuthenticationResult: Awaited<ReturnType<typeof tokensOf>> }>('InitiateAuth', request)).AuthenticationResult;
}

test('a token that the same pool issued to another app client is refused', async () => {
  const { userPoolId } = stack.details.cognito;
  const client = { UserPoolId: userPoolId, ClientName: 'another-app', ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] };
  const { UserPoolClient } = await cognito<{ UserPoolClient: { ClientId: string } }>('CreateUserPoolClient', client);
  const { IdToken } = await tokensOf(UserPoolClient.ClientId);
  expect(decoded(IdToken.split('.')[1])).toMatchObject({ sub: stack.user('alice').subject, aud: UserPoolClient.ClientId });
  await expectRefused(IdToken);
});

test.each(['AccessToken', 'RefreshToken'] as const)('the %s of the right client is refused where ID tokens are expected', async (kind) => {
  await expectRefused((await tokensOf(stack.details.cognito.clientId))[kind]);
});

test.each([
  ['a query', () => ({ path: `/transaction?access_token=${token}&Authorization=${token}`, headers: {} })],
  ['a cookie', () => ({ path: '/transaction', headers: { Cookie: `Authorization=${token}` } })],
  [
    'a header of another name',
    () => ({ path: '/transaction', headers: { 'Proxy-Authorization': `Bearer ${token}`, 'X-Authorization': token } }),
  ],
])('a good token in %s is none, nor is one in the body', async (_where, place) => {
  const { path, headers } = place();
  const body = { workflowId: 'wf-123', headers: { Authorization: `Bearer ${token}` } };
  expect((await stack.request('POST', path, { headers, body })).status).toBe(401);
});
