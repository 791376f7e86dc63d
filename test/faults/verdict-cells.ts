import { setTimeout as pause } from 'node:timers/promises';
import { VARIABLES } from '../../contract/environment';
import { send } from '../../stand-ins/exchange';
import type { FaultyServer } from '../../stand-ins/faulty';
import { variablesOf } from '../support/variables';
import { type BundledFunction, bundledFunction, endpointsOf, startProcess } from './bundled-function';
import { connectionsInUse } from './cell';
import { SECRETS_MANAGER } from './collaborators';
import { mayBeLate } from './expected';
import { FAULTS, type FaultRow, type Invocation } from './faults';
import { againAlone, type Turns, turns } from './turns';
import { strikeOf, VERDICT_COLUMNS, type VerdictColumn, verdictAnswerOf } from './verdict-columns';
import { callOf, question, startAskedServers, variablesOfVerdict } from './verdict-world';
import { ATTEMPTS, DEADLINE_MS, type Ending, environmentOf, STALL_MS, startServers, stopServers } from './world';

export interface VerdictCell {
  readonly column: VerdictColumn;
  readonly fault: FaultRow;
  readonly invocation: Invocation;
  readonly ending: Ending;
  readonly ms: number;
  /** How long the same took without a fault, in the same process. Undefined for the first request of one. */
  readonly usualMs: number | undefined;
  readonly leftOver: readonly string[];
  readonly held: readonly string[];
  readonly next: Ending;
  /** What the function logged of it. */
  readonly line: string;
}

/** So many processes there are at once. Most wait for a limit to pass, or for their turn: few do at once what takes processor time. */
const [SIDE_BY_SIDE, AT_WORK] = [12, 4];

/** Runs every column times every fault, as the first request of a process and as a later one. */
export async function runVerdictCells(): Promise<VerdictCell[]> {
  const bundles = { start: bundledFunction(), question: bundledFunction('verdict') };
  const [sideBySide, inTurn] = [turns(SIDE_BY_SIDE), turns(AT_WORK)];
  const wanted = FAULTS.flatMap((fault) => VERDICT_COLUMNS.map((column) => ({ column, fault }))).filter(
    ({ column, fault }) => strikeOf(column, fault, 'warm') !== undefined,
  );
  const [lasting, others] = [wanted.filter(({ fault }) => fault.lasts), wanted.filter(({ fault }) => !fault.lasts)];
  const run = (invocations: readonly Invocation[]) => (meeting: Meeting) => async () =>
    await sideBySide(() => runProcess(bundles[meeting.column.of], meeting, invocations, inTurn));
  // A later request may have an earlier fault behind it. Where that takes seconds, both are run side by side.
  const processes = [lasting.map(run(['first'])), lasting.map(run(['warm'])), others.map(run(['first', 'warm']))];
  return (await againAlone(processes.flat(), (cells) => cells.some(wasLate))).flat();
}

/**
 * Whether a question was answered within the time that it has, and a fault at the record cost a start no more than it may: ten seconds and
 * one, to which a busy machine adds.
 */
export function tookItsTime({ column, ms, usualMs, line }: VerdictCell): boolean {
  if (column.of === 'question') return JSON.parse(line).totalMs < 12_000;
  return usualMs === undefined || ms < usualMs + DEADLINE_MS / 2;
}

/** Whether nothing is wrong but that the fault was answered late, or the next request. */
function wasLate(cell: VerdictCell): boolean {
  const { column, fault, ending, next, held } = cell;
  if (held.length > 0) return false;
  const isWrong = `${ending.status} ${ending.outcome}` !== verdictAnswerOf(column, fault);
  return (isWrong && mayBeLate(ending)) || (next.status !== 200 && mayBeLate(next)) || !tookItsTime(cell);
}

/** What meets which fault. */
type Meeting = Pick<VerdictCell, 'column' | 'fault'>;

async function runProcess(
  bundle: string,
  { column, fault }: Meeting,
  invocations: readonly Invocation[],
  inTurn: Turns,
): Promise<VerdictCell[]> {
  const world = column.of === 'start' ? await startWorldOfStart() : await startWorldOfQuestion();
  const written: string[] = [];
  let asked = 0;
  const fn = await inTurn(() => startedProcess(bundle, world, (text) => written.push(text)));
  const server = world.servers[column.collaborator.service as keyof typeof world.servers] as FaultyServer;
  const ask = async () => {
    const since = performance.now();
    const place = asked++;
    return { place, ending: await fn.invoke(world.event()), ms: performance.now() - since };
  };
  const meet = async (invocation: Invocation) => {
    if (invocation === 'warm' && asked === 0) await inTurn(ask);
    const usual = invocation === 'warm' ? await inTurn(ask) : undefined;
    if (usual !== undefined && usual.ending.status !== 200)
      throw new Error(`the request before the fault ended as ${usual.ending.outcome}`);
    if (invocation === 'warm' && column.collaborator === SECRETS_MANAGER) refuseOnce(world.servers.agent);
    await strikeOf(column, fault, invocation)?.(server);
    narrow(server, column.call);
    const { place, ending, ms } = fault.lasts ? await ask() : await inTurn(ask);
    const leftOver = [...(await timersOf(fn)), ...(await connectionsInUse(world.servers))];
    const held = await fn.ask('held');
    if (server.fault === undefined) await server.reopen();
    server.fault = undefined;
    const next = (await inTurn(ask)).ending;
    return { column, fault, invocation, place, ending, ms, usualMs: usual?.ms, leftOver, held, next };
  };
  const met: Awaited<ReturnType<typeof meet>>[] = [];
  try {
    for (const invocation of invocations) met.push(await meet(invocation));
  } finally {
    await fn.stop();
    await stopServers(world.servers);
  }
  const lines = written
    .join('')
    .split('\n')
    .filter((line) => line.includes('"totalMs"'));
  return met.map(({ place, ...cell }) => ({ ...cell, line: lines[place] ?? '' }));
}

/** Until it has loaded its code, which no limit of a request is for. */
async function startedProcess(bundle: string, { variables, servers }: StartedWorld, log: (text: string) => void) {
  const fn = await startProcess(bundle, variables, [], log);
  try {
    await fn.ask('names');
    return fn;
  } catch (error) {
    await fn.stop();
    await stopServers(servers);
    throw error;
  }
}

type StartedWorld = Awaited<ReturnType<typeof startWorldOfStart> | ReturnType<typeof startWorldOfQuestion>>;

/** A timer that is there after two seconds stays: the SDK pauses before a retry that it then does not make. */
async function timersOf(fn: BundledFunction): Promise<string[]> {
  for (let tries = 0; tries < 40; tries++) {
    if ((await fn.ask('timers')) === 0) return [];
    await pause(50);
  }
  return ['a timer'];
}

/** Lets the fault meet one call alone. */
function narrow(server: FaultyServer, call: string | undefined): void {
  const { fault } = server;
  if (fault === undefined || call === undefined) return;
  server.fault = async (exchange) => {
    if (callOf(exchange.request.headers) === call) return await fault(exchange);
    await exchange.whole();
    send(exchange.response, await exchange.right());
  };
}

/** Credentials that are kept are read again only when they have been refused. */
function refuseOnce(agent: FaultyServer): void {
  agent.fault = async ({ response, right, whole }) => {
    agent.fault = undefined;
    await whole();
    send(response, { ...(await right()), status: 401 });
  };
}

async function startWorldOfQuestion() {
  const servers = await startAskedServers();
  return { servers, variables: variablesOfVerdict(servers), event: () => question() };
}

async function startWorldOfStart() {
  const servers = await startServers('usual');
  const environment = environmentOf(`${servers.agent.url}/agent/`, DEADLINE_MS, STALL_MS, ATTEMPTS);
  const variables = { ...variablesOf(environment), ...endpointsOf(servers), [VARIABLES.transactions]: 'Transactions' };
  return { servers, variables, event: () => undefined };
}
