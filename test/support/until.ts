import { setTimeout as pause } from 'node:timers/promises';

/** Far longer than anything takes; a busy machine may keep a process waiting for seconds. */
const AT_MOST_MS = 40_000;

/**
 * Waits for what happens in another process, or on the other side of a connection.
 * @returns whether it came; the test says what it expects.
 */
export async function until(holds: () => boolean | Promise<boolean>): Promise<boolean> {
  for (const end = Date.now() + AT_MOST_MS; Date.now() < end; await pause(10)) if (await holds()) return true;
  return await holds();
}
