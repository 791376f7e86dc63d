import { setTimeout as pause } from 'node:timers/promises';
import type { Answer, Caller } from './caller';
import { type ProcessSample, sampleFunctionProcesses } from './function-processes';
import type { Call } from './traffic';

/** A part of the run in which the number of callers stays the same. */
export interface Stretch {
  readonly round: number;
  readonly concurrency: number;
  readonly seconds: number;
  readonly answers: readonly Answer[];
  /** One for each second, at least one; empty where processes cannot be looked at. */
  readonly samples: readonly ProcessSample[];
  /** Megabytes that single processes held, at one moment or another. */
  readonly held: readonly number[];
}

const SAMPLE_MS = 1000;

/** Lets so many callers send one request after the other until the time is over. */
export async function runStretch(
  { round, concurrency, seconds }: Pick<Stretch, 'round' | 'concurrency' | 'seconds'>,
  caller: Caller,
  nextCall: () => Call,
  takeHeld: () => number[],
): Promise<Stretch> {
  takeHeld();
  const end = performance.now() + seconds * 1000;
  const answers: Answer[] = [];
  const samples: ProcessSample[] = [];
  const call = async () => {
    while (performance.now() < end) answers.push(await caller.send(nextCall()));
  };
  const sampleMs = Math.min(SAMPLE_MS, seconds * 500);
  const watch = async () => {
    while (performance.now() + sampleMs < end) {
      await pause(sampleMs);
      const sample = sampleFunctionProcesses();
      if (sample !== undefined) samples.push(sample);
    }
  };
  await Promise.all([watch(), ...Array.from({ length: concurrency }, call)]);
  return { round, concurrency, seconds, answers, samples, held: takeHeld() };
}
