import type { ContenderName } from './contenders';
import type { Figures } from './figures';
import { difference, type Measured, ratio } from './gate';
import { sayBytes } from './markdown';
import { idealMs, NETWORK } from './network';
import { SIZES } from './plan';

/**
 * Highest accepted part of the time that (a) and (b) take over the ideal, by size. They count nothing. A plain ratio would depend on the
 * machine: on a fast one (a) is nearer to the ideal, and a ratio of 0.64 at 10 MB can then be less than the ideal itself.
 */
const OVER_DOCUMENTED = [1.4, 0.57, 0.29, 0.19, 0.16];
const OVER_USUAL = [0.37, 0.32, 0.21, 0.16, 0.15];
/** At 50 KB (a) is almost ideal, and verifies nothing. */
const SMALL_GOAL = 1;
const LARGE = 2_000_000;

/** How long a transaction takes, compared with the ideal and with (a) and (b), by size. */
export function timeGates(figures: Figures): Measured[] {
  return SIZES.flatMap((bytes, at): Measured[] => {
    const over = bytes < LARGE ? { limit: 1.2, goal: 1.1 } : { limit: 1.1, goal: 1.05 };
    const best = yardstick(figures, bytes, over.limit);
    const ours = timeOf(figures, 'proxy', bytes);
    // They count nothing, so theirs is the ideal without the count.
    const lateness = (name: ContenderName) =>
      ratio(difference(ours, best), difference(timeOf(figures, name, bytes), idealMs(bytes, false)));
    const gate = (name: string, value: number | undefined, limit: number, goal?: number): Measured => ({
      ...{ name: `${sayBytes(bytes)}: time ${name}`, value, limit, group: 'latency', bytes },
      ...(goal !== undefined && { goal }),
    });
    return [
      gate('over the ideal, of that of (a)', lateness('documented'), OVER_DOCUMENTED[at] ?? 0, at === 0 ? SMALL_GOAL : undefined),
      gate('over the ideal, of that of (b)', lateness('usual'), OVER_USUAL[at] ?? 0),
      gate('of the ideal', ratio(ours, best), over.limit, over.goal),
    ];
  });
}

const timeOf = (figures: Figures, name: ContenderName, bytes: number) => figures.latency(name, bytes)?.ms.median;

/**
 * The ideal, by the formula, below which nothing can be: no service of the network answers early. Where the network alone, which computes
 * nothing, is over the formula by more than a gate allows, the machine is too busy to judge by it; the yardstick is then the shortest
 * time that was shown to be possible in the run.
 */
function yardstick(figures: Figures, bytes: number, limit: number): number | undefined {
  const [ours, alone] = [timeOf(figures, 'proxy', bytes), timeOf(figures, 'network', bytes)];
  if (ours === undefined || alone === undefined) return undefined;
  const [ideal, possible] = [idealMs(bytes, true), alone + NETWORK.countMs];
  return possible > limit * ideal ? Math.min(possible, ours) : ideal;
}
