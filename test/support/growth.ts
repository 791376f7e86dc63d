/**
 * How many times as much the larger of two works costs, by measuring until it is within a bound, four times at most: what another process takes passes, and
 * what grows faster than its input stays.
 *
 * @param bound Where it may stop.
 * @param measure One ratio of processor times.
 * @returns The least that was measured.
 */
export function growth(bound: number, measure: () => number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 4 && least > bound; attempt++) least = Math.min(least, measure());
  return least;
}
