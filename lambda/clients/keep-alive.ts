import type { Agent, AgentOptions, ClientRequest, ClientRequestArgs } from 'node:http';
import { isIP, type TcpNetConnectOpts } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';

/**
 * Servers close connections that idle for more than a few seconds, and no timer of ours runs while Lambda keeps the process
 * frozen. So a connection's idle time is read off the clock before it is used again.
 */
const MAX_IDLE_MS = 4000;

const HTTPS_PORT = 443;

export interface KeepAliveConnections {
  readonly agent: Agent;
  /** Closes connections that have idled for too long to be trusted with a request that cannot be repeated. */
  discardIdle(): void;
  /**
   * Opens a connection, TLS included, for the first request that needs one: no request is sent. One that cannot be opened is forgotten,
   * and so is one that has waited too long, or that the first request would not have opened itself: another host, port or setting of TLS.
   * @param host A name or an address, as in a URL. @param port @default 443
   * @returns when it stands, TLS included, or will not.
   */
  open(host: string, port?: number): Promise<void>;
  /** Whether a request has a connection that was there before it, and so may have died unnoticed. */
  isKept(request: ClientRequest): boolean;
}

/**
 * Watches a keep-alive agent, which goes through no proxy.
 * @param now In milliseconds.
 * @param connectMs After which a connection that TCP has not made is given up with `ETIMEDOUT`. @default when the system gives it up
 */
export function keepAliveConnections(agent: Agent, now: () => number, connectMs?: number): KeepAliveConnections {
  const idleSince = new WeakMap<Duplex, number>();
  const openedAhead = new WeakSet<Duplex>();
  const hasIdled = (socket: Duplex) => now() - (idleSince.get(socket) ?? 0) > MAX_IDLE_MS;
  const keep = agent.keepSocketAlive.bind(agent);
  agent.keepSocketAlive = (socket) => {
    idleSince.set(socket, now());
    return keep(socket);
  };
  const connect = agent.createConnection.bind(agent);
  const create = (options: ClientRequestArgs) => {
    const socket = connect(options);
    if (socket && connectMs !== undefined) giveUpAfter(connectMs, socket);
    return socket;
  };
  let ahead: { readonly socket: Duplex; readonly name: string } | undefined;
  // Documented to be replaced ("agent.createConnection" in Node's http module); asked when no connection is free.
  agent.createConnection = (options) => {
    // The agent keeps these options as long as the connection, and in them who asked first. Node's own way to open one for TLS keeps the callback,
    // and with it the whole request: it is not handed on, since only a proxy needs it.
    delete (options as ClientRequestArgs).headers;
    const opened = ahead;
    ahead = undefined;
    // By the name under which the agent keeps connections, too: host, port, and all that decides who is trusted as that host.
    const fits = opened?.name === agent.getName(options as ClientRequestArgs);
    if (opened !== undefined && fits && !opened.socket.destroyed && !hasIdled(opened.socket)) return opened.socket;
    opened?.socket.destroy();
    return create(options);
  };
  return {
    agent,
    discardIdle() {
      for (const socket of Object.values(agent.freeSockets).flatMap((sockets) => sockets ?? [])) {
        if (hasIdled(socket)) socket.destroy();
      }
    },
    async open(host, port = HTTPS_PORT) {
      const options = connectionOptions(agent, host, port);
      const socket = create(options);
      if (!socket) return;
      // The request that is given the connection sees that it has failed; until then no one does.
      socket.on('error', () => undefined);
      idleSince.set(socket, now());
      openedAhead.add(socket);
      ahead = { socket, name: agent.getName(options as ClientRequestArgs) };
      const { promise, resolve } = Promise.withResolvers<void>();
      socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', resolve).once('close', resolve);
      await promise;
    },
    isKept: (request) => request.reusedSocket || (request.socket !== null && openedAhead.has(request.socket)),
  };
}

function giveUpAfter(ms: number, socket: Duplex): void {
  const giveUp = () => socket.destroy(Object.assign(new Error(`no connection within ${ms} ms`), { code: 'ETIMEDOUT' }));
  const timer = setTimeout(giveUp, ms);
  const end = () => clearTimeout(timer);
  socket.once('connect', end).once('close', end);
}

/** As the agent itself would open one for a request to this host. A server name is no address (RFC 6066 section 3). */
function connectionOptions(agent: Agent, named: string, port: number): TcpNetConnectOpts & { readonly servername?: string } {
  const { options } = agent as Agent & { readonly options: AgentOptions };
  // In a URL, an address of IPv6 stands in brackets.
  const host = named.replace(/^\[(.*)\]$/, '$1');
  return { ...options, host, port, ...(isIP(host) === 0 ? { servername: host } : {}) } as TcpNetConnectOpts;
}
