import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { keepFound } from './found-requests';
import type { HostileRequest } from './hostile-request';
import { hostileRequests } from './hostile-requests';
import { judge } from './verdict';
import { startWorld, type World } from './world';

/** Runs of one seed; then comes another. */
const RUNS = 500;
/** Time to make a found request smaller, beyond the time that was given. */
const SHRINK_MS = 30_000;

interface Tally {
  requests: number;
  seeds: number;
  readonly ends: Map<string, number>;
}

/** `npm run fuzz -- --seconds 60`: the property test with random seeds until the time is over or a promise is broken. */
async function main(): Promise<boolean> {
  const { values } = parseArgs({ options: { seconds: { type: 'string', default: '60' }, seed: { type: 'string' } } });
  const seconds = Number(values.seconds);
  const seed = values.seed === undefined ? undefined : Number(values.seed);
  if (!(seconds > 0 && seconds <= 3600)) throw new Error('--seconds takes a number from 1 to 3600.');
  if (seed !== undefined && !Number.isSafeInteger(seed)) throw new Error('--seed takes a whole number.');
  const tally: Tally = { requests: 0, seeds: 0, ends: new Map() };
  const world = await startWorld();
  try {
    const found = await search(world, Date.now() + seconds * 1000, tally, seed);
    say(found === undefined ? 'no promise was broken' : found);
    return found === undefined;
  } finally {
    await world.stop();
    say(`${tally.requests} requests of ${tally.seeds} seeds: ${[...tally.ends].map(([end, count]) => `${end} ${count}`).join(', ')}`);
  }
}

/** @returns what was found, in words; undefined when the time is over. */
async function search(world: World, until: number, tally: Tally, given: number | undefined): Promise<string | undefined> {
  while (Date.now() < until) {
    const seed = given ?? randomInt(2 ** 31);
    const shrinkUntil = until + SHRINK_MS - Date.now();
    let isFound = false;
    const property = fc.asyncProperty(hostileRequests, async (request) => {
      if (Date.now() >= until && !isFound) return true;
      const isBad = await isBroken(world, request, tally);
      isFound ||= isBad;
      return !isBad;
    });
    const { counterexample } = await fc.check(property, { seed, numRuns: RUNS, interruptAfterTimeLimit: shrinkUntil });
    tally.seeds++;
    if (counterexample === null) continue;
    const [request] = counterexample;
    const { faults } = await judge(world, request);
    return `broken with seed ${seed}: ${faults.join('; ')}\nkept as ${keepFound(request, faults)}`;
  }
  return undefined;
}

async function isBroken(world: World, request: HostileRequest, tally: Tally): Promise<boolean> {
  const { faults, end } = await judge(world, request);
  tally.requests++;
  tally.ends.set(end, (tally.ends.get(end) ?? 0) + 1);
  return faults.length > 0;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().then(
  (isClean) => {
    process.exitCode = isClean ? 0 : 1;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 2;
  },
);
