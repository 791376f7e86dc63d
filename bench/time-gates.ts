import type { ContenderName } from './contenders';
import type { Figures } from './figures';
import { difference, type Measured, ratio } from './gate';
import { sayBytes } from './markdown';
import { idealMs, NETWORK } from './network';
import { SIZES } from './plan';

/**
 * Highest accepted part of the time that (a) and (b) take over the ideal, by size. They count nothing, so they meet the function without
 * a limit. As plain ratios these are 0.90 to 0.64 of (a) and 0.75 to 0.62 of (b) on a machine on which (a) takes 1.16 to 1.75 and (b) 1.67
 * to 1.81 times the ideal. The part does not depend on that: on a faster machine (a) is nearer to the ideal, and at 10 MB 0.64 of it is
 * then less than the ideal itself.
 */
const OVER_DOCUMENTED = [1.4, 0.57, 0.29, 0.19, 0.16];
const OVER_USUAL = [0.37, 0.32, 0.21, 0.16, 0.15];
/** At 50 KB (a) is all but ideal, and verifies nothing. */
const SMALL_GOAL = 1;
const LARGE = 2_000_000;

/** How long a transaction takes, beside the ideal and beside (a) and (b), by size. */
export function timeGates(figures: Figures): Measured[] {
  return SIZES.flatMap((bytes, at): Measured[] => {
    const over = bytes < LARGE ? { limit: 1.2, goal: 1.1 } : { limit: 1.1, goal: 1.05 };
    const best = (name: Bundle) => yardstick(figures, bytes, name, over.limit);
    const beyond = (name: ContenderName) => difference(timeOf(figures, name, bytes), best('proxy-without-limit'));
    const lateness = (name: ContenderName) => ratio(beyond('proxy-without-limit'), beyond(name));
    const ofIdeal = (name: Bundle) => ratio(timeOf(figures, name, bytes), best(name));
    const gate = (name: string, value: number | undefined, limit: number, goal?: number): Measured => ({
      ...{ name: `${sayBytes(bytes)}: time ${name}`, value, limit, group: 'latency', bytes },
      ...(goal !== undefined && { goal }),
    });
    return [
      gate('over the ideal, of that of (a)', lateness('documented'), OVER_DOCUMENTED[at] ?? 0, at === 0 ? SMALL_GOAL : undefined),
      gate('over the ideal, of that of (b)', lateness('usual'), OVER_USUAL[at] ?? 0),
      gate('of the ideal, attempts counted', ofIdeal('proxy'), over.limit, over.goal),
      gate('of the ideal', ofIdeal('proxy-without-limit'), over.limit, over.goal),
    ];
  });
}

type Bundle = 'proxy' | 'proxy-without-limit';

const timeOf = (figures: Figures, name: ContenderName, bytes: number) => figures.latency(name, bytes)?.ms.median;

/**
 * The ideal, by the formula, below which nothing can be: no service of the network answers early. Where the network alone, which computes
 * nothing, is over the formula by more than a gate allows, the machine is too busy to judge by it; the yardstick is then the shortest
 * time that was shown to be possible in the run.
 */
function yardstick(figures: Figures, bytes: number, name: Bundle, limit: number): number | undefined {
  const isCounted = name === 'proxy';
  const [ours, alone] = [timeOf(figures, name, bytes), timeOf(figures, 'network', bytes)];
  if (ours === undefined || alone === undefined) return undefined;
  const [ideal, possible] = [idealMs(bytes, isCounted), alone + (isCounted ? NETWORK.countMs : 0)];
  return possible > limit * ideal ? Math.min(possible, ours) : ideal;
}
