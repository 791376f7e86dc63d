import { createHook } from 'node:async_hooks';

/** What goes on while the timers stand still. */
const GOES_ON = [
  ...(['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask'] as const),
  ...(['setImmediate', 'clearImmediate', 'setInterval', 'clearInterval'] as const),
];

/** Lets seconds pass in no time, for the timers that the function makes from now on; connections go on as they are. */
export interface HeldTimers {
  /** @returns when everything that has gone off by then has had its effect within this process. */
  pass(ms: number): Promise<void>;
  release(): void;
}

export function holdTimers(): HeldTimers {
  jest.useFakeTimers({ doNotFake: GOES_ON });
  return {
    pass: async (ms) => {
      await jest.advanceTimersByTimeAsync(ms);
      for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
    },
    release: () => void jest.useRealTimers(),
  };
}

/** Timers that are running, of a test that watches them. */
export interface WatchedTimers {
  /** Where each was made. @param of Whose they are, for a test that does several things at once. @default everybody's */
  running(of?: object): Promise<string[]>;
  stop(): void;
}

/**
 * The timers that the function and its AWS clients have running. The servers of a test live in the same process and have timers of
 * their own, so a timer is known by where it was made.
 * @param whose On whose behalf the code runs that makes one now. @default no one's
 */
export function watchTimers(whose: () => object | undefined = () => undefined): WatchedTimers {
  const made = new Map<number, { readonly stack: string; readonly owner: object | undefined }>();
  const hook = createHook({
    init(id, type) {
      if (type !== 'Timeout') return;
      const stack = stackHere();
      const isOfFunction = /\/lambda\/[\w/-]+\.ts|@smithy|@aws-sdk/.test(stack.replaceAll('/test/lambda/', '/test/'));
      if (isOfFunction) made.set(id, { stack, owner: whose() });
    },
    destroy: (id) => void made.delete(id),
  }).enable();
  return {
    running: async (of) => {
      // The end of a timer is reported one turn later.
      await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
      return [...made.values()].filter(({ owner }) => of === undefined || owner === of).map(({ stack }) => stack);
    },
    stop: () => void hook.disable(),
  };
}

/** The functions on the stack, each with its file, as they run: Jest would look every line up in a source map, which takes far longer. */
function stackHere(): string {
  const { stackTraceLimit, prepareStackTrace } = Error;
  Error.stackTraceLimit = 50;
  Error.prepareStackTrace = (_error, sites) => sites.map((site) => `${site.getFunctionName()} ${site.getFileName()}`).join('\n');
  try {
    return String(new Error('here').stack);
  } finally {
    Object.assign(Error, { stackTraceLimit, prepareStackTrace });
  }
}
