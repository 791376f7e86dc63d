import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { FaultyServer } from '../../stand-ins/faulty';
import { watchTimers } from '../support/timers';
import { type Collaborator, SERVICES } from './collaborators';
import type { Deed, Invocation } from './faults';
import type { Turns } from './turns';
import { type Ending, startWorld, type World } from './world';

/** What one cell of the matrix states. */
export interface CellResult {
  readonly ending: Ending;
  /** Requests of the faulty invocation that arrived at the Agent API whole, so that it could have started a transaction. */
  readonly acceptable: number;
  /** Timers still running and connections still in use when the answer was there. */
  readonly leftOver: readonly string[];
  readonly memory: Memory;
  /** Requests that went to the service with the fault when the answer was there already. */
  readonly late: number;
  /** How the next request ends once the fault is over; undefined for a fault that stays. */
  readonly next: Ending | undefined;
}

/** What of the invocation, and of the one before it, was still in memory, by name. */
export interface Memory {
  readonly held: readonly string[];
  /** While the SDK paused before a retry that it did not make, if it did; `held` was seen when that was over. */
  readonly whilePausing: readonly string[];
  /** Everything that was looked for. */
  readonly lookedFor: readonly string[];
}

/** More than the usual pause between two attempts. */
const RETRY_PAUSE_MS = 300;

const running = new AsyncLocalStorage<object>();

/** What goes wrong in a cell, and whether a limit of seconds has to pass. */
export interface CellFault {
  readonly deed: Deed;
  readonly lasts: boolean;
}

/** Runs cells, each with everything that belongs to it alone, so that they may run side by side. */
export interface Cells {
  run(fault: CellFault, collaborator: Collaborator, invocation: Invocation): Promise<CellResult>;
  stop(): void;
}

/**
 * @param inTurn Runs what has to go well within the limits of a cell, with few others at once.
 * @param patience How many times as long as usual the limits of a cell are.
 */
export function startCells(inTurn: Turns, patience: number): Cells {
  const timers = watchTimers(() => running.getStore());
  return {
    run: async (fault, collaborator, invocation) => {
      const cell = {};
      const timersOfCell = async () => await timers.running(cell);
      return await running.run(cell, () => runCell(fault, collaborator, invocation, { inTurn, patience, timers: timersOfCell }));
    },
    stop: timers.stop,
  };
}

interface Means {
  readonly inTurn: Turns;
  readonly patience: number;
  readonly timers: () => Promise<string[]>;
}

/** Runs the flow once against the fault. */
async function runCell({ deed, lasts }: CellFault, collaborator: Collaborator, invocation: Invocation, means: Means): Promise<CellResult> {
  const { service, whenTableIsDown } = collaborator;
  const world = await means.inTurn(() => startWorld({ ...deed.needs, whenTableIsDown, patience: means.patience }));
  try {
    if (invocation === 'warm') await means.inTurn(() => warmUp(world, service));
    return await strike(world, { deed, lasts }, collaborator, means);
  } finally {
    await world.stop();
  }
}

async function strike(world: World, { deed, lasts }: CellFault, { service }: Collaborator, { inTurn, timers }: Means): Promise<CellResult> {
  const server = world.servers[service];
  const before = world.servers.agent.complete();
  await deed.strike(server);
  const ending = await (lasts ? world.invoke() : inTurn(() => world.invoke()));
  const begun = server.begun();
  const timersLeft = await timers();
  const leftOver = [...timersLeft.map(describeTimer), ...(await connectionsInUse(world.servers))];
  const whilePausing = timersLeft.length > 0 ? await world.remains.held() : [];
  if (timersLeft.length > 0) await outlast(timers);
  const memory = { held: await world.remains.held(), whilePausing, lookedFor: world.remains.names() };
  const late = server.begun() - begun;
  const acceptable = world.servers.agent.complete() - before;
  const found = { ending, acceptable, leftOver, memory, late };
  if (deed.stays) return { ...found, next: undefined };
  if (server.fault === undefined) await server.reopen();
  server.fault = undefined;
  return { ...found, next: await inTurn(() => world.invoke()) };
}

/** Until the timers have gone off and what they lead to has begun; one that is there after three seconds stays. */
async function outlast(timers: () => Promise<string[]>): Promise<void> {
  await pause(RETRY_PAUSE_MS);
  for (let tries = 0; tries < 150 && (await timers()).length > 0; tries++) await pause(20);
}

/**
 * When a reply breaks because its reader has given it up, the SDK pauses as if it would try again, and then sees that it may not
 * (`StandardRetryStrategy` in @smithy/core).
 */
function describeTimer(madeAt: string): string {
  return madeAt.includes('refreshRetryTokenForRetry') ? 'the pause of the SDK before a retry, which is not made' : 'a timer';
}

/** On a busy machine a step may take longer than a cell's limits; what is wanted is only that one request has gone well. */
export const WARM_UPS = 5;

async function warmUp(world: World, service: Collaborator['service']): Promise<void> {
  let { outcome } = await world.invoke();
  for (let tries = 1; outcome !== 'ok' && tries < WARM_UPS; tries++) ({ outcome } = await world.invoke());
  if (outcome !== 'ok') throw new Error(`the request before the fault ended as ${outcome}`);
  // Credentials that are kept would hide every fault of where they come from.
  if (service === 'secrets') world.outliveCredentials();
}

/** The other side learns a moment later that a connection was given up; what is still in use after six seconds stays so. */
export async function connectionsInUse(servers: Partial<Record<Collaborator['service'], FaultyServer>>): Promise<string[]> {
  const inUse = () => SERVICES.filter((service) => (servers[service]?.busy() ?? 0) > 0);
  for (let tries = 0; tries < 300 && inUse().length > 0; tries++) await pause(20);
  return inUse().map((service) => `a connection to ${service}`);
}
