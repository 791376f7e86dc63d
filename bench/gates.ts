import type { ContenderName } from './contenders';
import { type Figures, figuresOf } from './figures';
import { difference, type Gate, type Measured, ratio } from './gate';
import type { Results } from './results';
import { timeGates } from './time-gates';

/** All gates. Ratios are taken within one run, in which all measurements were interleaved. */
export function gatesOf(results: Results): Gate[] {
  const figures = figuresOf(results);
  const gates = [timeGates(figures), computingGates(figures), memoryGates(figures), coldGates(figures), plainGates(results)].flat();
  return gates.map((gate) => ({ ...gate, isBeyondSystem: results.beyondSystem.includes(gate.group) }));
}

/**
 * (a) counts nothing, so the function has more to do. At 5 MB and with many at once the aims are out of reach (docs/performance.md, "What is
 * not reached").
 */
function computingGates(figures: Figures): Measured[] {
  const share = (bytes: number) => figures.latency('proxy', bytes)?.processorShare?.median;
  const unlimited = (name: ContenderName) => figures.latency(name, 5_000_000, 'unlimited')?.ms.median;
  const group = 'latency';
  return [
    { ...{ name: '5 MB: processor time, of (a)', value: share(5_000_000), limit: 0.6, goal: 0.35 }, ...{ group, bytes: 5_000_000 } },
    { ...{ name: '10 MB: processor time, of (a)', value: share(10_000_000), limit: 0.5, goal: 0.45 }, ...{ group, bytes: 10_000_000 } },
    {
      ...{ name: '5 MB without a network: time, of (a)', value: ratio(unlimited('proxy'), unlimited('documented')), limit: 0.4 },
      ...{ group, bytes: 5_000_000 },
    },
    {
      name: '32 at once: requests for a second of processor time, of (a)',
      value: ratio(figures.perProcessorSecond('proxy'), figures.perProcessorSecond('documented')),
      limit: 0.6,
      goal: 1.8,
      sense: 'at least',
      group: 'throughput',
    },
  ];
}

function memoryGates(figures: Figures): Measured[] {
  const [large, small] = [figures.growthMB('proxy', 10_000_000, 1), figures.growthMB('proxy', 500_000, 1)];
  const group = 'memory';
  return [
    { name: '10 MB: memory over rest, MB', value: large, limit: 32, goal: 20, group },
    { name: '10 MB: memory over rest, of (a)', value: ratio(large, figures.growthMB('documented', 10_000_000, 1)), limit: 0.15, group },
    {
      name: 'memory at 10 MB over that at 500 KB, MB',
      value: difference(large, small),
      limit: 12,
      group,
    },
  ];
}

/**
 * The empty function has Node's HTTP loaded, as anything that speaks the Runtime API has: what it takes is no cost of the code.
 */
function coldGates(figures: Figures): Measured[] {
  const [ours, empty] = [figures.coldMs('proxy'), figures.coldMs('empty')];
  const group = 'cold';
  return [
    { name: 'cold start, of the same not bundled', value: ratio(ours, figures.coldMs('unbundled')), limit: 0.78, group },
    { name: 'cold start, of (b)', value: ratio(ours, figures.coldMs('usual')), limit: 0.75, goal: 0.6, group },
    { name: 'cold start, of an empty function', value: ratio(ours, empty), limit: 3.6, goal: 2.95, group },
  ];
}

function plainGates({ bundles, acceptance }: Results): Measured[] {
  const kilobytes = (name: string) => bundles.filter(({ contender }) => contender === name).map(({ bytes }) => bytes / 1000)[0];
  const wrong = acceptance.filter(({ contender }) => contender === 'proxy');
  const accepted = wrong.length === 0 ? undefined : wrong.reduce((sum, figure) => sum + figure.accepted, 0);
  return [
    { name: 'bundle, KB of 1000 bytes', value: kilobytes('proxy'), limit: 470, group: 'bundles' },
    { name: 'broken photos and stalled requests that were accepted', value: accepted, limit: 0, group: 'acceptance' },
  ];
}
