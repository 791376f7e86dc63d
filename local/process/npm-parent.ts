/** How often to look, in milliseconds. */
const EVERY_MS = 500;

/**
 * Calls `ended` when the npm that started this process is gone. npm sends a SIGTERM to the shell between the two, which ends
 * without passing it on; Ctrl-C needs none of this, since a terminal signals all of them. Outside npm nothing is watched: a program
 * may be left running on purpose.
 */
export function watchNpm(ended: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    ended();
  }, EVERY_MS).unref();
}
