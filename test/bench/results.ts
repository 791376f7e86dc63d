import { CONTENDERS, type ContenderName } from '../../bench/contenders';
import { idealMs } from '../../bench/network';
import { SIZES } from '../../bench/plan';
import type { Results } from '../../bench/results';
import type { Summary } from '../../bench/statistics';

export function exactly(value: number): Summary {
  return { median: value, low: value, high: value, count: 10 };
}

const SLOWNESS: Readonly<Partial<Record<ContenderName, number>>> = { documented: 1.8, usual: 2, network: 1 };

/** Results of a run in which everything is as it should be: `changes` replace whole groups. */
export function goodResults(changes: Partial<Results> = {}): Results {
  const ours = (name: ContenderName) => name.startsWith('proxy');
  return {
    takenAt: '2026-11-25T12:00:00.000Z',
    beyondSystem: [],
    machine: 'Node 24.0.0, linux x64, a processor, 2 cores',
    latency: (['proxy', 'network', 'documented', 'usual'] as const).flatMap((contender) =>
      [...SIZES.map((bytes) => ({ bytes, network: 'simulated' as const })), { bytes: 5_000_000, network: 'unlimited' as const }].map(
        ({ bytes, network }) => ({
          ...{ contender, bytes, network },
          ms: exactly(
            idealMs(bytes, contender === 'proxy') * (SLOWNESS[contender] ?? 1.02) * (network === 'simulated' || !ours(contender) ? 1 : 0.5),
          ),
          processorMs: exactly((ours(contender) ? 3 : 10) * (bytes / 1_000_000)),
          processorShare: exactly(ours(contender) ? 0.3 : 1),
        }),
      ),
    ),
    memory: (['proxy', 'documented'] as const).flatMap((contender) =>
      [
        { bytes: 500_000, atOnce: 1, mb: 12 },
        { bytes: 10_000_000, atOnce: 1, mb: 16 },
        { bytes: 5_000_000, atOnce: 20, mb: 50 },
      ].map(({ bytes, atOnce, mb }) => ({
        contender,
        bytes,
        atOnce,
        growthMB: exactly(contender === 'proxy' ? mb : mb * 20),
        ms: exactly(250),
      })),
    ),
    throughput: [
      { contender: 'proxy', bytes: 200_000, atOnce: 32, perProcessorSecond: exactly(380) },
      { contender: 'documented', bytes: 200_000, atOnce: 32, perProcessorSecond: exactly(200) },
    ],
    cold: CONTENDERS.map((contender) => ({
      ...{ contender, network: 'unlimited' as const, loadMs: exactly(50), firstMs: exactly(30), firstProcessorMs: exactly(30) },
      ms: exactly({ empty: 38, proxy: 100, unbundled: 160, usual: 180 }[contender as string] ?? 100),
    })),
    coldPath: {
      steps: [
        { title: 'an empty function', ms: exactly(28), processorMs: exactly(26) },
        { title: 'and a thing more', ms: exactly(40), processorMs: exactly(37.5) },
      ],
      connections: [
        { title: 'opened late', ms: exactly(150), processorMs: exactly(60) },
        { title: 'opened ahead', ms: exactly(100), processorMs: exactly(60) },
      ],
    },
    bundles: [{ contender: 'proxy', bytes: 430_000 }],
    acceptance: [{ contender: 'proxy', defect: 'cut', accepted: 0 }],
    ...changes,
  };
}
