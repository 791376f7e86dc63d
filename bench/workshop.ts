import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildContenders, type Contender, type ContenderName } from './contenders';
import { type Cores, divideCores } from './cores';
import { FunctionHost } from './function-host';
import { type NetworkName, type StandIns, startStandIns } from './stand-ins';
import { startEvent } from './start-event';

/** Requests before anything is measured: until then the engine compiles. */
const WARM_UP = 40;
const WARM_UP_BYTES = 50_000;

/** What every measurement needs: the contenders, built once, and the services. */
export interface Workshop {
  readonly contenders: Readonly<Record<ContenderName, Contender>>;
  readonly standIns: StandIns;
  readonly cores: Cores;
  /** Starts a process of a contender in a network. */
  host(name: ContenderName, network: NetworkName, slots?: number): Promise<FunctionHost>;
  /** The same, and warms it up. */
  warmHost(name: ContenderName, network: NetworkName, slots?: number): Promise<FunctionHost>;
  /** Ends the services and removes what was built. */
  close(): Promise<void>;
}

export async function openWorkshop(): Promise<Workshop> {
  const contenders = buildContenders();
  const directory = await mkdtemp(join(tmpdir(), 'face-match-proxy-bench-'));
  const cores = divideCores();
  const standIns = await startStandIns(directory);
  const host = (name: ContenderName, network: NetworkName, slots?: number) =>
    FunctionHost.start(contenders[name], { network: standIns.environment(network), cores, slots });
  return {
    contenders,
    standIns,
    cores,
    host,
    warmHost: async (name, network, slots) => {
      const warm = await host(name, network, slots);
      for (let count = 0; count < WARM_UP; count += 1) await warm.succeed(startEvent(WARM_UP_BYTES));
      return warm;
    },
    close: async () => {
      standIns.stop();
      const built = dirname(contenders.proxy.directory);
      await Promise.all([directory, built].map((folder) => rm(folder, { recursive: true, force: true })));
    },
  };
}
