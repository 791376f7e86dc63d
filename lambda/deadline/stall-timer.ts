import type { Problem } from '../errors';

/** How long one piece of work after the other is waited for. */
export interface Patience {
  /** From now on somebody waits. */
  begin(): void;
  /** What was waited for has come: until the next beginning nobody is given up. */
  rest(): void;
  /** Clears the timer; whoever asks for patience ends it. */
  end(): void;
}

/**
 * @param ms For each work anew, in milliseconds.
 * @param giveUp is called with what `late` makes when the time is over, and with the signal's reason when that is aborted: once somebody
 *   waits, and never while nobody does.
 */
export function startPatience(ms: number, late: () => Problem, giveUp: (reason: unknown) => void, signal: AbortSignal): Patience {
  // Between two works the timer may go off and nobody hears it.
  let isWaiting = false;
  let lastLook: NodeJS.Immediate | undefined;
  // Timers come before what lies ready to be read ("The Node.js event loop"): after a time without the processor everything would be
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
