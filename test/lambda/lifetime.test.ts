import { getEventListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../../lambda/errors';
import { startLifetime } from '../../lambda/lifetime';
import { refusal } from '../support/refusal';

const late = () => new Problem('face-store-unavailable', 'late');
const never = () => new Promise<never>(() => undefined);
const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

describe('waiting', () => {
  it('gives what the work gives, and leaves neither timer nor listener behind', async () => {
    const lifetime = startLifetime(5000);
    const before = timers();
    expect(await lifetime.within(Promise.resolve('done'), 5000, late)).toBe('done');
    await expect(lifetime.within(Promise.reject(new Error('failed')), 5000, late)).rejects.toThrow('failed');
    expect(timers()).toBe(before);
    expect(getEventListeners(lifetime.signal, 'abort')).toEqual([]);
    lifetime.end();
    expect(timers()).toBe(before - 1);
  });

  it('ends when its own time is over, with its own problem, and the lifetime goes on', async () => {
    const lifetime = startLifetime(5000);
    await expect(lifetime.within(never(), 10, late)).rejects.toEqual(refusal('face-store-unavailable'));
    expect(lifetime.signal.aborted).toBe(false);
    expect(() => lifetime.requireTime()).not.toThrow();
    lifetime.end();
  });

  it('ends at the deadline, however much time it has of its own', async () => {
    const lifetime = startLifetime(10);
    await expect(lifetime.within(never(), 5000, late)).rejects.toEqual(refusal('agent-timeout'));
    await expect(lifetime.within(never(), 5000, late)).rejects.toEqual(refusal('agent-timeout'));
    lifetime.end();
  });

  it('ends with the request', async () => {
    const lifetime = startLifetime(5000);
    const waiting = lifetime.within(never(), 5000, late);
    lifetime.end();
    await expect(waiting).rejects.toEqual(refusal('internal', /has ended/));
  });

  it('leaves no rejection of late work unhandled', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    const lifetime = startLifetime(5000);
    const work = sleep(20).then(() => Promise.reject(new Error('too late to matter')));
    await expect(lifetime.within(work, 1, late)).rejects.toEqual(refusal('face-store-unavailable'));
    lifetime.end();
    await sleep(50);
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });
});

describe('the deadline', () => {
  it('aborts whatever hangs on the signal, with the problem that the caller sees', async () => {
    const lifetime = startLifetime(5);
    await sleep(30);
    expect(lifetime.signal.reason).toEqual(refusal('agent-timeout'));
    lifetime.end();
    expect(lifetime.signal.reason).toEqual(refusal('agent-timeout'));
  });

  it('is read off the clock, since a timer lags behind a busy event loop', () => {
    const lifetime = startLifetime(5);
    for (const until = Date.now() + 10; Date.now() < until; );
    expect(lifetime.signal.aborted).toBe(false);
    expect(() => lifetime.requireTime()).toThrow(refusal('agent-timeout'));
    lifetime.end();
  });

  it.each([0, -1, -500])('of %d milliseconds has passed at once', (ms) => {
    const lifetime = startLifetime(ms);
    expect(() => lifetime.requireTime()).toThrow(refusal('agent-timeout'));
    lifetime.end();
  });
});

describe('the end', () => {
  it('aborts the signal, so that nothing goes on in the next invocation', () => {
    const lifetime = startLifetime(5000);
    expect(lifetime.signal.aborted).toBe(false);
    lifetime.end();
    expect(lifetime.signal.aborted).toBe(true);
    expect(() => lifetime.requireTime()).toThrow(refusal('agent-timeout'));
  });
});
