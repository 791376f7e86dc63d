import { setTimeout as pause } from 'node:timers/promises';
import { VARIABLES } from '../../contract/environment';
import { send } from '../../stand-ins/exchange';
import type { FaultyServer } from '../../stand-ins/faulty';
import { variablesOf } from '../support/variables';
import { type BundledFunction, bundledFunction, endpointsOf, startProcess } from './bundled-function';
import { connectionsInUse } from './cell';
import { AGENT, type Collaborator, DYNAMODB, SECRETS_MANAGER } from './collaborators';
import { FAULTS, type FaultRow, type Invocation } from './faults';
import { callOf, question, startAskedServers, variablesOfVerdict } from './verdict-world';
import { ATTEMPTS, DEADLINE_MS, type Ending, environmentOf, STALL_MS, startServers, stopServers } from './world';

/** One column: a call that can fail, of a question or of a start that is put on record. */
export interface VerdictColumn {
  readonly name: string;
  readonly of: 'question' | 'start';
  readonly collaborator: Collaborator;
  /** Of the table: the others of its calls go well. */
  readonly call?: string;
  /** What most of its faults end in: status, and code or verdict. */
  readonly usual: string;
  /** Those that end otherwise. */
  readonly others: Readonly<Record<string, string>>;
}

const UNREADABLE = '503 unreadable-result';
const GOT_OVER = { 'sends its first byte late, within the limit': '200 yes' };

export const VERDICT_COLUMNS: readonly VerdictColumn[] = [
  { name: 'The table, at a start', of: 'start', collaborator: DYNAMODB, call: 'PutItem', usual: '200 ok', others: {} },
  {
    name: 'The table, looked up',
    of: 'question',
    collaborator: DYNAMODB,
    call: 'GetItem',
    usual: '503 verdict-unavailable',
    others: GOT_OVER,
  },
  { name: 'The secret', of: 'question', collaborator: SECRETS_MANAGER, usual: '503 verdict-unavailable', others: GOT_OVER },
  {
    ...{ name: 'The read at Microblink', of: 'question', collaborator: AGENT, usual: '503 verdict-unavailable' },
    others: {
      ...GOT_OVER,
      'announces fewer bytes than it sends': UNREADABLE,
      'answers 200 with a web page': UNREADABLE,
      'refuses the request (4xx)': UNREADABLE,
      'says that the credentials have expired': '503 read-credentials-refused',
    },
  },
  {
    name: 'The table, decided in',
    of: 'question',
    collaborator: DYNAMODB,
    call: 'UpdateItem',
    usual: '503 verdict-unavailable',
    others: GOT_OVER,
  },
];

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
  readonly written: string;
}

/** What a fault ends in. */
export const verdictAnswerOf = ({ others, usual }: VerdictColumn, fault: FaultRow): string => others[fault.name] ?? usual;

/** What brings a fault about; undefined where it cannot happen or is not tried: a frozen process is tried in the matrix of starts alone. */
export function strikeOf({ collaborator, call }: VerdictColumn, fault: FaultRow, invocation: Invocation) {
  const place = fault.at(collaborator, invocation);
  if (place === 'frozen' || 'doesNotApply' in place || place.stays || fault.name === 'stops reading the request') return undefined;
  // A server that is gone is gone for the calls before it, too.
  if (call !== undefined && call !== 'GetItem' && fault.name === 'refuses connections') return undefined;
  return place.strike;
}

/** Runs every column times every fault, as the first request of a process and as a later one. */
export async function runVerdictCells(): Promise<VerdictCell[]> {
  const bundles = { start: bundledFunction(), question: bundledFunction('verdict') };
  const wanted = VERDICT_COLUMNS.flatMap((column) => FAULTS.map((fault) => ({ column, fault }))).filter(
    ({ column, fault }) => strikeOf(column, fault, 'warm') !== undefined,
  );
  const cells: VerdictCell[] = [];
  const work = async () => {
    for (let next = wanted.shift(); next !== undefined; next = wanted.shift()) {
      const { column, fault } = next;
      for (const invocation of ['first', 'warm'] as const) cells.push(await runCell(bundles[column.of], column, fault, invocation));
    }
  };
  await Promise.all(Array.from({ length: 5 }, work));
  return cells;
}

async function runCell(bundle: string, column: VerdictColumn, fault: FaultRow, invocation: Invocation): Promise<VerdictCell> {
  const world = column.of === 'start' ? await startWorldOfStart() : await startWorldOfQuestion();
  const written: string[] = [];
  const fn = await startProcess(bundle, world.variables, [], (text) => written.push(text));
  const server = world.servers[column.collaborator.service as keyof typeof world.servers] as FaultyServer;
  const timed = async () => {
    const since = performance.now();
    return { ending: await fn.invoke(world.event()), ms: performance.now() - since };
  };
  try {
    const usual = invocation === 'warm' ? await warmUp(timed) : undefined;
    if (invocation === 'warm' && column.collaborator === SECRETS_MANAGER) refuseOnce(world.servers.agent);
    await strikeOf(column, fault, invocation)?.(server);
    narrow(server, column.call);
    const { ending, ms } = await timed();
    const leftOver = [...(await timersOf(fn)), ...(await connectionsInUse(world.servers))];
    const held = await fn.ask('held');
    if (server.fault === undefined) await server.reopen();
    server.fault = undefined;
    const next = (await timed()).ending;
    return { column, fault, invocation, ending, ms, usualMs: usual?.ms, leftOver, held, next, written: written.join('') };
  } finally {
    await fn.stop();
    await stopServers(world.servers);
  }
}

async function warmUp(timed: () => Promise<{ readonly ending: Ending; readonly ms: number }>) {
  await timed();
  const usual = await timed();
  if (usual.ending.status !== 200) throw new Error(`the request before the fault ended as ${usual.ending.outcome}`);
  return usual;
}

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
