import { serveAgentApi } from '../../../stand-ins/agent/api';
import { READ_MODES } from '../../../stand-ins/agent/behaviours';
import { PERSON } from '../../../stand-ins/agent/reading';
import { type LoopbackServer, listenOnLoopback } from '../../../stand-ins/loopback';

const STARTER = { clientId: 'sa_starter', clientSecret: 's3cret' };
const READER = { clientId: 'sa_reader', clientSecret: 's3cret-too' };
const REQUEST = { workflowId: 'wf-1', platform: 'browser', sdkVersion: '1.7.0' };

let server: LoopbackServer;
let agent: string;
beforeEach(async () => {
  server = await listenOnLoopback();
  agent = serveAgentApi(server, { ...STARTER, reader: READER, workflowIds: ['wf-1'], imageFields: [] });
});
afterEach(() => server.close());

const as = ({ clientId, clientSecret }: typeof STARTER) => ({
  Authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
});
const post = (key: typeof STARTER) =>
  fetch(`${agent}api/v1/transaction`, {
    method: 'POST',
    headers: { ...as(key), 'Content-Type': 'application/json' },
    body: JSON.stringify(REQUEST),
  });
const start = async () => ((await (await post(STARTER)).json()) as { transactionId: string }).transactionId;
const read = (id: string, key = READER) => fetch(`${agent}api/v1/transaction/${id}`, { headers: as(key), redirect: 'manual' });
const words = async (id: string) => {
  const reply = (await (await read(id)).json()) as Record<string, unknown>;
  return [reply.id, reply.processingStatus, reply.verificationStatus];
};
const tell = (command: string, order: unknown) =>
  fetch(`${agent}_stand-in/${command}`, { method: 'PUT', body: typeof order === 'string' ? order : JSON.stringify(order) });
const behave = (mode: string, times?: number) => tell('reading', { mode, times });

test('a match that no one ends is unfinished at first, and accepted two seconds later', async () => {
  const id = await start();
  expect(await words(id)).toEqual([id, 'InProgress', 'Unknown']);
  await new Promise((resolve) => setTimeout(resolve, 2_050));
  expect(await words(id)).toEqual([id, 'Complete', 'Accept']);
});

test('a match ends as it was told, and can be ended again', async () => {
  const id = await start();
  for (const verificationStatus of ['Reject', 'Review', 'Accept', 'a word of another kind']) {
    const ending = { processingStatus: 'Complete', verificationStatus };
    const told = await tell(`transactions/${id}`, ending);
    expect([told.status, await told.json()]).toEqual([200, ending]);
    expect(await words(id)).toEqual([id, 'Complete', verificationStatus]);
  }
});

test.each([
  ['{'],
  ['null'],
  ['[]'],
  ['{"processingStatus":"Complete"}'],
  ['{"processingStatus":1,"verificationStatus":"Accept"}'],
  ['{"processingStatus":"Complete","verificationStatus":"Accept","more":1}'],
])('an ending that is %s changes nothing, and it says what is accepted', async (order) => {
  const id = await start();
  const told = await tell(`transactions/${id}`, order);
  expect([told.status, ((await told.json()) as { detail: string }).detail]).toEqual([
    400,
    expect.stringContaining('{"processingStatus": "Complete", "verificationStatus": "Accept"}'),
  ]);
  expect(await words(id)).toEqual([id, 'InProgress', 'Unknown']);
});

test('neither reads nor ends a transaction that was not started', async () => {
  expect((await read('5e4713e15e4713e1')).status).toBe(404);
  expect((await tell('transactions/5e4713e15e4713e1', { processingStatus: 'Complete', verificationStatus: 'Accept' })).status).toBe(404);
  expect((await read('5e4713e15e4713e1')).status).toBe(404);
});

test('shows a person and pictures in its steps, for a search of what leaked', async () => {
  const reply = await (await read(await start())).text();
  for (const text of [...Object.values(PERSON), 'image/jpeg']) expect(reply).toContain(text);
  expect(Object.keys((JSON.parse(reply) as { state: object }).state)).toEqual(['FaceMatch:1', 'BlinkId:2']);
});

test('each key does what its role is for, and nothing else', async () => {
  const id = await start();
  const info = (key: typeof STARTER) => fetch(`${agent}api/v1/initialize/wf-1/info`, { headers: as(key) });
  expect([(await read(id)).status, (await read(id, STARTER)).status]).toEqual([200, 403]);
  expect([(await info(STARTER)).status, (await info(READER)).status, (await post(READER)).status]).toEqual([200, 403, 403]);
  expect((await read(id, { ...READER, clientSecret: 'wrong' })).status).toBe(401);
});

describe('a read that misbehaves', () => {
  test.each([
    ['error500', 500],
    ['unauthorized', 401],
    ['throttled', 429],
    ['redirect', 307],
    ['absent', 404],
  ])('%s answers %i, so often as told, and a start is not concerned', async (mode, status) => {
    const id = await start();
    await behave(mode, 1);
    expect((await post(STARTER)).status).toBe(200);
    expect([(await read(id)).status, (await read(id)).status]).toEqual([status, 200]);
  });

  test('a start that misbehaves changes no read', async () => {
    const id = await start();
    await tell('behaviour', { mode: 'error500' });
    expect([(await read(id)).status, (await post(STARTER)).status]).toEqual([200, 500]);
  });

  test('another-transaction has the id of another one, steps-alone no status at its root', async () => {
    const id = await start();
    await behave('another-transaction', 1);
    const [other, ...rest] = await words(id);
    expect([typeof other, other === id, rest]).toEqual(['string', false, ['InProgress', 'Unknown']]);
    await behave('steps-alone', 1);
    expect(await words(id)).toEqual([id, undefined, undefined]);
  });

  test.each(['cut', 'reset'])('%s breaks the connection', async (mode) => {
    const id = await start();
    await behave(mode, 1);
    await expect(read(id).then((reply) => reply.text())).rejects.toThrow();
  });

  test('stall never answers, and garbage is no JSON', async () => {
    const id = await start();
    await behave('garbage', 1);
    expect(await (await read(id)).text()).toContain('not JSON');
    await behave('stall', 1);
    const stalled = fetch(`${agent}api/v1/transaction/${id}`, { headers: as(READER), signal: AbortSignal.timeout(300) });
    await expect(stalled).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  test('says which modes there are, and takes none of its own for starts', async () => {
    const told = await behave('wrong');
    expect([told.status, ((await told.json()) as { detail: string }).detail]).toEqual([
      400,
      `mode must be one of ${READ_MODES.join(', ')}.`,
    ]);
    expect((await tell('behaviour', { mode: 'steps-alone' })).status).toBe(400);
    expect([(await read(await start())).status, (await post(STARTER)).status]).toEqual([200, 200]);
  });
});
