import { createHash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { serveAgentApi } from '../../../stand-ins/agent/api';
import { MODES } from '../../../stand-ins/agent/behaviours';
import { NO_WITNESS } from '../../../stand-ins/agent/witness';
import { type LoopbackServer, listenOnLoopback } from '../../../stand-ins/loopback';
import { jpegOf } from '../../support/photos';

const SETTINGS = { clientId: 'sa_test', clientSecret: 's3cret', workflowIds: ['wf-1'], imageFields: ['faceImage'] };
const AUTHORIZATION = `Basic ${Buffer.from('sa_test:s3cret').toString('base64')}`;
const PHOTO = jpegOf(9000);
const REQUEST = { workflowId: 'wf-1', platform: 'browser', sdkVersion: '1.7.0', formValues: { faceImage: PHOTO.toString('base64') } };

let server: LoopbackServer;
let agent: string;
beforeEach(async () => {
  server = await listenOnLoopback();
  agent = serveAgentApi(server, SETTINGS);
});
afterEach(() => server.close());

const post = (body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${agent}api/v1/transaction`, {
    method: 'POST',
    redirect: 'manual',
    headers: { Authorization: AUTHORIZATION, 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const accepted = async () => (await (await fetch(`${agent}_stand-in/transactions`)).json()) as Record<string, unknown>[];
const behave = (behaviour: unknown) => fetch(`${agent}_stand-in/behaviour`, { method: 'PUT', body: JSON.stringify(behaviour) });

test('accepts a transaction, lists its photo by type, length and hash, and keeps the reply byte for byte', async () => {
  const reply = await (await post(REQUEST)).text();
  const { transactionId } = JSON.parse(reply);
  const sha256 = createHash('sha256').update(PHOTO).digest('hex');
  const formValues = { faceImage: { type: 'image/jpeg', bytes: PHOTO.length, sha256 } };
  expect(await accepted()).toEqual([{ ...REQUEST, transactionId, formValues }]);
  expect(await (await fetch(`${agent}_stand-in/replies/${transactionId}`)).text()).toBe(reply);
});

test('shows no string of 64 hexadecimal digits but the hash of a photo', async () => {
  const hash = 'ab'.repeat(32);
  await post({ ...REQUEST, props: { [hash]: [`x${hash}y`] }, formValues: { reason: hash, other: `${hash}${hash}` } });
  expect(JSON.stringify(await accepted())).not.toMatch(/[0-9a-f]{64}/);
});

test('binds names without regard to case, and of two the last, so that an attack shows', async () => {
  const body = '{"WORKFLOWID":"wf-1","platform":"a","PlatForm":"b","sdkversion":"1","consent":{"userid":"me","USERID":"you"},"extra":1}';
  await post(body);
  expect(await accepted()).toEqual([
    expect.objectContaining({ workflowId: 'wf-1', platform: 'b', sdkVersion: '1', consent: { userId: 'you' }, extra: 1 }),
  ]);
});

test.each([
  ['an unknown workflow', { ...REQUEST, workflowId: 'wf-2' }, 'Workflow not found'],
  ['a missing member', { workflowId: 'wf-1', platform: 'web' }, 'The sdkVersion field is required.'],
  ['a data URL', { ...REQUEST, formValues: { faceImage: `data:image/jpeg;base64,${PHOTO.toString('base64')}` } }, 'not plain base64'],
  [
    'base64 in lines',
    { ...REQUEST, formValues: { other: `${PHOTO.toString('base64', 0, 60)}\r\n${PHOTO.toString('base64', 60)}` } },
    'not plain base64',
  ],
  ['text', 'hello', 'not a JSON object'],
])('refuses %s with a problem and accepts nothing', async (_what, body, detail) => {
  const response = await post(body);
  expect([response.status, response.headers.get('content-type')]).toEqual([400, 'application/problem+json']);
  expect(((await response.json()) as { detail: string }).detail).toContain(detail);
  expect(await accepted()).toEqual([]);
});

test('refuses other credentials, and another content type', async () => {
  expect((await post(REQUEST, { Authorization: `Basic ${Buffer.from('sa_test:other').toString('base64')}` })).status).toBe(401);
  expect((await post(REQUEST, { 'Content-Type': 'text/plain' })).status).toBe(415);
  expect(await accepted()).toEqual([]);
});

test('answers info and cancel of a known workflow with a JSON object', async () => {
  const headers = { Authorization: AUTHORIZATION };
  const info = await fetch(`${agent}api/v1/initialize/wf-1/info`, { headers });
  const cancel = await fetch(`${agent}api/v1/initialize/wf-1/cancel`, { method: 'POST', headers });
  expect([await info.json(), await cancel.json()]).toEqual([
    expect.objectContaining({ workflowId: 'wf-1' }),
    { workflowId: 'wf-1', cancelled: true },
  ]);
  expect((await fetch(`${agent}api/v1/initialize/wf-2/info`, { headers })).status).toBe(400);
});

describe('misbehaviour', () => {
  test.each([
    ['error500', 500],
    ['unauthorized', 401],
    ['throttled', 429],
    ['redirect', 307],
    ['garbage', 200],
    ['huge', 200],
  ])('%s answers %i and accepts nothing', async (mode, status) => {
    await behave({ mode });
    const response = await post(REQUEST);
    const text = await response.text();
    expect(response.status).toBe(status);
    if (mode === 'throttled') expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
    if (mode === 'redirect') expect(response.headers.get('location')).toContain('http://127.0.0.1');
    if (mode === 'garbage') expect(() => JSON.parse(text)).toThrow();
    if (mode === 'huge') expect(text.length).toBeGreaterThan(1024 * 1024);
    expect(await accepted()).toEqual([]);
  });

  test.each(['cut', 'reset'])('%s breaks the connection and accepts nothing', async (mode) => {
    await behave({ mode });
    await expect(post(REQUEST).then((response) => response.text())).rejects.toThrow();
    expect(await accepted()).toEqual([]);
  });

  test('slow answers late and accepts the transaction', async () => {
    await behave({ mode: 'slow' });
    const started = performance.now();
    expect((await post(REQUEST)).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(1_500);
    expect(await accepted()).toHaveLength(1);
  });

  test('stall stops reading and never answers', async () => {
    await behave({ mode: 'stall' });
    const body = JSON.stringify({ ...REQUEST, formValues: { faceImage: 'A'.repeat(16 * 1024 * 1024) } });
    const sent = await fetch(`${agent}api/v1/transaction`, { method: 'POST', body, signal: AbortSignal.timeout(300) }).catch(
      (error: Error) => error.name,
    );
    expect(sent).toBe('TimeoutError');
    expect(await accepted()).toEqual([]);
  });

  test('a request that ends before its body does is never a transaction', async () => {
    await new Promise<void>((resolve) => {
      const headers = { Authorization: AUTHORIZATION, 'Content-Type': 'application/json', 'Content-Length': '100000' };
      const request = httpRequest(`${agent}api/v1/transaction`, { method: 'POST', headers });
      request.on('error', () => undefined);
      request.on('close', resolve);
      request.write(JSON.stringify(REQUEST), () => request.destroy());
    });
    expect(await accepted()).toEqual([]);
  });

  test('a fault of its own is answered with what it is, not with a broken connection', async () => {
    const broken = await listenOnLoopback();
    const read = () => {
      throw new Error('the photo cannot be kept');
    };
    agent = serveAgentApi(broken, SETTINGS, (request, mode) => ({ ...NO_WITNESS(request, mode), read }));
    const response = await post(REQUEST);
    await broken.close();
    expect([response.status, await response.text()]).toEqual([500, expect.stringContaining('the photo cannot be kept')]);
  });

  test('counts requests to the Agent API alone, and comes back to ok', async () => {
    await behave({ mode: 'error500', times: 2 });
    await accepted();
    const statuses = [await post(REQUEST), await post(REQUEST), await post(REQUEST)].map(({ status }) => status);
    expect(statuses).toEqual([500, 500, 200]);
  });

  test.each([{ mode: 'wrong' }, { mode: 'ok', times: 0 }, { mode: 'ok', times: 1.5 }, 'ok', null])(
    'refuses behaviour %j',
    async (behaviour) => {
      const response = await behave(behaviour);
      expect(response.status).toBe(400);
      if ((behaviour as { mode?: string } | null)?.mode === 'wrong') {
        expect(((await response.json()) as { detail: string }).detail).toContain(MODES.join(', '));
      }
    },
  );
});
