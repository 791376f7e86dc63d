import { createHook } from 'node:async_hooks';

/**
 * The timers that the function and its AWS clients have running. The servers of a test live in the same process and have timers of
 * their own, so a timer is known by where it was made.
 * @param isWatched Whether what runs now is to be watched, for a test that does several things at once.
 */
export function watchTimers(isWatched: () => boolean = () => true): { running(): Promise<string[]>; stop(): void } {
  const made = new Map<number, string>();
  const hook = createHook({
    init(id, type) {
      if (type !== 'Timeout' || !isWatched()) return;
      const stack = stackHere();
      if (/\/lambda\/[\w-]+\.ts|@smithy|@aws-sdk/.test(stack.replaceAll('/test/lambda/', '/test/'))) made.set(id, stack);
    },
    destroy: (id) => void made.delete(id),
  }).enable();
  return {
    running: async () => {
      // The end of a timer is reported one turn later.
      await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
      return [...made.values()];
    },
    stop: () => void hook.disable(),
  };
}

function stackHere(): string {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 50;
  const { stack = '' } = new Error('here');
  Error.stackTraceLimit = limit;
  return stack;
}
