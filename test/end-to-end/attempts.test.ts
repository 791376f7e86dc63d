import { localConfigWith } from '../support/config-file';
import { startTestStack, type TestStack } from '../support/local-stack';

/** A whole day, so that no window ends while the test runs unless it runs at midnight (UTC). */
const attempts = { injecting: 2, others: 1, windowMinutes: 1440 };
let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack({ configFile: await localConfigWith({ limits: { attempts } }) });
});
afterAll(() => stack?.stop());

const refused = async (response: Response) => {
  const after = Number(response.headers.get('retry-after'));
  expect(after).toBeGreaterThan(0);
  expect(after).toBeLessThanOrEqual(86_400);
  expect(response.headers.get('access-control-expose-headers')).toMatch(/retry-after/i);
  expect(await response.json()).toMatchObject({ code: 'too-many-attempts', status: response.status });
  return response.status;
};

test('a user who has started as many transactions as allowed gets 429 with Retry-After, and another user goes on', async () => {
  const crowd = await Promise.all(Array.from({ length: 6 }, () => stack.startTransaction('alice')));
  expect(crowd.filter(({ status }) => status === 200)).toHaveLength(2);
  for (const response of crowd.filter(({ status }) => status !== 200)) expect(await refused(response)).toBe(429);
  expect(await stack.accepted()).toHaveLength(2);
  expect((await stack.startTransaction('bob')).status).toBe(200);
});

test('workflows without a photo are counted apart', async () => {
  const plain = { workflowId: stack.details.workflows.passThrough[0] };
  expect((await stack.startTransaction('alice', plain)).status).toBe(200);
  expect(await refused(await stack.startTransaction('alice', plain))).toBe(429);
});

test('a request that is refused before does not count', async () => {
  for (let times = 0; times < 3; times++) expect((await stack.startTransaction('carol', { consent: {} })).status).toBe(403);
  expect((await stack.startTransaction('carol')).status).toBe(409);
});

test('no name of a caller is in the log, and the refusals are', () => {
  const lines = stack.functionLogs().join('\n');
  expect(lines).toContain('too-many-attempts');
  expect(lines).not.toContain(stack.user('alice').subject);
});
