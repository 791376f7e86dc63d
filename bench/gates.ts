import { type Figures, figuresOf } from './figures';
import type { Group } from './measurements';
import { idealMs, NETWORK } from './network';
import { SIZES } from './plan';
import type { Results } from './results';

/** Something that has to hold in every run. */
export interface Gate {
  readonly name: string;
  /** What it is judged by, and so what is measured anew when it is not clear. */
  readonly group: Group;
  /** Size of the photo, for what is measured with several. */
  readonly bytes?: number;
  /** Undefined where it was not measured, for instance memory on a system that does not tell. */
  readonly value: number | undefined;
  readonly limit: number;
  /** What the project aims at, beyond the limit; `undefined` where the limit is the aim. */
  readonly goal?: number;
  /** @default 'at most' */
  readonly sense?: 'at least';
}

/** Whether the value is within a limit, in the sense of the gate. What was not measured fails nothing, and is said. */
export function isWithin({ value, sense }: Gate, limit: number): boolean {
  if (value === undefined) return true;
  return sense === 'at least' ? value >= limit : value <= limit;
}

/** All gates. Ratios are taken within one run, in which everything was measured by turns. */
export function gatesOf(results: Results): Gate[] {
  const figures = figuresOf(results);
  return [...latencyGates(figures), ...computingGates(figures), ...memoryGates(figures), ...coldGates(figures), ...plainGates(results)];
}

/** Highest accepted share of the time of (a) and (b), by size. They count nothing, so they meet the function without a limit. */
const OF_DOCUMENTED = [1.0, 0.9, 0.75, 0.68, 0.64];
const OF_USUAL = [0.75, 0.72, 0.66, 0.63, 0.62];
const LARGE = 2_000_000;

function latencyGates(figures: Figures): Gate[] {
  const group = 'latency';
  return SIZES.flatMap((bytes, at): Gate[] => {
    const ours = figures.latency('proxy-without-limit', bytes)?.ms.median;
    const over = { limit: bytes < LARGE ? 1.2 : 1.1, goal: bytes < LARGE ? 1.1 : 1.05, group, bytes } as const;
    const size = sayBytes(bytes);
    return [
      {
        name: `${size}: time, of (a)`,
        value: ratio(ours, figures.latency('documented', bytes)?.ms.median),
        limit: OF_DOCUMENTED[at] ?? 0,
        group,
        bytes,
      },
      {
        name: `${size}: time, of (b)`,
        value: ratio(ours, figures.latency('usual', bytes)?.ms.median),
        limit: OF_USUAL[at] ?? 0,
        group,
        bytes,
      },
      { name: `${size}: time, of the ideal, attempts counted`, value: overIdeal(figures, bytes, true), ...over },
      { name: `${size}: time, of the ideal`, value: overIdeal(figures, bytes, false), ...over },
    ];
  });
}

/**
 * Over the ideal, or over what the network alone takes here, whichever is longer: on a machine that others keep busy nobody reaches the
 * formula. Of both the first quartile, which other jobs disturb least.
 */
function overIdeal(figures: Figures, bytes: number, isCounted: boolean): number | undefined {
  const alone = (figures.latency('network', bytes)?.ms.low ?? 0) + (isCounted ? NETWORK.countMs : 0);
  const ours = figures.latency(isCounted ? 'proxy' : 'proxy-without-limit', bytes)?.ms.low;
  return ratio(ours, Math.max(alone, idealMs(bytes, isCounted)));
}

function computingGates(figures: Figures): Gate[] {
  const share = (bytes: number) => ratio(figures.processorMs('proxy', bytes), figures.processorMs('documented', bytes));
  const unlimited = (name: 'proxy' | 'documented') => figures.latency(name, 5_000_000, 'unlimited')?.ms.median;
  const many = ratio(figures.perProcessorSecond('proxy-without-limit'), figures.perProcessorSecond('documented'));
  return [
    { name: '5 MB: processor time, of (a)', value: share(5_000_000), limit: 0.45, goal: 0.35, group: 'latency', bytes: 5_000_000 },
    { name: '10 MB: processor time, of (a)', value: share(10_000_000), limit: 0.45, group: 'latency', bytes: 10_000_000 },
    {
      name: '5 MB without a network: time, of (a)',
      value: ratio(unlimited('proxy'), unlimited('documented')),
      limit: 0.4,
      group: 'latency',
      bytes: 5_000_000,
    },
    {
      name: '32 at once: requests for a second of processor time, of (a)',
      value: many,
      limit: 1.8,
      sense: 'at least',
      group: 'throughput',
    },
  ];
}

function memoryGates(figures: Figures): Gate[] {
  const [large, small, many] = [
    figures.growthMB('proxy', 10_000_000, 1),
    figures.growthMB('proxy', 500_000, 1),
    figures.growthMB('proxy', 5_000_000, 20),
  ];
  const group = 'memory';
  return [
    { name: '10 MB: memory over rest, MB', value: large, limit: 32, goal: 20, group },
    { name: '10 MB: memory over rest, of (a)', value: ratio(large, figures.growthMB('documented', 10_000_000, 1)), limit: 0.15, group },
    {
      name: 'memory at 10 MB over that at 500 KB, MB',
      value: large === undefined || small === undefined ? undefined : large - small,
      limit: 12,
      group,
    },
    { name: '20 at once, 5 MB: memory over rest, MB', value: many, limit: 80, group },
    {
      name: '20 at once, 5 MB: memory over rest, of (a)',
      value: ratio(many, figures.growthMB('documented', 5_000_000, 20)),
      limit: 0.2,
      group,
    },
  ];
}

/** What an empty function takes on a quiet machine of today, in milliseconds: on a slower one, all of it takes longer. */
const EMPTY_MS = 28;

function coldGates(figures: Figures): Gate[] {
  const [ours, empty] = [figures.coldMs('proxy'), figures.coldMs('empty')];
  const scale = Math.max(1, (empty ?? EMPTY_MS) / EMPTY_MS);
  const group = 'cold';
  return [
    { name: 'cold start, of the same not bundled', value: ratio(ours, figures.coldMs('unbundled')), limit: 0.78, group },
    { name: 'cold start, of (b)', value: ratio(ours, figures.coldMs('usual')), limit: 0.68, goal: 0.6, group },
    {
      name: `cold start over an empty function, in ms of a machine that starts an empty one in ${EMPTY_MS} ms`,
      value: ours === undefined || empty === undefined ? undefined : (ours - empty) / scale,
      limit: 90,
      goal: 85,
      group,
    },
  ];
}

function plainGates({ bundles, acceptance }: Results): Gate[] {
  const kilobytes = (name: string) => bundles.filter(({ contender }) => contender === name).map(({ bytes }) => bytes / 1024)[0];
  const wrong = acceptance.filter(({ contender }) => contender === 'proxy' || contender === 'proxy-without-limit');
  const accepted = wrong.length === 0 ? undefined : wrong.reduce((sum, figure) => sum + figure.accepted, 0);
  return [
    { name: 'bundle, KiB', value: kilobytes('proxy'), limit: 440, group: 'bundles' },
    { name: 'bundle without the attempt limit, KiB', value: kilobytes('proxy-without-limit'), limit: 400, group: 'bundles' },
    { name: 'broken photos and stalled sendings that were accepted', value: accepted, limit: 0, group: 'acceptance' },
  ];
}

function ratio(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined || other === 0 ? undefined : one / other;
}

/** `50 KB`, `5 MB`. */
export function sayBytes(bytes: number): string {
  return bytes < 1_000_000 ? `${bytes / 1000} KB` : `${bytes / 1_000_000} MB`;
}
