import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Name } from '../contestants/contestants';
import { startOf, subjectOf } from '../network/start';
import { type Bench, MEMORY_MB } from './bench';
import { type Figure, figure } from './results';
import { interleave } from './statistics';

/** Before memory at rest is read, in milliseconds. */
const REST_MS = 300;
/** Before that: the engine's heap grows with its first thousands, and what it took for them would hide a part of what a photo takes. */
const WARM_UP = 120;
/** Photos of each size. */
const REQUESTS = 4;

/**
 * Peak over rest, in a new process each round: what a process has once taken it does not give back. Nothing is measured where the system does
 * not say what a process has used at most; Linux does ("clear_refs" in proc(5)).
 * @param sizes The smallest first.
 */
export async function measureMemory(bench: Bench, names: readonly Name[], sizes: readonly number[], rounds: number): Promise<Figure[]> {
  if (!existsSync('/proc/self/clear_refs')) return [];
  const samples = names.flatMap((name) => sizes.map((bytes) => ({ name, bytes, growth: [] as number[] })));
  await interleave(rounds, names, async (name) => {
    const host = await bench.startWarm(name, MEMORY_MB, WARM_UP);
    try {
      await sleep(REST_MS);
      const rest = residentMB(host.child.pid, 'VmRSS');
      writeFileSync(`/proc/${host.child.pid}/clear_refs`, '5');
      for (const sample of samples.filter((one) => one.name === name)) {
        for (let count = 0; count < REQUESTS; count += 1) await host.succeed(startOf(subjectOf(sample.bytes)));
        sample.growth.push(residentMB(host.child.pid, 'VmHWM') - rest);
      }
    } finally {
      await host.stop();
    }
  });
  return samples.map(({ name, bytes, growth }) => figure('memory', { name, memoryMB: MEMORY_MB }, bytes, growth));
}

/** @param line now, or at most since the last reset */
function residentMB(processId: number | undefined, line: 'VmRSS' | 'VmHWM'): number {
  return Number(new RegExp(`^${line}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${processId}/status`, 'utf8'))?.[1]) / 1024;
}
