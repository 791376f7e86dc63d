import { Problem } from '../errors';
import { type Patience, startPatience } from './stall-timer';

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
  /**
   * Watches over one work after the other, each of which has the time anew: for the hundreds of pieces of a photo, with one timer and
   * no promise for each.
   * @param giveUp is called with what `late` makes when the time is over, and with Problem `agent-timeout` at the deadline.
   */
  patience(ms: number, late: () => Problem, giveUp: (reason: unknown) => void): Patience;
  /** A piece of it that can be ended before it, and ends with it at the latest. */
  part(): Part;
  /** @throws Problem `agent-timeout` when the deadline has passed, by the clock: a timer may lag behind a busy event loop. */
  requireTime(): void;
  /** Ends everything that hangs on the signal and clears the timer. */
  end(): void;
}

/** What {@link Lifetime.part} gives. */
export interface Part {
  readonly signal: AbortSignal;
  /** Aborts the signal with a reason; harmless after the end of the whole. */
  end(reason: unknown): void;
}

/** One error for all: making one for each request takes longer than all else about its end. */
const ENDED = new Problem('internal', 'the request has ended');

/** Starts a lifetime of `ms` milliseconds; one that is not positive has ended before it began. */
export function startLifetime(ms: number): Lifetime {
  const deadline = Date.now() + ms;
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(deadlinePassed()), Math.max(0, ms));
  return {
    signal: controller.signal,
    within: (work, limit, late) => waitWithin(work, limit, late, controller.signal),
    patience: (limit, late, giveUp) => startPatience(limit, late, giveUp, controller.signal),
    part: () => startPart(controller.signal),
    requireTime: () => {
      if (controller.signal.aborted || Date.now() >= deadline) throw deadlinePassed();
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
      patience.end();
      reject(reason);
    };
    const patience = startPatience(ms, late, giveUp, signal);
    work.then((result) => {
      patience.end();
      resolve(result);
    }, giveUp);
    patience.begin();
  });
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
