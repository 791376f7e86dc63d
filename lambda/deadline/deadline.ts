import { Problem } from '../errors';

/**
 * The time that one request has. All that it starts hangs on `signal`, which is aborted when the deadline passes and when
 * the request ends: Lambda freezes the process at the handler's return, and work left pending would go on inside the next
 * caller's invocation.
 */
export interface Deadline {
  readonly signal: AbortSignal;
  /**
   * Waits for `work`, at most `ms` milliseconds and never past the deadline.
   * @throws what `late` makes when the time is over, or Problem `agent-timeout` at the deadline.
   */
  within<T>(work: Promise<T>, ms: number, late: () => Problem): Promise<T>;
  /**
   * Watches over one work after the other, each of which has the whole time: for the hundreds of pieces of a photo, with one timer and
   * no promise for each.
   * @param giveUp is called with what `late` makes when the time is over, and with Problem `agent-timeout` at the deadline.
   */
  idleTimeout(ms: number, late: () => Problem, giveUp: (reason: unknown) => void): IdleTimeout;
  /** A piece of it that can be ended before it, and ends with it at the latest. */
  part(): Part;
  /** @throws Problem `agent-timeout` when the deadline has passed, by the clock: a timer may lag behind a busy event loop. */
  requireTime(): void;
  /** Ends everything that hangs on the signal and clears the timer. */
  end(): void;
}

/** How long one piece of work after another may take. */
export interface IdleTimeout {
  /** A wait begins, with the whole time. */
  begin(): void;
  /** The wait is over: until the next one begins, `giveUp` is not called. */
  rest(): void;
  /** Clears the timer; the one who asked for the timeout ends it. */
  end(): void;
}

/** What {@link Deadline.part} gives. */
export interface Part {
  readonly signal: AbortSignal;
  /** Aborts the signal with a reason; harmless after the end of the whole. */
  end(reason: unknown): void;
}

/** One error for all: making one for each request takes longer than all else about its end. */
const ENDED = new Problem('internal', 'the request has ended');

/** @param ms From now, in milliseconds; a deadline that is not in the future has passed at once. */
export function startDeadline(ms: number): Deadline {
  const endsAt = Date.now() + ms;
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(deadlinePassed()), Math.max(0, ms));
  return {
    signal: controller.signal,
    within: (work, limit, late) => waitWithin(work, limit, late, controller.signal),
    idleTimeout: (limit, late, giveUp) => startIdleTimeout(limit, late, giveUp, controller.signal),
    part: () => startPart(controller.signal),
    requireTime: () => {
      if (controller.signal.aborted || Date.now() >= endsAt) throw deadlinePassed();
    },
    end: () => {
      clearTimeout(timer);
      controller.abort(ENDED);
    },
  };
}

function deadlinePassed(): Problem {
  return new Problem('agent-timeout', 'the deadline of the whole request has passed');
}

function waitWithin<T>(work: Promise<T>, ms: number, late: () => Problem, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (reason: unknown) => {
      idle.end();
      reject(reason);
    };
    const idle = startIdleTimeout(ms, late, giveUp, signal);
    work.then((result) => {
      idle.end();
      resolve(result);
    }, giveUp);
    idle.begin();
  });
}

/**
 * @param ms For each wait, in milliseconds.
 * @param giveUp is called with what `late` makes when the time is over, and with the signal's reason when that is aborted: during a wait
 *   alone.
 */
function startIdleTimeout(ms: number, late: () => Problem, giveUp: (reason: unknown) => void, signal: AbortSignal): IdleTimeout {
  // Between two waits the timer may go off without an effect.
  let isWaiting = false;
  let lastLook: NodeJS.Immediate | undefined;
  // Timers come before what is ready to be read ("The Node.js event loop"): after a time without the processor everything would be
  // late that has long been here. So once more is read before it is given up.
  const timer = setTimeout(() => {
    lastLook = setImmediate(() => isWaiting && giveUp(late()));
  }, ms);
  const onAbort = () => isWaiting && giveUp(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  return {
    begin() {
      isWaiting = true;
      clearImmediate(lastLook);
      timer.refresh();
      if (signal.aborted) onAbort();
    },
    rest() {
      isWaiting = false;
    },
    end() {
      isWaiting = false;
      clearTimeout(timer);
      clearImmediate(lastLook);
      signal.removeEventListener('abort', onAbort);
    },
  };
}

/** By hand, since `AbortSignal.any` holds its signals by weak references, which every collection has to look after. */
function startPart(whole: AbortSignal): Part {
  const controller = new AbortController();
  const onAbort = () => controller.abort(whole.reason);
  whole.addEventListener('abort', onAbort, { once: true });
  if (whole.aborted) onAbort();
  return {
    signal: controller.signal,
    end(reason) {
      whole.removeEventListener('abort', onAbort);
      controller.abort(reason);
    },
  };
}
