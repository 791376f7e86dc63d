import { localConfigWith } from '../support/config-file';
import { startTestStack, type TestStack } from '../support/local-stack';
import vectors from '../vectors/sdk-requests.json';

/**
 * Requests as released SDKs send them, through the API that the template describes and the bundled function, to a stand-in of the
 * Agent API. Microblink itself is not called.
 */
let stack: TestStack;
let open: TestStack;
beforeAll(async () => {
  stack = await startTestStack();
  const callers = { pool: { new: { passwordSignIn: true } }, consentGate: 'start-without-consent-for-android-1.0-and-1.1' };
  open = await startTestStack({ configFile: await localConfigWith({ callers }) });
});
afterAll(async () => {
  await stack?.stop();
  await open?.stop();
});

type Vector = (typeof vectors.requests)[number];
const starts = vectors.requests.filter((vector) => vector.path.endsWith('/transaction'));
const withoutConsent = starts.filter((vector) => !vector.body?.includes('consent'));
const withConsent = starts.filter((vector) => vector.body?.includes('consent'));
const others = vectors.requests.filter((vector) => !vector.path.endsWith('/transaction'));

async function send(to: TestStack, vector: Vector, user: 'alice' | 'bob'): Promise<Response> {
  const token = await to.signIn(user);
  const fill = (text: string) => text.replaceAll('{token}', token).replaceAll('{subject}', to.user(user).subject);
  const headers = Object.fromEntries(Object.entries(vector.headers).map(([name, value]) => [name, fill(value ?? '')]));
  return await fetch(`${to.details.baseUrl}${vector.path}`, {
    method: vector.method,
    headers,
    body: vector.body === null ? undefined : fill(vector.body),
  });
}

async function expectMatch(to: TestStack, vector: Vector, user: 'alice' | 'bob'): Promise<void> {
  const before = (await to.accepted()).length;
  const response = await send(to, vector, user);
  expect(response.status).toBe(200);
  const reply = Buffer.from(await response.arrayBuffer());
  const transactions = await to.accepted();
  expect(transactions).toHaveLength(before + 1);
  const transaction = transactions.at(-1);
  expect(transaction?.formValues?.faceImage).toMatchObject({ sha256: await to.photoHash(user) });
  expect(transaction?.props).toMatchObject({ faceMatchSubject: to.user(user).subject, faceMatchWorkflowId: 'wf-123' });
  expect(reply).toEqual(await to.agentReply(transaction?.transactionId ?? ''));
}

test.each(withConsent.map((vector) => [vector.name, vector] as const))(
  '%s: the agent gets exactly the photo of the caller, and the caller exactly its reply',
  async (_name, vector) => {
    await expectMatch(stack, vector, 'alice');
    await expectMatch(stack, vector, 'bob');
  },
);

test.each(withoutConsent.map((vector) => [vector.name, vector] as const))('%s: is refused for want of consent', async (_name, vector) => {
  const before = (await stack.accepted()).length;
  const response = await send(stack, vector, 'alice');
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ code: 'consent-required' });
  expect(await stack.accepted()).toHaveLength(before);
});

test.each(withoutConsent.map((vector) => [vector.name, vector] as const))(
  '%s: is served where the consent gate is off',
  async (_name, vector) => {
    await expectMatch(open, vector, 'alice');
    expect((await open.accepted()).at(-1)).not.toHaveProperty('consent');
  },
);

test.each(others.map((vector) => [vector.name, vector] as const))('%s: is relayed', async (_name, vector) => {
  const response = await send(stack, vector, 'alice');
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('application/json');
  expect(await response.json()).toEqual(expect.any(Object));
});

test('no vector of a start request is left out of the tests above', () => {
  expect(withConsent.length + withoutConsent.length + others.length).toBe(vectors.requests.length);
  expect(withoutConsent).toHaveLength(2);
});

test('what the stand-in holds has the subject as user id under its one spelling, and no header of the caller', async () => {
  for (const transaction of await stack.accepted()) {
    expect(Object.keys(transaction.consent ?? {})).toContain('userId');
    expect(Object.keys(transaction.consent ?? {})).not.toContain('userid');
    expect(transaction).not.toHaveProperty('headers');
    expect(JSON.stringify(transaction)).not.toContain('Bearer');
  }
});
