import type { ColdPlan } from './cold-start';
import type { ContenderName } from './contenders';
import type { LatencyPlan } from './latency';
import type { MemoryPlan } from './memory';
import type { ThroughputPlan } from './throughput';

/** Sizes of a photo that every figure is given for, in bytes. */
export const SIZES = [50_000, 500_000, 2_000_000, 5_000_000, 10_000_000] as const;

/** What a run measures, and how often. */
export interface Plan {
  readonly latency: readonly LatencyPlan[];
  readonly memory: MemoryPlan;
  readonly throughput: ThroughputPlan;
  readonly cold: readonly ColdPlan[];
  readonly acceptance: readonly ContenderName[];
}

const WARM: readonly ContenderName[] = ['proxy', 'bare', 'network', 'documented', 'usual'];
const COMPUTING = WARM.filter((name) => name !== 'network');
const RIVALS: readonly ContenderName[] = ['proxy', 'documented', 'usual'];

/** Everything, with enough rounds for a document: some ten minutes. */
export const WHOLE: Plan = {
  latency: [
    { contenders: WARM, network: 'simulated', sizes: SIZES, rounds: 8 },
    { contenders: COMPUTING, network: 'unlimited', sizes: [5_000_000], rounds: 8 },
  ],
  memory: {
    contenders: RIVALS,
    cases: [
      ...[500_000, 2_000_000, 5_000_000, 10_000_000].map((bytes) => ({ bytes, atOnce: 1, requests: 6 })),
      ...[5, 10, 20].map((atOnce) => ({ bytes: 5_000_000, atOnce, requests: 2 * atOnce })),
    ],
    rounds: 3,
  },
  throughput: { contenders: COMPUTING, bytes: 200_000, atOnce: 32, requests: 320, rounds: 3 },
  cold: [
    { contenders: ['empty', 'proxy', 'unbundled', 'usual'], network: 'unlimited', rounds: 15 },
    { contenders: RIVALS, network: 'simulated', rounds: 10 },
  ],
  acceptance: ['proxy', 'documented', 'usual'],
};

/** What the short form needs: no figure of time. */
export const SHORT: Plan = {
  latency: [],
  memory: {
    contenders: ['proxy', 'documented'],
    cases: [
      { bytes: 500_000, atOnce: 1, requests: 6 },
      { bytes: 10_000_000, atOnce: 1, requests: 4 },
    ],
    rounds: 1,
  },
  throughput: { contenders: [], bytes: 200_000, atOnce: 32, requests: 0, rounds: 0 },
  cold: [],
  acceptance: ['proxy'],
};
