import { setTimeout as pause } from 'node:timers/promises';
import { startOf, subjectOf } from '../network/start';
import { type Bench, SMALL } from './bench';
import { type Figure, figure, type Sized } from './results';
import { interleave } from './statistics';

const REQUESTS = 4;

/** How long a request takes, one after the other in warm processes, in rounds of all processes. */
export async function measureLatency(
  bench: Bench,
  functions: readonly Sized[],
  sizes: readonly number[],
  rounds: number,
): Promise<Figure[]> {
  const running = await Promise.all(functions.map(async (sized) => ({ sized, host: await bench.startWarm(sized.name, sized.memoryMB) })));
  try {
    const figures: Figure[] = [];
    for (const bytes of sizes) {
      const samples = new Map(running.map(({ host }) => [host, [] as number[]]));
      await interleave(rounds, running, async ({ host }) => {
        // While others had their turn, the connections may have grown too old to be trusted: this one opens them again.
        await host.succeed(startOf(subjectOf(SMALL)));
        for (let count = 0; count < REQUESTS; count += 1) {
          // A period of the share and more: else each request would pay for the end of the one before.
          await pause(20 + 20 * Math.random());
          samples.get(host)?.push(await host.succeed(startOf(subjectOf(bytes))));
        }
      });
      for (const { sized, host } of running) figures.push(figure('warm', sized, bytes, samples.get(host) ?? []));
    }
    return figures;
  } finally {
    await Promise.all(running.map(({ host }) => host.stop()));
  }
}

/** The first request of new processes: their init has a whole processor, the request the function's share. */
export async function measureStarts(bench: Bench, functions: readonly Sized[], rounds: number): Promise<Figure[]> {
  const samples = functions.map((sized) => ({ sized, first: [] as number[], cold: [] as number[] }));
  await interleave(rounds + 1, samples, async ({ sized, first, cold }, round) => {
    const since = performance.now();
    const host = await bench.start(sized.name, sized.memoryMB);
    try {
      const ms = await host.succeed(startOf(subjectOf(SMALL)));
      // In the first round the files come from the disk.
      if (round === 0) return;
      first.push(ms);
      cold.push(performance.now() - since);
    } finally {
      await host.stop();
    }
  });
  return samples.flatMap(({ sized, first, cold }) => [figure('first', sized, SMALL, first), figure('cold', sized, SMALL, cold)]);
}
