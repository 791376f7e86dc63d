import { getEventListeners, once } from 'node:events';
import { stat } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Lifetime, startLifetime } from '../../../lambda/deadline/deadline';
import { Problem } from '../../../lambda/errors';
import { refusal } from '../../support/refusal';

const late = () => new Problem('face-store-unavailable', 'late');
const never = () => new Promise<never>(() => undefined);
const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

/** From here the event loop goes on to its timers, and then to what is ready to be read. */
const beforeTimers = () => new Promise<void>((resolve) => setImmediate(resolve));

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

describe('patience', () => {
  function given(ms: number, lifetime: Lifetime) {
    const reasons: unknown[] = [];
    const { promise: over, resolve } = Promise.withResolvers<void>();
    const giveUp = (reason: unknown) => {
      reasons.push(reason);
      resolve();
    };
    return { reasons, over, patience: lifetime.patience(ms, late, giveUp) };
  }

  it('is over when one wait takes too long', async () => {
    const lifetime = startLifetime(5000);
    const { patience, reasons, over } = given(20, lifetime);
    patience.begin();
    await over;
    expect(reasons).toEqual([refusal('face-store-unavailable')]);
    lifetime.end();
  });

  it('is not over when what was waited for has come and the process was too busy to look at it', async () => {
    const lifetime = startLifetime(5000);
    const { patience, reasons } = given(20, lifetime);
    await beforeTimers();
    patience.begin();
    const read = new Promise<void>((resolve) => {
      stat(__filename, () => {
        patience.rest();
        resolve();
      });
    });
    for (const until = Date.now() + 100; Date.now() < until; );
    await read;
    expect(reasons).toEqual([]);
    patience.end();
    lifetime.end();
  });

  it('does not end a wait that began after the moment in which it was over', async () => {
    const lifetime = startLifetime(5000);
    const { patience, reasons } = given(200, lifetime);
    await beforeTimers();
    patience.begin();
    const begun = new Promise<void>((resolve) => {
      stat(__filename, () => {
        patience.rest();
        patience.begin();
        resolve();
      });
    });
    for (const until = Date.now() + 300; Date.now() < until; );
    await begun;
    await new Promise(setImmediate);
    expect(reasons).toEqual([]);
    patience.end();
    lifetime.end();
  });

  it('is had anew with each wait', async () => {
    const lifetime = startLifetime(5000);
    const { patience, reasons } = given(1200, lifetime);
    for (let wait = 0; wait < 4; wait++) {
      patience.begin();
      await sleep(400);
      patience.rest();
    }
    expect(reasons).toEqual([]);
    patience.end();
    lifetime.end();
  });

  it('does not run out while nobody waits, and then has its time anew', async () => {
    const lifetime = startLifetime(5000);
    const { patience, reasons, over } = given(20, lifetime);
    await sleep(60);
    patience.begin();
    patience.rest();
    await sleep(60);
    expect(reasons).toEqual([]);
    patience.begin();
    await over;
    expect(reasons).toEqual([refusal('face-store-unavailable')]);
    lifetime.end();
  });

  it('ends with the request while somebody waits, and for whoever waits afterwards', () => {
    const lifetime = startLifetime(5000);
    const [waiting, resting] = [given(5000, lifetime), given(5000, lifetime)];
    waiting.patience.begin();
    lifetime.end();
    expect([waiting.reasons, resting.reasons]).toEqual([[refusal('internal', /has ended/)], []]);
    resting.patience.begin();
    expect(resting.reasons).toEqual([refusal('internal', /has ended/)]);
    for (const { patience } of [waiting, resting]) patience.end();
  });

  it('leaves neither timer nor listener behind', () => {
    const lifetime = startLifetime(5000);
    const before = timers();
    const { patience } = given(5000, lifetime);
    patience.begin();
    patience.end();
    expect([timers(), getEventListeners(lifetime.signal, 'abort')]).toEqual([before, []]);
    lifetime.end();
  });
});

describe('a part', () => {
  it('ends with the whole, for the same reason', () => {
    const lifetime = startLifetime(5000);
    const part = lifetime.part();
    expect(part.signal.aborted).toBe(false);
    lifetime.end();
    expect(part.signal.reason).toBe(lifetime.signal.reason);
    expect(lifetime.part().signal.reason).toBe(lifetime.signal.reason);
  });

  it('ends alone for a reason of its own, and leaves no listener behind', () => {
    const lifetime = startLifetime(5000);
    const part = lifetime.part();
    part.end('enough');
    expect(part.signal.reason).toBe('enough');
    expect([lifetime.signal.aborted, getEventListeners(lifetime.signal, 'abort')]).toEqual([false, []]);
    lifetime.end();
    expect(part.signal.reason).toBe('enough');
  });
});

describe('the deadline', () => {
  it('aborts whatever hangs on the signal, with the problem that the caller sees', async () => {
    const lifetime = startLifetime(5);
    await once(lifetime.signal, 'abort');
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
