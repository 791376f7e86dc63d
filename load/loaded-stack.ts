import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalStack, startLocalStack } from '../local/stack';

/** Enough people that a mix-up would show, each with their own photo. */
const MORE_USERS = 14;
/** The highest that the settings take: what is measured is the function, not the throttle in front of it. */
const THROTTLE = { ratePerSecond: 10_000, burst: 5_000 };

const REPORTING = { NODE_OPTIONS: `--expose-gc --require=${JSON.stringify(join(__dirname, 'held-memory.cjs'))}` };

/** A local stack whose function says what it holds. */
export interface LoadedStack extends LocalStack {
  /** What single processes of the function held, in megabytes and after a collection, since the last call. */
  takeHeld(): number[];
}

/** A local stack on free ports, with more people than usual and the highest throttle. `stop` removes its files. */
export async function startLoadedStack(): Promise<LoadedStack> {
  const directory = await mkdtemp(join(tmpdir(), 'face-match-proxy-load-'));
  const remove = () => rm(directory, { recursive: true, force: true });
  try {
    const configFile = join(directory, 'load.json');
    await writeFile(configFile, await settings());
    const held: number[] = [];
    const stack = await startLocalStack({
      ...{ port: 0, configFile, moreUsers: MORE_USERS, writeStackFile: false, functionEnvironment: REPORTING },
      logFunction: (line) => held.push(...readHeld(line)),
    });
    const takeHeld = () => held.splice(0);
    return { ...stack, takeHeld, stop: () => stack.stop().finally(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function settings(): Promise<string> {
  const file = join(__dirname, '..', 'config', 'local.json');
  const { $schema: _editorsOnly, ...local } = JSON.parse(await readFile(file, 'utf8'));
  return JSON.stringify({ ...local, api: { ...local.api, throttle: THROTTLE } });
}

function readHeld(line: string): number[] {
  const bytes = /^held (\d+)$/.exec(line)?.[1];
  return bytes === undefined ? [] : [Number(bytes) / 2 ** 20];
}
