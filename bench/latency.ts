import type { ContenderName } from './contenders';
import type { FunctionHost } from './function-host';
import type { LatencyFigure } from './results';
import { interleave } from './rounds';
import type { Reply } from './runtime-api';
import type { NetworkName } from './stand-ins';
import { startEvent } from './start-event';
import { inPairs, summarize } from './statistics';
import type { Workshop } from './workshop';

/** Small photos are over soon, and so is a large one where no network makes it wait: a round takes several of them. */
function requestsInRound(bytes: number, network: NetworkName): number {
  if (network === 'unlimited') return 8;
  return bytes < 1_000_000 ? 5 : 3;
}

/** Of the photo that a round begins with, which is not measured. */
const REOPENING_BYTES = 50_000;

/** Rounds of a size that are for the engine alone: with the first ten photos of 5 MB it still compiles, a third of their processor time. */
const COMPILING_ROUNDS = 3;

export interface LatencyPlan {
  readonly contenders: readonly ContenderName[];
  readonly network: NetworkName;
  readonly sizes: readonly number[];
  readonly rounds: number;
}

/** Median time and processor time of a request, one after the other in a warm process. */
export async function measureLatency(workshop: Workshop, plan: LatencyPlan): Promise<LatencyFigure[]> {
  const hosts = await Promise.all(plan.contenders.map(async (name) => ({ name, host: await workshop.warmHost(name, plan.network) })));
  try {
    const figures: LatencyFigure[] = [];
    for (const bytes of plan.sizes) figures.push(...(await measureSize(hosts, bytes, plan)));
    return figures;
  } finally {
    await Promise.all(hosts.map(({ host }) => host.stop()));
  }
}

type Running = { readonly name: ContenderName; readonly host: FunctionHost };

async function measureSize(hosts: readonly Running[], bytes: number, { network, rounds }: LatencyPlan): Promise<LatencyFigure[]> {
  const samples = new Map(hosts.map(({ name }) => [name, { ms: [] as number[], processorMs: [] as number[] }]));
  await interleave(rounds + COMPILING_ROUNDS, hosts, async ({ name, host }) => {
    const sample = samples.get(name);
    const { ms, processorMs } = await oneRound(host, bytes, network);
    sample?.ms.push(...ms);
    sample?.processorMs.push(processorMs);
  });
  const kept = <Item>(all: readonly Item[]) => all.slice((all.length * COMPILING_ROUNDS) / (rounds + COMPILING_ROUNDS));
  const documented = samples.get('documented')?.processorMs;
  return [...samples].map(([contender, { ms, processorMs }]) => ({
    ...{ contender, network, bytes },
    ms: summarize(kept(ms)),
    processorMs: summarize(kept(processorMs)),
    processorShare: documented && summarize(kept(inPairs(processorMs, documented))),
  }));
}

async function oneRound(host: FunctionHost, bytes: number, network: NetworkName): Promise<{ ms: number[]; processorMs: number }> {
  // While others had their turn, the function's connections may have grown too old for it to trust them.
  await host.succeed(startEvent(REOPENING_BYTES));
  const replies: Reply[] = [];
  const before = await host.processorMs();
  for (let count = 0; count < requestsInRound(bytes, network); count += 1) replies.push(await host.succeed(startEvent(bytes)));
  const spent = (await host.processorMs()) - before;
  return { ms: replies.map(({ handlerMs }) => handlerMs), processorMs: spent / replies.length };
}
