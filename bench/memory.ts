import { setTimeout as sleep } from 'node:timers/promises';
import type { ContenderName } from './contenders';
import { forgetPeak, peakMB, residentMB } from './process-memory';
import type { MemoryFigure } from './results';
import { interleave } from './rounds';
import type { Reply } from './runtime-api';
import { startEvent } from './start-event';
import { median, summarize } from './statistics';
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
    const samples = new Map(contenders.map((name): [ContenderName, Growth[]] => [name, []]));
    await interleave(rounds, contenders, async (name) => {
      samples.get(name)?.push(await growthOf(workshop, name, { bytes, atOnce, requests }));
    });
    for (const [contender, sample] of samples) {
      const of = (figure: keyof Growth) => summarize(sample.map((growth) => growth[figure]));
      figures.push({ contender, bytes, atOnce, growthMB: of('growthMB'), ms: of('ms') });
    }
  }
  return figures;
}

interface Growth {
  readonly growthMB: number;
  /** Median of the round. */
  readonly ms: number;
}

async function growthOf(workshop: Workshop, name: ContenderName, { bytes, atOnce, requests }: MemoryCase): Promise<Growth> {
  const host = await workshop.warmHost(name, 'simulated', atOnce);
  try {
    await sleep(REST_MS);
    const rest = residentMB(host.processId);
    forgetPeak(host.processId);
    const replies = await Promise.all(
      Array.from({ length: atOnce }, () => inTurn(requests / atOnce, () => host.succeed(startEvent(bytes)))),
    );
    return { growthMB: peakMB(host.processId) - rest, ms: median(replies.flat().map(({ handlerMs }) => handlerMs)) };
  } finally {
    await host.stop();
  }
}

async function inTurn(times: number, act: () => Promise<Reply>): Promise<Reply[]> {
  const replies: Reply[] = [];
  for (let count = 0; count < times; count += 1) replies.push(await act());
  return replies;
}
