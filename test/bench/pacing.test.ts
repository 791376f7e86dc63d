import { PassThrough } from 'node:stream';
import { idealMs } from '../../bench/network';
import { notBefore } from '../../bench/not-before';
import { writePaced } from '../../bench/paced-writer';
import { leakyBucket, steadyPace } from '../../bench/pacing';

describe('a steady pace', () => {
  test('allows nothing before its start, and then what the rate gives', () => {
    const pace = steadyPace(100, 75e6);
    expect([90, 100, 101, 110].map((now) => pace.allowed(now))).toEqual([0, 0, 75_000, 750_000]);
  });
});

describe('a leaky bucket', () => {
  test('is due when everything has leaked, however late its bytes come', () => {
    const bucket = leakyBucket(0, 40e6);
    bucket.take(400_000, 0);
    expect(bucket.dueAt()).toBe(10);
    bucket.take(400_000, 50);
    expect(bucket.dueAt()).toBe(60);
  });

  test('asks for a pause as soon as bytes come faster than they leak, and for none while they do not', () => {
    const bucket = leakyBucket(0, 40e6);
    expect(bucket.take(40_000, 0)).toBe(0);
    expect(bucket.take(400_000, 0)).toBeCloseTo(10, 5);
    expect(bucket.take(40_000, 30)).toBe(0);
  });
});

test('a paced writer writes every byte in order, and ends', async () => {
  const bytes = Buffer.from(Array.from({ length: 1_000_000 }, (_, at) => at % 251));
  const stream = new PassThrough();
  writePaced(stream, bytes, { allowed: (now) => Math.floor(now * 1e6) });
  const read: Buffer[] = [];
  for await (const chunk of stream) read.push(chunk);
  expect(Buffer.concat(read).equals(bytes)).toBe(true);
});

test('what is due at a time is never done before it, even if a timer is early', async () => {
  for (const ms of [0, 0.4, 1, 1.9, 3.3, 7]) {
    const due = performance.now() + ms;
    await new Promise<void>((resolve) => notBefore(due, resolve));
    expect(performance.now()).toBeGreaterThanOrEqual(due);
  }
});

describe('the ideal', () => {
  // 15 ms to the first byte, the slower of 75 MB/s in and 40 MB/s of base64 out, 20 ms for the answer.
  test.each([
    [50_000, 36.7],
    [500_000, 51.7],
    [2_000_000, 101.7],
    [5_000_000, 201.7],
    [10_000_000, 368.3],
  ])('of %i bytes is %f ms, and 5 ms more when the start is counted first', (bytes, ms) => {
    expect(idealMs(bytes, false)).toBeCloseTo(ms, 1);
    expect(idealMs(bytes, true) - idealMs(bytes, false)).toBe(5);
  });
});
