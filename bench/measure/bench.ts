import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildContestants, type Name } from '../contestants/contestants';
import { FunctionHost } from '../function/host';
import { type Shares, sharesOf } from '../function/share';
import { type Services, startServices } from '../network/services';
import { startOf, subjectOf } from '../network/start';

/** Sizes of a photo that the figures are given for, in bytes. */
export const SIZES = [50_000, 500_000, 2_000_000, 5_000_000, 10_000_000] as const;
export const [SMALL, USUAL, , LARGE, HUGE] = SIZES;

/** `function.memoryMB`, default. */
export const MEMORY_MB = 512;

/** Requests before a time is measured: until then the engine compiles, and they take less and less. */
const WARM_UP = 1000;

/** What every measurement needs: the contestants, built once, the services over the simulated network, and processes. */
export interface Bench {
  readonly contestants: ReturnType<typeof buildContestants>;
  readonly services: Services;
  /** The same without a network's time, for what is not about time. */
  readonly plain: Services;
  /** Gives each process Lambda's share of a processor, or says why none gets it here. */
  readonly shares: Shares | string;
  /** Starts a process of a contestant. @param memoryMB Gives it Lambda's share of a processor for its requests. @default 512 */
  start(name: Name, memoryMB?: number, services?: Services): Promise<FunctionHost>;
  /** The same, and warms it up. @param requests So many. @default 1000 */
  startWarm(name: Name, memoryMB?: number, requests?: number): Promise<FunctionHost>;
  close(): Promise<void>;
}

export async function openBench(): Promise<Bench> {
  const directory = await mkdtemp(path.join(tmpdir(), 'face-match-proxy-bench-'));
  const contestants = buildContestants(directory);
  const services = await startServices('simulated', SIZES, directory);
  const plain = await startServices('none', SIZES, directory);
  const shares = sharesOf();
  const start = (name: Name, memoryMB = MEMORY_MB, { environment } = services) =>
    FunctionHost.start(contestants[name], { memoryMB, shares, network: environment });
  return {
    ...{ contestants, services, plain, shares, start },
    startWarm: async (name, memoryMB, requests = WARM_UP) => {
      const host = await start(name, memoryMB);
      for (let count = 0; count < requests; count += 1) await host.succeed(startOf(subjectOf(SMALL)));
      return host;
    },
    close: async () => {
      await Promise.all([services.stop(), plain.stop()]);
      await rm(directory, { recursive: true });
    },
  };
}
