import { Problem } from './errors';

/**
 * The time that one request has. Whatever it starts hangs on `signal`, which is aborted when the deadline passes and when
 * the request ends: Lambda freezes the process at the handler's return, and work left pending would go on inside the next
 * caller's invocation.
 */
export interface Lifetime {
  readonly signal: AbortSignal;
  /**
   * Waits for `work`, at most `ms` milliseconds and never past the deadline.
   * @throws what `late` makes when the time is over, or Problem `agent-timeout` at the deadline.
   */
  within<T>(work: Promise<T>, ms: number, late: () => Problem): Promise<T>;
  /** @throws Problem `agent-timeout` when the deadline has passed, by the clock: a timer may lag behind a busy event loop. */
  requireTime(): void;
  /** Ends everything that hangs on the signal and clears the timer. */
  end(): void;
}

/** Starts a lifetime of `ms` milliseconds; one that is not positive has ended before it began. */
export function startLifetime(ms: number): Lifetime {
  const deadline = Date.now() + ms;
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(deadlinePassed()), Math.max(0, ms));
  return {
    signal: controller.signal,
    within: (work, limit, late) => raceTime(work, limit, late, controller.signal),
    requireTime: () => {
      if (controller.signal.aborted || Date.now() >= deadline) throw deadlinePassed();
    },
    end: () => {
      clearTimeout(timer);
      controller.abort(new Problem('internal', 'the request has ended'));
    },
  };
}

function deadlinePassed(): Problem {
  return new Problem('agent-timeout', 'the deadline of the whole request has passed');
}

async function raceTime<T>(work: Promise<T>, ms: number, late: () => Problem, signal: AbortSignal): Promise<T> {
  const over = Promise.withResolvers<never>();
  const onAbort = () => over.reject(signal.reason);
  const timer = setTimeout(() => over.reject(late()), ms);
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([work, over.promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}
