import { setTimeout as sleep } from 'node:timers/promises';
import type { ContenderName } from './contenders';
import { forgetPeak, peakMB, residentMB } from './process-memory';
import type { MemoryFigure } from './results';
import { interleave } from './rounds';
import { startEvent } from './start-event';
import { summarize } from './statistics';
import type { Workshop } from './workshop';

export interface MemoryPlan {
  readonly contenders: readonly ContenderName[];
  readonly cases: readonly MemoryCase[];
  readonly rounds: number;
}

export interface MemoryCase {
  readonly bytes: number;
  readonly atOnce: number;
  readonly requests: number;
}

/** Before memory at rest is read, in milliseconds. */
const REST_MS = 300;

/** Peak over rest, in a fresh process each time: what a process has once taken it does not give back. */
export async function measureMemory(workshop: Workshop, { contenders, cases, rounds }: MemoryPlan): Promise<MemoryFigure[]> {
  const figures: MemoryFigure[] = [];
  for (const { bytes, atOnce, requests } of cases) {
    const samples = new Map(contenders.map((name): [ContenderName, number[]] => [name, []]));
    await interleave(rounds, contenders, async (name) => {
      samples.get(name)?.push(await growthMB(workshop, name, { bytes, atOnce, requests }));
    });
    for (const [contender, sample] of samples) figures.push({ contender, bytes, atOnce, growthMB: summarize(sample) });
  }
  return figures;
}

async function growthMB(workshop: Workshop, name: ContenderName, { bytes, atOnce, requests }: MemoryCase): Promise<number> {
  const host = await workshop.warmHost(name, 'simulated', atOnce);
  try {
    await sleep(REST_MS);
    const rest = residentMB(host.processId);
    forgetPeak(host.processId);
    await Promise.all(Array.from({ length: atOnce }, () => inTurn(requests / atOnce, () => host.succeed(startEvent(bytes)))));
    return peakMB(host.processId) - rest;
  } finally {
    await host.stop();
  }
}

async function inTurn(times: number, act: () => Promise<unknown>): Promise<void> {
  for (let count = 0; count < times; count += 1) await act();
}
