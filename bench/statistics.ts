/** The summary of a sample of measurements. */
export interface Summary {
  readonly median: number;
  /** First and third quartile: half of the sample lies between them. */
  readonly low: number;
  readonly high: number;
  /** Number of measurements. */
  readonly count: number;
}

/** @throws Error for an empty sample. */
export function summarize(sample: readonly number[]): Summary {
  const sorted = [...sample].sort((one, other) => one - other);
  return { median: quantile(sorted, 0.5), low: quantile(sorted, 0.25), high: quantile(sorted, 0.75), count: sorted.length };
}

/** The median. @throws Error for an empty sample. */
export function median(sample: readonly number[]): number {
  return summarize(sample).median;
}

/** Between two measurements, in proportion (type 7 of Hyndman and Fan, the usual one). */
function quantile(sorted: readonly number[], share: number): number {
  if (sorted.length === 0) throw new Error('There is no measurement to summarize.');
  const position = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(position)] as number, sorted[Math.ceil(position)] as number];
  return below + (above - below) * (position - Math.floor(position));
}

/** The ratios of what was measured in the same round. @throws Error when one of the two has more rounds. */
export function inPairs(ones: readonly number[], others: readonly number[]): number[] {
  if (ones.length !== others.length) throw new Error(`${ones.length} measurements cannot be paired with ${others.length}.`);
  return ones.map((one, round) => one / (others[round] as number));
}
