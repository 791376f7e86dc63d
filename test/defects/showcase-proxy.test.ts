import { readFileSync } from 'node:fs';
import path from 'node:path';
import local from '../../config/local.json';
import { checkConfig } from '../../lib/config/check';
import { reply } from '../../stand-ins/agent/scripted';
import { silent } from '../../stand-ins/faults';
import { packagesOf } from '../../tools/package/bundled-packages';
import { bundleInputs } from '../support/built';
import { startBody } from '../support/events';
import { startTestStack, type TestStack } from '../support/local-stack';
import { givenProxy, testEnvironment } from '../support/proxy';

const PROJECT = path.join(__dirname, '..', '..');

/** The vendor's showcase proxy is for demonstration only. One test for each of its defects, none of which may exist here. */
let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(async () => await stack?.stop());
afterEach(async () => await stack.behave('ok'));

test('defect 1, each upstream status became 200: here the SDK sees what Microblink said', async () => {
  await stack.behave('throttled');
  expect((await stack.startTransaction('alice')).status).toBe(429);
  await stack.behave('error500');
  expect((await stack.startTransaction('alice')).status).toBe(500);
});

test('defect 2, upstream headers were dropped: here Retry-After arrives, and scripts may read it', async () => {
  await stack.behave('throttled');
  const response = await stack.startTransaction('alice');
  expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
  expect(response.headers.get('access-control-expose-headers')).toBe('Retry-After');
});

test('defect 3, every exception became 400 with its message: here it has its own class and says nothing of the inside', async () => {
  const given = await givenProxy({ agentUrl: testEnvironment('http://127.0.0.1:9/agent/').agentUrl });
  try {
    const result = await given.call();
    expect(result.statusCode).toBe(502);
    expect(result.body).not.toMatch(/ECONNREFUSED|127\.0\.0\.1|at \w+/);
  } finally {
    await given.stop();
  }
});

test.each([
  ['POST', '/transaction'],
  ['POST', '/api/v1/transaction'],
  ['POST', '/proxy/api/v1/transaction'],
  ['GET', '/initialize/wf-123/info'],
  ['POST', '/initialize/wf-123/cancel'],
  ['GET', '/api/v1/initialize/wf-123/info'],
  ['POST', '/api/v1/initialize/wf-123/cancel'],
])('defect 4, anybody could spend transactions: here %s %s needs a token', async (method, where) => {
  const response = await stack.request(method, where, method === 'POST' ? { body: {} } : {});
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({ status: 401, code: 'unauthorized' });
});

test('defect 5, browsers could not call it: here preflight, answers and refusals carry CORS headers', async () => {
  const preflight = await stack.request('OPTIONS', '/transaction', { headers: { Origin: 'https://app.example.com' } });
  const refusal = await stack.request('POST', '/transaction', { body: {} });
  const answer = await stack.startTransaction('alice');
  for (const response of [preflight, refusal, answer]) expect(response.headers.get('access-control-allow-origin')).toBe('*');
});

test.each([
  'http://api.eu.platform.microblink.com/agent/',
  'https://api.eu.platform.microblink.com/',
  'https://api.eu.platform.microblink.com.evil.example/agent/',
  'https://evil.example/agent/',
  'https://api.eu.platform.microblink.com@evil.example/agent/',
  'http://169.254.169.254/agent/',
])('defect 6, the check of the upstream address was inverted: here %s is refused at synth', (url) => {
  const { $schema: _editorsOnly, ...settings } = local;
  expect(() => checkConfig({ ...settings, agent: { url } }, 'test.json')).toThrow('agent.url');
});

test.each(['a%3Fb', 'a%23b', '..%2F..%2Fx', 'a%2Fb', '%20', 'a%00b', 'ž'])(
  'defect 7, a workflow id could rewrite the upstream address: here %s is refused and nothing is sent',
  async (id) => {
    const response = await stack.request('GET', `/initialize/${id}/info`, { token: await stack.signIn('alice') });
    expect(response.status).toBe(400);
  },
);

test('defect 8, only content headers travelled: here the User-Agent does, and what the operator names; the rest stays', async () => {
  const given = await givenProxy({ forwardHeaders: ['x-correlation-id'] });
  try {
    await given.call({ headers: { 'User-Agent': 'URLSession/1.1.0', 'X-Correlation-Id': 'c-1', 'X-Forwarded-For': '203.0.113.9' } });
    expect(given.agent.accepted()[0]?.headers).toMatchObject({ 'user-agent': 'URLSession/1.1.0', 'x-correlation-id': 'c-1' });
    expect(given.agent.accepted()[0]?.headers).not.toHaveProperty('x-forwarded-for');
  } finally {
    await given.stop();
  }
});

test('defect 9, it waited longer than any SDK: here a silent agent ends in 504', async () => {
  const given = await givenProxy();
  try {
    given.agent.script.push(silent);
    expect((await given.call()).statusCode).toBe(504);
  } finally {
    await given.stop();
  }
});

test('defect 10, it could not look into the body: here the photo is in it', async () => {
  await stack.startTransaction('bob');
  expect((await stack.accepted()).at(-1)?.formValues?.faceImage).toMatchObject({ sha256: await stack.photoHash('bob') });
});

test('defect 11, it took 20 MB from anybody: here 16 KiB from a known caller, and from others nothing', async () => {
  const body = { note: 'x'.repeat(17 * 1024) };
  expect((await stack.startTransaction('alice', body)).status).toBe(413);
  expect((await stack.request('POST', '/transaction', { body })).status).toBe(401);
});

test('defect 12, it logged nothing: here each request has one line, and each photo that left has one', async () => {
  const before = stack.functionLogs().length;
  await stack.startTransaction('alice');
  const lines = stack
    .functionLogs()
    .slice(before)
    .filter((line) => line.startsWith('{'));
  const types = lines.map((line) => JSON.parse(line).type);
  expect(types.filter((type) => type === 'request')).toHaveLength(1);
  expect(types.filter((type) => type === 'audit')).toHaveLength(1);
});

test('defect 13, the credentials were in a file of the image: here no file of the repository holds any', () => {
  const template = JSON.stringify(local) + readFileSync(path.join(__dirname, '..', '..', 'lib', 'agent', 'credentials.ts'), 'utf8');
  expect(template).not.toMatch(/clientSecret['"]?\s*:\s*['"]\w/);
});

test('defect 14, Android and iOS up to 1.4.1 found no route: here they do', async () => {
  const [token, consent] = [await stack.signIn('alice'), { isProcessingStoringAllowed: true }];
  const body = { workflowId: 'wf-123', platform: 'android', sdkVersion: '1.2.0', consent };
  expect((await stack.request('POST', '/proxy/api/v1/transaction', { token, body })).status).toBe(200);
});

test('defect 15, it carried packages that it did not use: here each one in the bundle is imported by the function, or needed by such a one', () => {
  const packages = packagesOf(bundleInputs().map((input) => path.join(PROJECT, input)));
  const sources = bundleInputs().filter((input) => input.startsWith('lambda/'));
  const imported = sources.flatMap((file) => [...readFileSync(path.join(PROJECT, file), 'utf8').matchAll(/from '([^'.][^']*)'/g)]);
  const needed = new Set(imported.map(([, name = '']) => name));
  for (const { folder } of packages) {
    const { dependencies = {} } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    for (const name of Object.keys(dependencies)) needed.add(name);
  }
  expect(packages.length).toBeGreaterThan(5);
  expect(packages.map(({ name }) => name).filter((name) => !needed.has(name))).toEqual([]);
  expect([...needed]).toContain('@aws-sdk/client-s3');
});

describe('its first version', () => {
  test('dropped members that it did not know: here all of a reply travels, and of a request what the operator names', async () => {
    const given = await givenProxy();
    try {
      const body = '{"transactionId":"t-1","somethingNew":{"a":[1,2.50,"\\u017e"]}}';
      given.agent.script.push(reply(201, body));
      const result = await given.call({
        body: startBody({ correlationId: 'c-1', newer: 1 }),
      });
      expect(result).toMatchObject({ statusCode: 201, body });
      expect(JSON.parse(given.agent.accepted()[0]?.body.toString() ?? '')).toMatchObject({ correlationId: 'c-1' });
    } finally {
      await given.stop();
    }
  });

  test('logged the request: here no text of the caller is in any line', async () => {
    await stack.startTransaction('alice', { props: { mark: 'mark-of-the-caller' } });
    expect(stack.functionLogs().join('\n')).not.toContain('mark-of-the-caller');
  });
});
