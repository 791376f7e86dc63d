import { startTestStack, type TestStack } from '../support/local-stack';

/**
 * The risks of the OWASP API Security Top 10 (2023) that have no separate file, against the running stack.
 * API1 another-persons-photo, API2 forged-tokens, API10 end-to-end/faults.test.ts.
 */
let stack: TestStack;
let token: string;
beforeAll(async () => {
  stack = await startTestStack();
  token = await stack.signIn('alice');
});
afterAll(async () => await stack?.stop());
afterEach(async () => await stack.behave('ok'));

const PICTURE = '/9j/4AAQSkZJRgABAQAASABIAAD/'.repeat(4);

async function refusedWith(change: object): Promise<unknown> {
  const before = (await stack.accepted()).length;
  const response = await stack.startTransaction('alice', change);
  expect(await stack.accepted()).toHaveLength(before);
  return ((await response.json()) as { code?: unknown }).code;
}

describe('API3, a property that is not the caller’s to write', () => {
  test.each([
    ['a picture in a field that no one listed', { formValues: { selfie: PICTURE } }, 'value-not-allowed'],
    ['a picture as a data URL', { formValues: { x: `data:image/jpeg;base64,${PICTURE}` } }, 'value-not-allowed'],
    ['a picture in a list', { formValues: { x: [PICTURE] } }, 'value-not-allowed'],
    ['an empty picture', { formValues: { faceImage: '' } }, 'client-supplied-face'],
    ['form values as a list', { formValues: [{ faceImage: PICTURE }] }, 'invalid-request'],
    ['form values as a text', { formValues: JSON.stringify({ faceImage: PICTURE }) }, 'invalid-request'],
    [
      'the picture of a workflow that passes through',
      { workflowId: 'wf-plain', formValues: { faceImage: PICTURE } },
      'client-supplied-face',
    ],
  ])('%s is refused', async (_what, change, code) => {
    expect(await refusedWith(change)).toBe(code);
  });
});

describe('API4, work that costs more than the request', () => {
  test.each([
    ['a form value of 5 KB', { formValues: { x: 'x'.repeat(5000) } }, 'value-not-allowed'],
    ['a nesting of 1,000', { x: JSON.parse(`${'['.repeat(1000)}${']'.repeat(1000)}`) }, 'invalid-request'],
    ['a body of 300 KB', { x: 'x'.repeat(300 * 1024) }, 'body-too-large'],
  ])('%s is refused', async (_what, change, code) => {
    expect(await refusedWith(change)).toBe(code);
  });

  test('a cancel body of 5 KB is refused', async () => {
    const response = await stack.request('POST', '/initialize/wf-123/cancel', { token, body: { reason: 'x'.repeat(5000) } });
    expect(await response.json()).toMatchObject({ status: 413, code: 'body-too-large' });
  });
});

describe('API5, functions that are not the caller’s', () => {
  test.each([
    ...[
      ['GET', '/admin'],
      ['GET', '/faces'],
      ['PUT', '/faces/alice'],
      ['DELETE', '/faces/alice'],
      ['POST', '/faces'],
    ],
    ...[
      ['GET', '/transaction'],
      ['GET', '/api/v1/transaction/t-1'],
      ['DELETE', '/api/v1/transaction/t-1'],
      ['POST', '/_stand-in/transactions'],
    ],
    ...[
      ['GET', '/metrics'],
      ['GET', '/health'],
      ['GET', '/.env'],
      ['GET', '/swagger.json'],
      ['POST', '/2015-03-31/functions/fn/invocations'],
    ],
  ])('%s %s is no route', async (method, path) => {
    expect((await stack.request(method, path, { token })).status).toBe(404);
  });
});

describe('API6, a business flow without measure', () => {
  test('a workflow of the same organisation that does not compare faces is not for everybody', async () => {
    expect(await refusedWith({ workflowId: '68b58647' })).toBe('workflow-not-allowed');
  });
});

describe('API7, a request that is sent somewhere else', () => {
  test.each(['http://169.254.169.254/latest/meta-data', '//evil.example', '../../v2/transaction', 'wf-123@evil.example', 'wf-123#'])(
    'no request goes elsewhere by the workflow id %s',
    async (workflowId) => {
      expect(await refusedWith({ workflowId })).toBe('invalid-request');
    },
  );

  test('members that name an address stay here, and the request goes where it always goes', async () => {
    const change = { url: 'http://169.254.169.254/', agentUrl: 'https://evil.example/', callback: '//evil.example', edgeApiUrl: 'evil' };
    expect((await stack.startTransaction('alice', change)).status).toBe(200);
    for (const name of Object.keys(change)) expect((await stack.accepted()).at(-1)).not.toHaveProperty(name);
  });

  test('a redirection is not followed', async () => {
    await stack.behave('redirect');
    expect(await refusedWith({})).toBe('agent-bad-response');
  });
});

describe('API8, a configuration that says too much', () => {
  test('no answer names a program, a version, a file or a host', async () => {
    const answers = [
      await stack.request('GET', '/nowhere'),
      await stack.request('POST', '/transaction', { token, body: '{' }),
      await stack.startTransaction('carol'),
      await stack.startTransaction('alice'),
    ];
    for (const answer of answers) {
      const text = JSON.stringify([...answer.headers]) + (answer.ok ? '' : await answer.text());
      expect(text).not.toMatch(/node|express|server"|x-powered-by|\.ts\b|\.js\b|127\.0\.0\.1|faces\/|arn:aws|stack/i);
    }
  });

  test('no answer may be stored by anybody between', async () => {
    for (const answer of [await stack.startTransaction('alice'), await stack.startTransaction('carol')]) {
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
  });
});

test.each(['/v1/transaction', '/api/transaction', '/api/v2/transaction', '/proxy/transaction', '/local/transaction', '/live/transaction'])(
  'API9, no forgotten version answers: %s',
  async (path) => {
    expect((await stack.request('POST', path, { token, body: {} })).status).toBe(404);
  },
);
