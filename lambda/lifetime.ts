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
  /** The same for one work after the other, each of which has the time anew: for the hundreds of pieces of a photo, with one timer. */
  patience(ms: number, late: () => Problem): Patience;
  /** @throws Problem `agent-timeout` when the deadline has passed, by the clock: a timer may lag behind a busy event loop. */
  requireTime(): void;
  /** Ends everything that hangs on the signal and clears the timer. */
  end(): void;
}

/** How long one piece of work after the other is waited for. */
export interface Patience {
  /** @throws as {@link Lifetime.within}. */
  within<T>(work: Promise<T>): Promise<T>;
  /** Clears the timer; whoever asks for patience ends it. */
  end(): void;
}

/** Starts a lifetime of `ms` milliseconds; one that is not positive has ended before it began. */
export function startLifetime(ms: number): Lifetime {
  const deadline = Date.now() + ms;
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(deadlinePassed()), Math.max(0, ms));
  return {
    signal: controller.signal,
    within: async (work, limit, late) => {
      const patience = startPatience(limit, late, controller.signal);
      try {
        return await patience.within(work);
      } finally {
        patience.end();
      }
    },
    patience: (limit, late) => startPatience(limit, late, controller.signal),
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

function startPatience(ms: number, late: () => Problem, signal: AbortSignal): Patience {
  // Of whatever is waited for now; between two works the timer may go off and nobody hears it.
  let giveUp: (reason: unknown) => void = () => undefined;
  const timer = setTimeout(() => giveUp(late()), ms);
  const onAbort = () => giveUp(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  return {
    within: (work) =>
      new Promise((resolve, reject) => {
        giveUp = reject;
        work.then(resolve, reject);
        if (signal.aborted) onAbort();
        timer.refresh();
      }),
    end: () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    },
  };
}
