import type { ProcessSample } from './function-processes';
import type { Stretch } from './stretch';

/** What one process of the function has, on average. */
export interface Footprint {
  /** Memory that it still held when everything else was freed. */
  readonly heldMegabytes: number;
  readonly sockets: number;
}

export interface Soak {
  readonly first: Footprint;
  readonly last: Footprint;
  readonly isFlat: boolean;
}

/** More than the buffers of requests that are on their way at the moment of a collection, less than keeping a photo of each request. */
const GROWTH = 1.15;
/** A connection for each service may just be open or not. */
const MORE_SOCKETS = 2;

/**
 * Compares the processes of the first and of the last round, which had the same callers for the same time.
 * @returns undefined where there are not two rounds with samples.
 */
export function judgeSoak(stretches: readonly Stretch[]): Soak | undefined {
  const rounds = [...Map.groupBy(stretches, ({ round }) => round).entries()].sort(([one], [other]) => one - other);
  const [first, last] = [rounds.at(0), rounds.at(-1)].map((entry) => footprint(entry?.[1] ?? []));
  if (rounds.length < 2 || first === undefined || last === undefined) return undefined;
  return { first, last, isFlat: last.heldMegabytes <= first.heldMegabytes * GROWTH && last.sockets <= first.sockets + MORE_SOCKETS };
}

function footprint(stretches: readonly Stretch[]): Footprint | undefined {
  const heldMegabytes = mean(stretches.flatMap(({ held }) => held));
  const sockets = eachProcess(
    stretches.flatMap(({ samples }) => samples),
    'sockets',
  );
  return heldMegabytes === undefined || sockets === undefined ? undefined : { heldMegabytes, sockets };
}

/** Whether it was looked, and no process of the function was ever seen: then nothing is known of their memory. */
export function isBlind(stretches: readonly Stretch[]): boolean {
  const samples = stretches.flatMap((stretch) => stretch.samples);
  return samples.length > 0 && eachProcess(samples, 'sockets') === undefined;
}

/** Per process, over all samples; undefined when no process was seen. */
export function eachProcess(samples: readonly ProcessSample[], what: 'megabytes' | 'sockets'): number | undefined {
  const sum = (of: keyof ProcessSample) => samples.reduce((total, sample) => total + sample[of], 0);
  return sum('processes') === 0 ? undefined : sum(what) / sum('processes');
}

/** Undefined of nothing. */
export function mean(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}
