import { type Exchange, type Reply, send } from '../../stand-ins/exchange';
import { type BundledFunction, startBundledFunction } from './bundled-function';
import { type CellResult, connectionsInUse, WARM_UPS } from './cell';
import { AGENT, type Collaborator, SECRETS_MANAGER } from './collaborators';
import { ATTEMPTS, DEADLINE_MS, environmentOf, type Servers, STALL_MS, secretWith, startServers, stopServers } from './world';

/**
 * Stops the process after a request that went well, closes the connection that it keeps, gives it the next event, and lets it go on:
 * it finds the event and the end of the connection in the same moment.
 */
export async function runFrozenCell(bundle: string, collaborator: Collaborator): Promise<CellResult> {
  const servers = await startServers('usual');
  const attempts = { ...ATTEMPTS, whenTableIsDown: collaborator.whenTableIsDown ?? 'refuse' };
  const fn = await startBundledFunction(bundle, servers, environmentOf(`${servers.agent.url}/agent/`, DEADLINE_MS, STALL_MS, attempts));
  try {
    return await freezeBetween(fn, servers, collaborator);
  } finally {
    fn.thaw();
    await fn.stop();
    await stopServers(servers);
  }
}

async function freezeBetween(fn: BundledFunction, servers: Servers, collaborator: Collaborator): Promise<CellResult> {
  let { outcome } = await fn.invoke();
  for (let tries = 1; outcome !== 'ok' && tries < WARM_UPS; tries++) ({ outcome } = await fn.invoke());
  if (outcome !== 'ok') throw new Error(`the request before the freeze ended as ${outcome}`);
  const before = servers.agent.complete();
  fn.freeze();
  servers[collaborator.service].closeConnections();
  if (collaborator === SECRETS_MANAGER) rotate(servers);
  const ending = fn.invoke();
  fn.thaw();
  const ended = await ending;
  const begun = servers[collaborator.service].begun();
  const leftOver = await connectionsInUse(servers);
  const memory = { held: await fn.ask('held'), whilePausing: [], lookedFor: await fn.ask('names') };
  const late = servers[collaborator.service].begun() - begun;
  const acceptable = servers.agent.complete() - before;
  return { ending: ended, acceptable, leftOver, memory, late, next: await fn.invoke() };
}

/** Credentials that are kept are read again only when the agent has refused them. */
function rotate({ secrets, agent }: Servers): void {
  secrets.set(secretWith('rotated'));
  agent.fault = ({ response, request }: Exchange) => {
    agent.fault = undefined;
    request.resume();
    send(response, AGENT.expired as Reply);
  };
}
