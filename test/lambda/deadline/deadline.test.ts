import { getEventListeners, once } from 'node:events';
import { stat } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Deadline, startDeadline } from '../../../lambda/deadline/deadline';
import { Problem } from '../../../lambda/errors';
import { refusal } from '../../support/refusal';

const late = () => new Problem('face-store-unavailable', 'late');
const never = () => new Promise<never>(() => undefined);
const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

/** From here the event loop goes on to its timers, and then to what is ready to be read. */
const beforeTimers = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('waiting', () => {
  it('gives what the work gives, and leaves neither timer nor listener behind', async () => {
    const deadline = startDeadline(5000);
    const before = timers();
    expect(await deadline.within(Promise.resolve('done'), 5000, late)).toBe('done');
    await expect(deadline.within(Promise.reject(new Error('failed')), 5000, late)).rejects.toThrow('failed');
    expect(timers()).toBe(before);
    expect(getEventListeners(deadline.signal, 'abort')).toEqual([]);
    deadline.end();
    expect(timers()).toBe(before - 1);
  });

  it('ends when its own time is over, with its own problem, and the deadline goes on', async () => {
    const deadline = startDeadline(5000);
    await expect(deadline.within(never(), 10, late)).rejects.toEqual(refusal('face-store-unavailable'));
    expect(deadline.signal.aborted).toBe(false);
    expect(() => deadline.requireTime()).not.toThrow();
    deadline.end();
  });

  it('ends at the deadline, with any time limit', async () => {
    const deadline = startDeadline(10);
    await expect(deadline.within(never(), 5000, late)).rejects.toEqual(refusal('agent-timeout'));
    await expect(deadline.within(never(), 5000, late)).rejects.toEqual(refusal('agent-timeout'));
    deadline.end();
  });

  it('ends with the request', async () => {
    const deadline = startDeadline(5000);
    const waiting = deadline.within(never(), 5000, late);
    deadline.end();
    await expect(waiting).rejects.toEqual(refusal('internal', /has ended/));
  });

  it('leaves no rejection of late work unhandled', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    const deadline = startDeadline(5000);
    const { promise: work, reject } = Promise.withResolvers<never>();
    await expect(deadline.within(work, 1, late)).rejects.toEqual(refusal('face-store-unavailable'));
    reject(new Error('too late to matter'));
    deadline.end();
    await sleep(50);
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });
});

describe('an idle timeout', () => {
  function given(ms: number, deadline: Deadline) {
    const reasons: unknown[] = [];
    const { promise: over, resolve } = Promise.withResolvers<void>();
    const giveUp = (reason: unknown) => {
      reasons.push(reason);
      resolve();
    };
    return { reasons, over, idle: deadline.idleTimeout(ms, late, giveUp) };
  }

  it('is over when one wait takes too long', async () => {
    const deadline = startDeadline(5000);
    const { idle, reasons, over } = given(20, deadline);
    idle.begin();
    await over;
    expect(reasons).toEqual([refusal('face-store-unavailable')]);
    deadline.end();
  });

  it('is not over when what was waited for has come and the process was too busy to look at it', async () => {
    const deadline = startDeadline(5000);
    const { idle, reasons } = given(20, deadline);
    await beforeTimers();
    idle.begin();
    const read = new Promise<void>((resolve) => {
      stat(__filename, () => {
        idle.rest();
        resolve();
      });
    });
    for (const until = Date.now() + 100; Date.now() < until; );
    await read;
    expect(reasons).toEqual([]);
    idle.end();
    deadline.end();
  });

  it('does not end a wait that began after the moment in which it was over', async () => {
    const deadline = startDeadline(5000);
    const { idle, reasons } = given(200, deadline);
    await beforeTimers();
    idle.begin();
    const begun = new Promise<void>((resolve) => {
      stat(__filename, () => {
        idle.rest();
        idle.begin();
        resolve();
      });
    });
    for (const until = Date.now() + 300; Date.now() < until; );
    await begun;
    await new Promise(setImmediate);
    expect(reasons).toEqual([]);
    idle.end();
    deadline.end();
  });

  it('begins again with each wait', async () => {
    const deadline = startDeadline(5000);
    const { idle, reasons } = given(1200, deadline);
    for (let wait = 0; wait < 4; wait++) {
      idle.begin();
      await sleep(400);
      idle.rest();
    }
    expect(reasons).toEqual([]);
    idle.end();
    deadline.end();
  });

  it('does not run out while no one waits, and then has its whole time', async () => {
    const deadline = startDeadline(5000);
    const { idle, reasons, over } = given(20, deadline);
    await sleep(60);
    idle.begin();
    idle.rest();
    await sleep(60);
    expect(reasons).toEqual([]);
    idle.begin();
    await over;
    expect(reasons).toEqual([refusal('face-store-unavailable')]);
    deadline.end();
  });

  it('ends with the request while someone waits, and for a wait that begins afterwards', () => {
    const deadline = startDeadline(5000);
    const [waiting, resting] = [given(5000, deadline), given(5000, deadline)];
    waiting.idle.begin();
    deadline.end();
    expect([waiting.reasons, resting.reasons]).toEqual([[refusal('internal', /has ended/)], []]);
    resting.idle.begin();
    expect(resting.reasons).toEqual([refusal('internal', /has ended/)]);
    for (const { idle } of [waiting, resting]) idle.end();
  });

  it('leaves neither timer nor listener behind', () => {
    const deadline = startDeadline(5000);
    const before = timers();
    const { idle } = given(5000, deadline);
    idle.begin();
    idle.end();
    expect([timers(), getEventListeners(deadline.signal, 'abort')]).toEqual([before, []]);
    deadline.end();
  });
});

describe('a part', () => {
  it('ends with the whole, for the same reason', () => {
    const deadline = startDeadline(5000);
    const part = deadline.part();
    expect(part.signal.aborted).toBe(false);
    deadline.end();
    expect(part.signal.reason).toBe(deadline.signal.reason);
    expect(deadline.part().signal.reason).toBe(deadline.signal.reason);
  });

  it('ends alone for its own reason, and leaves no listener behind', () => {
    const deadline = startDeadline(5000);
    const part = deadline.part();
    part.end('enough');
    expect(part.signal.reason).toBe('enough');
    expect([deadline.signal.aborted, getEventListeners(deadline.signal, 'abort')]).toEqual([false, []]);
    deadline.end();
    expect(part.signal.reason).toBe('enough');
  });
});

describe('the deadline', () => {
  it('aborts all that hangs on the signal, with the problem that the caller sees', async () => {
    const deadline = startDeadline(5);
    await once(deadline.signal, 'abort');
    expect(deadline.signal.reason).toEqual(refusal('agent-timeout'));
    deadline.end();
    expect(deadline.signal.reason).toEqual(refusal('agent-timeout'));
  });

  it('is read off the clock, since a timer lags behind a busy event loop', () => {
    const deadline = startDeadline(5);
    for (const until = Date.now() + 10; Date.now() < until; );
    expect(deadline.signal.aborted).toBe(false);
    expect(() => deadline.requireTime()).toThrow(refusal('agent-timeout'));
    deadline.end();
  });

  it.each([0, -1, -500])('of %d milliseconds has passed at once', (ms) => {
    const deadline = startDeadline(ms);
    expect(() => deadline.requireTime()).toThrow(refusal('agent-timeout'));
    deadline.end();
  });
});

describe('the end', () => {
  it('aborts the signal, so that nothing goes on in the next invocation', () => {
    const deadline = startDeadline(5000);
    expect(deadline.signal.aborted).toBe(false);
    deadline.end();
    expect(deadline.signal.aborted).toBe(true);
    expect(() => deadline.requireTime()).toThrow(refusal('agent-timeout'));
  });
});
