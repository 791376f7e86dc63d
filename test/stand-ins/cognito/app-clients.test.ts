import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { decodeJwt } from 'jose';
import { ALICE, APP, POOL, ROTATING, startPool } from './fixture';

type Outcome = Record<string, unknown> & { tokens?: Record<string, string> };

let results: Record<string, Outcome>;

beforeAll(async () => {
  const pool = await startPool();
  const login = {
    url: pool.url,
    poolId: POOL.id,
    clientId: APP.ClientId,
    rotatingClientId: ROTATING.ClientId,
    user: ALICE.email,
    password: ALICE.password,
  };
  const program = ['--import', 'tsx', join(__dirname, 'app-clients.ts'), JSON.stringify(login)];
  results = JSON.parse((await promisify(execFile)(process.execPath, program)).stdout);
  await pool.stop();
});

const REFUSED = 'NotAuthorizedException: Incorrect username or password.';
const aliceOf = (token: unknown) => ({ sub: decodeJwt(String(token)).sub, client: decodeJwt(String(token)).aud });

test('a proof of the password by SRP signs a user in, once', () => {
  expect(aliceOf(results.sdk?.tokens?.IdToken)).toEqual({ sub: ALICE.sub, client: APP.ClientId });
  expect(results.sdk?.secondUse).toBe(REFUSED);
});

test('a user may write their e-mail address in another case', () => {
  expect(aliceOf(results.otherCase?.tokens?.IdToken)).toEqual({ sub: ALICE.sub, client: APP.ClientId });
});

test('a wrong password and an unknown user are refused in the same words', () => {
  expect(results.wrongPassword).toBe(REFUSED);
  expect(results.unknownUser).toBe(REFUSED);
});

test('amazon-cognito-identity-js signs in by SRP, refreshes and signs out, unmodified', () => {
  expect(results.identityJs).toMatchObject({ signedOut: 'SUCCESS' });
  for (const token of [results.identityJs?.idToken, results.identityJs?.refreshedIdToken]) {
    expect(aliceOf(token)).toEqual({ sub: ALICE.sub, client: APP.ClientId });
  }
  expect(results.identityJsWrong).toBe(REFUSED);
});

test('amazon-cognito-identity-js cannot refresh at a client with refresh-token rotation, as on AWS', () => {
  expect(results.identityJsRotating).toMatch(/^InvalidParameterException: .*GetTokensFromRefreshToken/);
});

test.each([
  ['amplify', 'without refresh-token rotation', APP.ClientId],
  ['amplifyRotating', 'with refresh-token rotation', ROTATING.ClientId],
])('the sign-in of aws-amplify 6 (%s) works unmodified at a client %s', (name, _how, client) => {
  expect(results[name]).toMatchObject({ step: 'DONE', email: ALICE.email });
  const [first, second] = [results[name]?.idToken, results[name]?.refreshedIdToken];
  expect([aliceOf(first), aliceOf(second)]).toEqual([
    { sub: ALICE.sub, client },
    { sub: ALICE.sub, client },
  ]);
  expect(second).not.toBe(first);
});

test('aws-amplify hears why a wrong password is refused', () => {
  expect(results.amplifyWrong).toBe(REFUSED);
});
