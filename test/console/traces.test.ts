import type { Trace, VisitTrace } from '../../local/console/trace';
import { MOST_TRACES, type TraceChange } from '../../local/console/traces';
import { startTestStack, type TestStack } from '../support/local-stack';

/** A busy machine takes its time. */

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack({ console: true });
});
afterAll(() => stack?.stop());

/** Everything that the console keeps now. */
async function kept(): Promise<{ traces: Trace[]; transactions: VisitTrace[]; text: string }> {
  const stop = new AbortController();
  const response = await fetch(`${stack.details.consoleUrl}/api/events`, { signal: stop.signal });
  let text = '';
  for await (const chunk of response.body as ReadableStream<Uint8Array>) {
    text += Buffer.from(chunk).toString();
    if (text.includes('event: ready')) break;
  }
  stop.abort();
  const changes = [...text.matchAll(/^data: (\{"(?:trace|transaction)".*)$/gm)].map(([, json = '']) => JSON.parse(json) as TraceChange);
  const traces = changes.flatMap((change) => ('trace' in change ? [change.trace] : []));
  return { traces, transactions: changes.flatMap((change) => ('transaction' in change ? [change.transaction] : [])), text };
}

/** The trace of the last request, once the function's line has come, which is written apart from the answer. */
async function lastTrace(): Promise<Trace> {
  for (;;) {
    const trace = (await kept()).traces.at(-1) as Trace;
    if (trace.answer !== undefined && (!trace.invoked || trace.requestLine !== undefined)) return trace;
  }
}

describe('a trace', () => {
  test('holds what each party saw of one request, and joins them by the request id', async () => {
    const response = await stack.startTransaction('alice');
    const trace = await lastTrace();
    expect(trace.id).toBe(response.headers.get('x-amz-apigw-id'));
    expect(trace.authorizer?.claims?.sub).toBe(stack.user('alice').subject);
    expect(stack.functionLogs()).toContain(trace.requestLine);
    expect(trace.auditLines.map((line) => JSON.parse(line).requestId)).toEqual([trace.id]);
    expect(trace.visits).toMatchObject([
      { joined: 'by the request id in its props', members: { props: { faceMatchRequestId: trace.id } } },
    ]);
    expect(trace.visits[0]?.photos).toMatchObject([{ field: 'faceImage', sha256: await stack.photoHash('alice') }]);
    expect(trace.visits[0]?.reply?.sha256).toBe(trace.answer?.body.sha256);
    expect(Buffer.from(await response.arrayBuffer()).length).toBe(trace.answer?.body.bytes);
  });

  test('keeps neither photo, token, credentials nor the keys of a transaction in its text', async () => {
    const token = await stack.signIn('bob');
    const headers = { 'Content-Type': 'application/json' };
    const photo = Buffer.from(await (await fetch(`${stack.details.consoleUrl}/portraits/bob`)).arrayBuffer()).toString('base64');
    const body = { workflowId: 'wf-123', headers: { Authorization: `Bearer ${token}` }, formValues: { faceImage: photo } };
    await stack.request('POST', '/transaction', { token, headers, body });
    const response = await stack.startTransaction('bob');
    const reply = (await response.json()) as { ephemeralKey: string; authorization: string };
    await lastTrace();
    const { text } = await kept();
    expect(text).toContain('image/png');
    for (const secret of [token, photo.slice(0, 200), reply.ephemeralKey, reply.authorization]) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/Basic [A-Za-z0-9+/=]{8}/);
  });

  test('distinguishes what the function never saw from what it refused', async () => {
    await stack.request('POST', '/transaction', { body: {} });
    expect(await lastTrace()).toMatchObject({ invoked: false, visits: [], refusal: { type: 'UNAUTHORIZED' }, answer: { status: 401 } });
    await stack.startTransaction('carol');
    const refused = await lastTrace();
    expect(refused).toMatchObject({ invoked: true, visits: [], answer: { status: 409 } });
    expect(JSON.parse(refused.requestLine ?? '')).toMatchObject({ outcome: 'no-face-on-record' });
  });

  test('holds the whole of many requests at once, each with its own photo', async () => {
    const names = Array.from({ length: 12 }, (_, at) => (at % 2 === 0 ? 'alice' : 'bob'));
    const responses = await Promise.all(names.map((name) => stack.startTransaction(name as 'alice' | 'bob')));
    const hashes = [await stack.photoHash('alice'), await stack.photoHash('bob')];
    const { traces } = await kept();
    const seen = responses.map(({ headers }) => traces.find(({ id }) => id === headers.get('x-amz-apigw-id')));
    expect(seen.map((trace) => trace?.visits.map(({ photos }) => photos[0]?.sha256))).toEqual(names.map((_, at) => [hashes[at % 2]]));
  });

  test('claims no request at the Agent API that may be another one’s', async () => {
    await stack.behave('unauthorized');
    const ids = (await Promise.all([stack.startTransaction('alice'), stack.startTransaction('bob')])).map(({ headers }) =>
      headers.get('x-amz-apigw-id'),
    );
    await stack.behave('ok');
    const { traces } = await kept();
    for (const { id, visits } of traces.filter(({ id }) => ids.includes(id))) {
      expect([id, visits.filter(({ joined }) => joined !== 'as the only request on its way')]).toEqual([id, []]);
      expect(visits.every(({ body, reply }) => body === undefined && reply?.status === 401)).toBe(true);
    }
  });

  test('shows that no whole request arrived when the Agent API broke off', async () => {
    await stack.behave('reset', 2);
    await stack.startTransaction('alice');
    await stack.behave('ok');
    const { visits } = await lastTrace();
    expect(visits.length).toBeGreaterThan(0);
    for (const visit of visits) expect(visit).toMatchObject({ broke: 'The stand-in reset the connection.', photos: [] });
  });

  test('lists a transaction that did not come through the proxy as just that', async () => {
    const { endpoint, secretArn } = stack.details.secretsManager;
    const headers = {
      'X-Amz-Target': 'secretsmanager.GetSecretValue',
      Authorization: 'not looked at',
      'Content-Type': 'application/x-amz-json-1.1',
    };
    const secret = await fetch(endpoint, { method: 'POST', headers, body: JSON.stringify({ SecretId: secretArn }) });
    const { clientId, clientSecret } = JSON.parse(((await secret.json()) as { SecretString: string }).SecretString);
    const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
    const body = JSON.stringify({ workflowId: 'wf-123', platform: 'None', sdkVersion: 'none' });
    const direct = { method: 'POST', headers: { Authorization: authorization, 'Content-Type': 'application/json' }, body };
    expect((await fetch(`${stack.details.agentApiUrl}api/v1/transaction`, direct)).status).toBe(200);
    const { transactions } = await kept();
    expect(transactions.at(-1)).toMatchObject({ members: { sdkVersion: 'none' }, photos: [] });
    expect(transactions.map(({ joined }) => joined === undefined)).toEqual([...transactions.slice(1).map(() => false), true]);
  });

  test('is kept for the last requests alone, and none for a preflight', async () => {
    await stack.request('OPTIONS', '/transaction');
    for (let sent = 0; sent < MOST_TRACES + 5; sent += 1) await stack.request('GET', `/nowhere-${sent}`);
    const { traces, transactions } = await kept();
    expect(traces.map(({ sent }) => sent.path)).toEqual(Array.from({ length: MOST_TRACES }, (_, at) => `/nowhere-${at + 5}`));
    expect(transactions.length).toBeLessThanOrEqual(MOST_TRACES);
  });
});
