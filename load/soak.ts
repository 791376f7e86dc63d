import type { ProcessSample } from './function-processes';
import type { Stretch } from './stretch';

/** What one process of the function held, on average over some stretches. */
export interface Footprint {
  readonly megabytes: number;
  readonly sockets: number;
}

export interface Soak {
  readonly first: Footprint;
  readonly last: Footprint;
  readonly isFlat: boolean;
}

/** More than code that is compiled again as it gets hot (measured: 11 %), less than keeping a photo of each request. */
const GROWTH = 1.2;
/** A connection for each service may just be open or not. */
const MORE_SOCKETS = 2;

/**
 * Compares the processes of the first and of the last round, which had the same callers for the same time.
 * @returns undefined where there are not two rounds with samples.
 */
export function judgeSoak(stretches: readonly Stretch[]): Soak | undefined {
  const rounds = [...Map.groupBy(stretches, ({ round }) => round).entries()].sort(([one], [other]) => one - other);
  const footprints = [rounds.at(0), rounds.at(-1)].map((entry) => footprint((entry?.[1] ?? []).flatMap(({ samples }) => samples)));
  const [first, last] = footprints;
  if (rounds.length < 2 || first === undefined || last === undefined) return undefined;
  return { first, last, isFlat: last.megabytes <= first.megabytes * GROWTH && last.sockets <= first.sockets + MORE_SOCKETS };
}

/** Per process, over all samples; undefined when no process was seen. */
export function footprint(samples: readonly ProcessSample[]): Footprint | undefined {
  const sum = (of: (sample: ProcessSample) => number) => samples.reduce((total, sample) => total + of(sample), 0);
  const processes = sum((sample) => sample.processes);
  if (processes === 0) return undefined;
  return { megabytes: sum(({ megabytes }) => megabytes) / processes, sockets: sum(({ sockets }) => sockets) / processes };
}
