import type { ContenderName } from './contenders';
import type { ColdFigure } from './results';
import { interleave } from './rounds';
import type { NetworkName } from './stand-ins';
import { startEvent } from './start-event';
import { summarize } from './statistics';
import type { Workshop } from './workshop';

export interface ColdPlan {
  readonly contenders: readonly ContenderName[];
  readonly network: NetworkName;
  readonly rounds: number;
}

const BYTES = 50_000;

/** From the start of a process to its first reply, which waits for the event from the beginning, as on Lambda. */
export async function measureColdStart(workshop: Workshop, { contenders, network, rounds }: ColdPlan): Promise<ColdFigure[]> {
  const samples = new Map(contenders.map((name): [ContenderName, Start[]] => [name, []]));
  await interleave(rounds + 1, contenders, async (name) => void samples.get(name)?.push(await startOnce(workshop, name, network)));
  return [...samples].map(([contender, all]) => {
    // In the first round the files come from the disk.
    const sample = all.slice(1);
    const of = (figure: keyof Start) => summarize(sample.map((start) => start[figure]));
    return { contender, network, ms: of('ms'), loadMs: of('loadMs'), firstMs: of('firstMs'), firstProcessorMs: of('firstProcessorMs') };
  });
}

interface Start {
  readonly ms: number;
  readonly loadMs: number;
  readonly firstMs: number;
  readonly firstProcessorMs: number;
}

async function startOnce(workshop: Workshop, name: ContenderName, network: NetworkName): Promise<Start> {
  const since = performance.now();
  const host = await workshop.host(name, network);
  try {
    const reply = await host.succeed(startEvent(BYTES));
    const ms = performance.now() - since;
    const firstProcessorMs = (await host.processorMs()) - reply.loadProcessorMs;
    return { ms, loadMs: reply.loadMs, firstMs: reply.handlerMs, firstProcessorMs };
  } finally {
    await host.stop();
  }
}
