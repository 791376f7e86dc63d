import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type FaultyServer, startFaulty } from '../../stand-ins/faulty';
import { over, until } from '../../stand-ins/line';
import { listenOnLoopback } from '../../stand-ins/loopback';
import { until as waitUntil } from '../support/until';

const REPLY = { status: 200, headers: { 'Content-Type': 'application/octet-stream' }, body: Buffer.alloc(300_000, 'abcdefg') };

let server: FaultyServer;

beforeEach(async () => {
  server = await startFaulty(() => REPLY);
});

afterEach(() => server.close());

async function timed(body?: Buffer): Promise<{ ms: number; bytes: Buffer }> {
  const since = performance.now();
  const response = await fetch(server.url, { method: 'POST', ...(body && { body }) });
  return { bytes: Buffer.from(await response.arrayBuffer()), ms: performance.now() - since };
}

test('a line answers rightly, and not before its time', async () => {
  server.fault = over({ answerMs: 60 });
  const { ms, bytes } = await timed();
  expect(bytes.equals(REPLY.body)).toBe(true);
  expect(ms).toBeGreaterThanOrEqual(60);
});

test('what a stand-in needs to find its answer is part of the wait, which begins with the last byte of the request', async () => {
  const now = performance.now.bind(performance);
  let ahead = 0;
  const clock = jest.spyOn(performance, 'now').mockImplementation(() => now() + ahead);
  server.fault = (exchange) => {
    const right = async () => {
      ahead = 600_000;
      return await exchange.right();
    };
    return over({ answerMs: 600_000 })({ ...exchange, right });
  };
  const answered = timed().finally(() => clock.mockRestore());
  expect((await answered).bytes.equals(REPLY.body)).toBe(true);
});

test('the last byte of a request comes no sooner than it is sent, and of one without a body with its head', async () => {
  const came: number[] = [];
  server.fault = async ({ response, whole }) => {
    const arrivedAt = performance.now();
    came.push((await whole()) - arrivedAt);
    response.end();
  };
  await fetch(server.url);
  const late = connect(Number(new URL(server.url).port), '127.0.0.1');
  late.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\na');
  await waitUntil(() => server.begun() === 2);
  await pause(200);
  late.end('b').resume();
  await once(late, 'close');
  expect(came[0]).toBeLessThanOrEqual(0);
  expect(came[1]).toBeGreaterThan(100);
});

test('a line sends no faster than it can', async () => {
  server.fault = over({ answerMs: 0, sends: 3e6 });
  const { ms, bytes } = await timed();
  expect(bytes.equals(REPLY.body)).toBe(true);
  expect(ms).toBeGreaterThanOrEqual(100);
});

test('a line takes no faster than it can, and counts a request as whole when all of it came', async () => {
  server.fault = over({ answerMs: 0, takes: 5e6 });
  expect((await timed(Buffer.alloc(500_000))).ms).toBeGreaterThanOrEqual(100);
  expect(server.complete()).toBe(1);
});

test('a line answers as long after the end of a request as it is told, which it has taken at its pace', async () => {
  server.fault = over({ answerMs: 80, takes: 5e6, sends: 6e6 });
  expect((await timed(Buffer.alloc(500_000))).ms).toBeGreaterThanOrEqual(100 + 80 + 50);
});

test('what is due at a time is never done before it, even if a timer is early', async () => {
  for (const ms of [0, 0.4, 1, 1.9, 3.3, 7]) {
    const due = performance.now() + ms;
    await until(due);
    expect(performance.now()).toBeGreaterThanOrEqual(due);
  }
});

test('a connection waits for its first byte as long as it is told, and one that is given up meanwhile harms nothing', async () => {
  const far = await listenOnLoopback(0, undefined, 50);
  far.serve((_, response) => response.end('here'));
  connect(far.port, '127.0.0.1').destroy();
  const since = performance.now();
  expect(await (await fetch(far.url)).text()).toBe('here');
  expect(performance.now() - since).toBeGreaterThanOrEqual(50);
  await far.close();
  await expect(fetch(far.url)).rejects.toThrow();
});
