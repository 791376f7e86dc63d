import type { ContenderName } from './contenders';
import type { FunctionHost } from './function-host';
import type { ThroughputFigure } from './results';
import { interleave } from './rounds';
import { startEvent } from './start-event';
import { summarize } from './statistics';
import type { Workshop } from './workshop';

export interface ThroughputPlan {
  readonly contenders: readonly ContenderName[];
  readonly bytes: number;
  readonly atOnce: number;
  readonly requests: number;
  readonly rounds: number;
}

/** Requests for each second of processor time, with many at once in one process. */
export async function measureThroughput(workshop: Workshop, plan: ThroughputPlan): Promise<ThroughputFigure[]> {
  const { contenders, bytes, atOnce, rounds } = plan;
  const hosts = await Promise.all(
    contenders.map(async (name) => ({ name, host: await workshop.warmHost(name, 'simulated', atOnce), sample: [] as number[] })),
  );
  try {
    await interleave(rounds + 1, hosts, async ({ host, sample }) => void sample.push(await oneRound(host, plan)));
  } finally {
    await Promise.all(hosts.map(({ host }) => host.stop()));
  }
  return hosts.map(({ name, sample }) => ({ contender: name, bytes, atOnce, perProcessorSecond: summarize(sample.slice(1)) }));
}

async function oneRound(host: FunctionHost, { bytes, atOnce, requests }: ThroughputPlan): Promise<number> {
  const event = startEvent(bytes);
  // Not measured: connections that grew old while others had their turn are opened again.
  await Promise.all(Array.from({ length: atOnce }, () => host.succeed(event)));
  const before = await host.processorMs();
  let left = requests;
  const caller = async () => {
    while (left > 0) {
      left -= 1;
      await host.succeed(event);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, caller));
  return requests / (((await host.processorMs()) - before) / 1000);
}
