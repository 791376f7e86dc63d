import { startTestStack, type TestStack } from '../support/local-stack';

/**
 * Broken object level authorization (OWASP API1:2023): every place in which a caller could name somebody else. With any answer, a
 * transaction that was accepted has the photo and the subject of the token. Other ways are in test/defects, a file for each function that allowed them.
 */
let stack: TestStack;
let token: string;
beforeAll(async () => {
  stack = await startTestStack();
  token = await stack.signIn('alice');
});
afterAll(async () => await stack?.stop());

const consent = { isProcessingStoringAllowed: true };
const sound = { workflowId: 'wf-123', platform: 'ios', sdkVersion: '1' };

async function send(body: object | string, path = '/transaction', headers: Record<string, string> = {}) {
  const before = (await stack.accepted()).length;
  const response = await stack.request('POST', path, { token, headers, body });
  const accepted = (await stack.accepted()).slice(before);
  const { code } = (await response.json()) as { code?: string };
  for (const { formValues, consent, props } of accepted) {
    expect(formValues?.faceImage).toMatchObject({ sha256: await stack.photoHash('alice') });
    expect(consent?.userId).toBe(stack.user('alice').subject);
    expect(props?.faceMatchSubject).toBe(stack.user('alice').subject);
  }
  return { status: response.status, code, count: accepted.length };
}

const bob = () => stack.user('bob').subject;
const alice = () => stack.user('alice').subject;

test('a user id of null is ignored: the start is the caller’s own', async () => {
  expect(await send({ ...sound, userId: null, consent: { ...consent, userId: null } })).toEqual({ status: 200, code: undefined, count: 1 });
});

test.each<[string, () => unknown]>([
  ['a list', () => [bob()]],
  ['a list of both', () => [alice(), bob()]],
  ['an object', () => ({ id: bob() })],
  ['a number', () => 7],
  ['a path', () => `${alice()}/../${bob()}`],
  ['an encoded path', () => `..%2f${bob()}`],
  ['with a zero byte', () => `${alice()}\0${bob()}`],
  ['in capitals', () => alice().toUpperCase()],
  ['in wide letters', () => alice().replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))],
  ['with a blank', () => ` ${alice()}`],
  ['of the victim in escapes', () => bob()],
])('a user id that is %s is refused', async (_what, userId) => {
  expect(await send({ ...sound, consent: { ...consent, userId: userId() } })).toEqual({ status: 403, code: 'identity-mismatch', count: 0 });
  expect(await send({ ...sound, consent, userId: userId() })).toEqual({ status: 403, code: 'identity-mismatch', count: 0 });
});

test.each<[string, () => Promise<{ status: number; count: number }>]>([
  ['the query', () => send({ ...sound, consent }, `/transaction?userId=${bob()}&sub=${bob()}&subject=${bob()}`)],
  ['a header', () => send({ ...sound, consent }, '/transaction', { 'X-User-Id': bob(), 'X-Subject': bob() })],
  ['props', () => send({ ...sound, consent, props: { userId: bob(), faceMatchSubject: bob(), faceMatchImage: `face@${bob()}` } })],
  ['a nested member', () => send({ ...sound, consent: { ...consent, user: { userId: bob() } }, user: { userId: bob() } })],
  ['members of other names', () => send({ ...sound, consent, sub: bob(), subject: bob(), username: bob(), 'user-id': bob() })],
  ['a form value', () => send({ ...sound, consent, formValues: { userId: bob(), key: `faces/${bob()}` } })],
])('the victim in %s is no one: the transaction is the caller’s own', async (_where, attack) => {
  expect(await attack()).toMatchObject({ status: 200, count: 1 });
});

test('the victim first and the caller last under one name: the last one is checked and sent', async () => {
  const twice = `{"workflowId":"wf-123","platform":"ios","sdkVersion":"1","consent":{"userId":"${bob()}","userId":"${alice()}","isProcessingStoringAllowed":true}}`;
  expect(await send(twice)).toMatchObject({ status: 200, count: 1 });
  expect(await send(twice.replace(bob(), 'x').replace(alice(), bob()))).toEqual({ status: 403, code: 'identity-mismatch', count: 0 });
});

test.each(['/transaction/', '/users/', '/faces/', '/api/v1/transaction/'])('the victim behind %s leads nowhere', async (path) => {
  expect((await send({ ...sound, consent }, `${path}${bob()}`)).status).toBe(404);
});
