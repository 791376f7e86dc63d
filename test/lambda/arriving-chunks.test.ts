import { PassThrough, Readable } from 'node:stream';
import { arrivingChunks } from '../../lambda/arriving-chunks';
import { Problem } from '../../lambda/errors';
import { startLifetime } from '../../lambda/lifetime';
import { refusal } from '../support/refusal';

const lifetime = startLifetime(60_000);
afterAll(() => lifetime.end());

const patienceOf = (ms: number) => lifetime.patience(ms, () => new Problem('face-store-unavailable', 'nothing came'));

const turn = () => new Promise(setImmediate);

function arriving(body: Readable, ms = 30_000) {
  const patience = patienceOf(ms);
  const chunks = arrivingChunks(body, patience);
  const all = async () => {
    const found: string[] = [];
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) found.push(String(next.value));
    return found;
  };
  return { next: () => chunks.next(), all: () => all().finally(patience.end), end: patience.end };
}

test('come whole and in order, however many arrive in one turn', async () => {
  const body = new PassThrough();
  const reading = arriving(body).all();
  for (const text of ['a', 'b', 'c']) body.write(text);
  setImmediate(() => {
    body.write('d');
    body.end('e');
  });
  expect(await reading).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('that came before an error are given out, and then the error: an end that was not reached is none', async () => {
  const body = new PassThrough();
  const { next, end } = arriving(body);
  body.write('a');
  expect(await next()).toEqual({ value: Buffer.from('a'), done: false });
  body.write('b');
  await turn();
  body.destroy(new Error('reset'));
  await turn();
  expect(await next()).toEqual({ value: Buffer.from('b'), done: false });
  await expect(next()).rejects.toThrow('reset');
  await expect(next()).rejects.toThrow('reset');
  end();
});

test('of a stream that is closed without an end are an error', async () => {
  const body = new PassThrough();
  body.write('a');
  setImmediate(() => body.destroy());
  await expect(arriving(body).all()).rejects.toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' });
});

test('that do not come end the waiting', async () => {
  await expect(arriving(new PassThrough(), 20).all()).rejects.toEqual(refusal('face-store-unavailable', /nothing came/));
});

test('that nobody takes make the sender wait: no more lies here than two records of TLS beyond 128 KiB', async () => {
  const given = { bytes: 0 };
  const body = new Readable({
    highWaterMark: 16 * 1024,
    read() {
      given.bytes += 16 * 1024;
      this.push(given.bytes > 4_000_000 ? null : Buffer.alloc(16 * 1024));
    },
  });
  const { next, all } = arriving(body);
  await next();
  for (let turns = 0; turns < 50; turns++) await turn();
  expect(given.bytes).toBeLessThanOrEqual(128 * 1024 + 32 * 1024);
  // And go on when somebody does.
  expect((await all()).length).toBe(Math.floor(4_000_000 / (16 * 1024)) - 1);
});

test('that were taken no longer count: a reader that keeps up never makes the sender wait', async () => {
  const body = new PassThrough();
  const { next, end } = arriving(body);
  for (let count = 0; count < 20; count++) {
    const taken = next();
    body.write(Buffer.alloc(16 * 1024));
    await taken;
  }
  expect(body.isPaused()).toBe(false);
  end();
});

test('wake their reader once a turn of the event loop, not once a chunk', async () => {
  const body = new PassThrough();
  const patience = patienceOf(30_000);
  const waits = { count: 0 };
  const counting = {
    ...patience,
    within: <T>(work: Promise<T>) => {
      waits.count += 1;
      return patience.within(work);
    },
  };
  const chunks = arrivingChunks(body, counting);
  const reading = (async () => {
    while (!(await chunks.next()).done);
  })();
  await turn();
  for (const text of ['a', 'b', 'c', 'd']) {
    body.write(text);
    // As between two records of TLS: whoever was woken would run now.
    for (let count = 0; count < 20; count++) await Promise.resolve();
  }
  expect(waits.count).toBe(1);
  body.end();
  await reading;
  patience.end();
});
