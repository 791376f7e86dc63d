import type { ContenderName } from './contenders';
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
  /** Undefined where it was not measured. */
  readonly value: number | undefined;
  /** Whether this system cannot measure it: only then does a gate without a value fail nothing. */
  readonly isBeyondSystem: boolean;
  readonly limit: number;
  /** What the project aims at, beyond the limit; `undefined` where the limit is the aim. */
  readonly goal?: number;
  /** @default 'at most' */
  readonly sense?: 'at least';
}

type Measured = Omit<Gate, 'isBeyondSystem'>;

/** Whether a gate lets the run pass. One that could have been measured and was not does not. */
export function holds(gate: Gate): boolean {
  return gate.value === undefined ? gate.isBeyondSystem : isWithin(gate, gate.limit);
}

/** Whether there is a value, and it is within a limit in the sense of the gate. */
export function isWithin({ value, sense }: Measured, limit: number): boolean {
  if (value === undefined) return false;
  return sense === 'at least' ? value >= limit : value <= limit;
}

/** All gates. Ratios are taken within one run, in which everything was measured by turns. */
export function gatesOf(results: Results): Gate[] {
  const figures = figuresOf(results);
  const gates = [latencyGates(figures), computingGates(figures), memoryGates(figures), coldGates(figures), plainGates(results)].flat();
  return gates.map((gate) => ({ ...gate, isBeyondSystem: results.beyondSystem.includes(gate.group) }));
}

/** Highest accepted share of the time of (a) and (b), by size. They count nothing, so they meet the function without a limit. */
const OF_DOCUMENTED = [1.0, 0.9, 0.75, 0.68, 0.64];
const OF_USUAL = [0.75, 0.72, 0.66, 0.63, 0.62];
const LARGE = 2_000_000;

function latencyGates(figures: Figures): Measured[] {
  return SIZES.flatMap((bytes, at): Measured[] => {
    const ours = timeOf(figures, 'proxy-without-limit', bytes);
    const over = bytes < LARGE ? { limit: 1.2, goal: 1.1 } : { limit: 1.1, goal: 1.05 };
    const gate = (name: string, value: number | undefined, limit: number, goal?: number): Measured => ({
      ...{ name: `${sayBytes(bytes)}: time, of ${name}`, value, limit, group: 'latency', bytes },
      ...(goal !== undefined && { goal }),
    });
    return [
      gate('(a)', ratio(ours, timeOf(figures, 'documented', bytes)), OF_DOCUMENTED[at] ?? 0),
      gate('(b)', ratio(ours, timeOf(figures, 'usual', bytes)), OF_USUAL[at] ?? 0),
      gate('the ideal, attempts counted', overIdeal(figures, bytes, 'proxy', over.limit), over.limit, over.goal),
      gate('the ideal', overIdeal(figures, bytes, 'proxy-without-limit', over.limit), over.limit, over.goal),
    ];
  });
}

const timeOf = (figures: Figures, name: ContenderName, bytes: number) => figures.latency(name, bytes)?.ms.median;

/**
 * Over the formula, below which nothing can be: no service of the network answers early. Where the network alone, which computes nothing,
 * does not keep within the limit itself, the machine is too busy to judge by the formula; the yardstick is then the shortest time that was
 * shown to be possible in the run, and 1 means that nothing was faster.
 */
function overIdeal(figures: Figures, bytes: number, name: 'proxy' | 'proxy-without-limit', limit: number): number | undefined {
  const isCounted = name === 'proxy';
  const [ours, alone] = [timeOf(figures, name, bytes), timeOf(figures, 'network', bytes)];
  if (ours === undefined || alone === undefined) return undefined;
  const [ideal, possible] = [idealMs(bytes, isCounted), alone + (isCounted ? NETWORK.countMs : 0)];
  return ours / (possible > limit * ideal ? Math.min(possible, ours) : ideal);
}

/** Both bundles; (a) counts nothing, so the one that counts has more to do. */
function computingGates(figures: Figures): Measured[] {
  const share = (name: ContenderName, bytes: number) => ratio(figures.processorMs(name, bytes), figures.processorMs('documented', bytes));
  const unlimited = (name: ContenderName) => figures.latency(name, 5_000_000, 'unlimited')?.ms.median;
  const both = (gate: (name: ContenderName, more: string) => Measured[]) => [
    ...gate('proxy-without-limit', ''),
    ...gate('proxy', ', attempts counted'),
  ];
  const group = 'latency';
  return both((name, more) => [
    {
      ...{ name: `5 MB: processor time, of (a)${more}`, value: share(name, 5_000_000), limit: 0.45, goal: 0.35 },
      ...{ group, bytes: 5_000_000 },
    },
    { name: `10 MB: processor time, of (a)${more}`, value: share(name, 10_000_000), limit: 0.45, group, bytes: 10_000_000 },
    {
      ...{ name: `5 MB without a network: time, of (a)${more}`, value: ratio(unlimited(name), unlimited('documented')), limit: 0.4 },
      ...{ group, bytes: 5_000_000 },
    },
    {
      name: `32 at once: requests for a second of processor time, of (a)${more}`,
      value: ratio(figures.perProcessorSecond(name), figures.perProcessorSecond('documented')),
      limit: 1.8,
      sense: 'at least',
      group: 'throughput',
    },
  ]);
}

function memoryGates(figures: Figures): Measured[] {
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

/** The milliseconds are plain ones, and their limit is meant for a quiet machine of today. */
function coldGates(figures: Figures): Measured[] {
  const [ours, empty] = [figures.coldMs('proxy'), figures.coldMs('empty')];
  const over = ours === undefined || empty === undefined ? undefined : ours - empty;
  const group = 'cold';
  return [
    { name: 'cold start, of the same not bundled', value: ratio(ours, figures.coldMs('unbundled')), limit: 0.78, group },
    { name: 'cold start, of (b)', value: ratio(ours, figures.coldMs('usual')), limit: 0.68, goal: 0.6, group },
    { name: 'cold start over an empty function, ms', value: over, limit: 90, goal: 85, group },
  ];
}

function plainGates({ bundles, acceptance }: Results): Measured[] {
  const kilobytes = (name: string) => bundles.filter(({ contender }) => contender === name).map(({ bytes }) => bytes / 1000)[0];
  const wrong = acceptance.filter(({ contender }) => contender === 'proxy' || contender === 'proxy-without-limit');
  const accepted = wrong.length === 0 ? undefined : wrong.reduce((sum, figure) => sum + figure.accepted, 0);
  return [
    { name: 'bundle, KB of 1000 bytes', value: kilobytes('proxy'), limit: 440, group: 'bundles' },
    { name: 'bundle without the attempt limit, KB', value: kilobytes('proxy-without-limit'), limit: 400, group: 'bundles' },
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
