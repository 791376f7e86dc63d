/**
 * How many times as much the larger of two works costs, by measuring until it is within a bound, four times at most: what another process takes passes, and
 * what grows faster than its input stays.
 *
 * @param bound Where it may stop.
 * @param measure One ratio of processor times.
 * @returns The least that was measured.
 */
export async function growth(bound: number, measure: () => Promise<number>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 4 && least > bound; attempt++) least = Math.min(least, await measure());
  return least;
}

/**
 * Processor time of a work, in microseconds, the least of so many rounds. It is that of the whole process: what V8's other threads do meanwhile
 * counts, too, seconds of it on a busy machine, which is why one measurement proves nothing and no number of seconds is a bound.
 */
export async function costOf(work: () => unknown, rounds = 1): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    // Only together are they exact: Linux divides them by samples.
    least = Math.min(least, user + system);
  }
  return least;
}
