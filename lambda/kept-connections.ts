import type { Agent } from 'node:http';
import type { Duplex } from 'node:stream';

/**
 * Servers close connections that idle for more than a few seconds, and no timer of ours runs while Lambda keeps the process
 * frozen. So a connection's idle time is read off the clock before it is used again.
 */
const MAX_IDLE_MS = 4000;

export interface KeptConnections {
  readonly agent: Agent;
  /** Closes connections that have idled for too long to be trusted with a request that cannot be repeated. */
  discardIdle(): void;
}

/** Watches a keep-alive agent. `now` is in milliseconds. */
export function keptConnections(agent: Agent, now: () => number): KeptConnections {
  const idleSince = new WeakMap<Duplex, number>();
  const keep = agent.keepSocketAlive.bind(agent);
  agent.keepSocketAlive = (socket) => {
    idleSince.set(socket, now());
    return keep(socket);
  };
  return {
    agent,
    discardIdle() {
      for (const socket of Object.values(agent.freeSockets).flatMap((sockets) => sockets ?? [])) {
        if (now() - (idleSince.get(socket) ?? 0) > MAX_IDLE_MS) socket.destroy();
      }
    },
  };
}
