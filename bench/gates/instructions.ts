import { spawnSync } from 'node:child_process';
import { FunctionHost } from '../function/host';
import { type Bench, MEMORY_MB } from '../measure/bench';
import { median } from '../measure/statistics';
import { startOf, subjectOf } from '../network/start';
import { sayBytes } from '../page/tables';
import type { Gate } from './gate';
import kept from './instructions.json';

const BYTES = 2_000_000;
const NAME = `instructions of a start with ${sayBytes(BYTES)}, millions`;
const [REQUESTS, RUNS] = [4, 3];

/** Of what is kept: so much more may come with a new version of Node or the SDK. */
const ROOM = 1.15;

/** As the process is, the clock is a hundred times slower: no limit of a request passes. */
const CLOCK = `const wait = setTimeout, { now } = Date, since = now(); globalThis.setTimeout = (work, ms, ...given) => wait(work, ms * 100, ...given); Date.now = () => since + (now() - since) / 100`;

/** Other work changes nothing of what valgrind counts, and nothing else of what the engine does: no compiler, one thread, its hash tables by seeds. */
const NODE = ['--jitless', '--single-threaded', '--hash-seed=1', '--random-seed=1', '--import', `data:text/javascript,${CLOCK}`];
const VALGRIND = ['valgrind', '--tool=callgrind', '--callgrind-out-file=/dev/null'];

/** What a start may take, against what is kept in instructions.json; where one cannot be compared with the other, the value says why. */
export async function instructionsGate(bench: Bench): Promise<Gate> {
  const here = `Node ${process.versions.node}, ${process.platform} ${process.arch}`;
  const gate = (value: number | string) => ({ name: NAME, value, limit: kept.millions * ROOM });
  if (spawnSync('valgrind', ['--version']).status !== 0) return gate('there is no valgrind (apt-get install valgrind)');
  const value = await millionInstructions(bench);
  return gate(
    here === kept.of
      ? value
      : `the kept figure is of ${kept.of}; with ${here} it is ${value.toFixed(1)}: keep that in bench/gates/instructions.json`,
  );
}

/** Of one request: runs with one and with more, since only the first waits for all of init, and the median of the differences. */
async function millionInstructions(bench: Bench): Promise<number> {
  const counts = (requests: number) => Promise.all(Array.from({ length: RUNS }, () => countOf(bench, requests)));
  const [few, many] = [await counts(1), await counts(1 + REQUESTS)];
  return median(many.map((count, run) => (count - (few[run] as number)) / REQUESTS / 1e6));
}

/** How many instructions a process takes from its beginning to its end, with so many requests. */
async function countOf({ contestants, plain }: Bench, requests: number): Promise<number> {
  const options = { memoryMB: MEMORY_MB, network: plain.environment, node: [...VALGRIND, process.execPath, ...NODE] };
  const host = await FunctionHost.start(contestants.proxy, options);
  for (let count = 0; count < requests; count += 1) await host.succeed(startOf(subjectOf(BYTES)));
  const said = await host.finish();
  const collected = /Collected : (\d+)/.exec(said)?.[1];
  if (collected === undefined) throw new Error(`valgrind said no count.\n${said}`);
  return Number(collected);
}
