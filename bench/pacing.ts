/** A rate as a clock sees it. Times in milliseconds, sizes in bytes. */
export interface Pace {
  /** How many bytes may have passed at a time. */
  allowed(now: number): number;
}

/** Bytes that flow evenly from `start` on; a timer that fires late is made up for at its next turn. */
export function steadyPace(start: number, bytesPerSecond: number): Pace {
  return { allowed: (now) => Math.max(0, Math.floor(((now - start) * bytesPerSecond) / 1000)) };
}

/** A bucket that leaks at a steady rate. */
export interface LeakyBucket {
  /** Takes bytes in. @returns how long to take no more, so that the sender feels the rate: 0 while the bucket is nearly empty. */
  take(bytes: number, now: number): number;
  /** When everything that was taken in has leaked out. */
  dueAt(): number;
}

/** Shorter pauses than this would be longer than asked for: timers have a grain of a millisecond. */
const GRAIN_MS = 2;

export function leakyBucket(start: number, bytesPerSecond: number): LeakyBucket {
  let due = start;
  return {
    take(bytes, now) {
      due = Math.max(due, now) + (bytes * 1000) / bytesPerSecond;
      const ahead = due - now;
      return ahead > GRAIN_MS ? ahead - GRAIN_MS / 2 : 0;
    },
    dueAt: () => due,
  };
}
