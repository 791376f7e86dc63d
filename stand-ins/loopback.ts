import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';

/** A server on 127.0.0.1. The port is taken before there is anything to answer with. */
export interface LoopbackServer {
  readonly port: number;
  /** `http://127.0.0.1:<port>`, without a slash at the end; `https` with a certificate. */
  readonly url: string;
  /** From now on requests go to `listener`; until the first call they get 503. */
  serve(listener: RequestListener): void;
  /** How many connections are open. */
  connections(): number;
  /** Closes the connections, as a server does with those that idle. */
  closeConnections(): void;
  /** Ends every connection and gives the port back. */
  close(): Promise<void>;
  /** Ends every connection and refuses new ones, but keeps the port from every other server that takes any free one. */
  refuse(): Promise<void>;
  /** Listens again, after it has refused. */
  reopen(): Promise<void>;
}

/** In PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/**
 * Longer than a busy machine keeps a process waiting. Node closes an idle connection after five seconds, perhaps in the same moment in which
 * the next request is on its way.
 */
const KEEP_ALIVE_MS = 120_000;

/**
 * @param port 0 takes any free port.
 * @param certificate Speaks TLS. @default plain HTTP
 * @param connectMs How long a new connection waits for its first byte. @default 0
 * @throws the system's error, `EADDRINUSE` when another program has the port.
 */
export async function listenOnLoopback(port = 0, certificate?: Certificate, connectMs = 0): Promise<LoopbackServer> {
  let listener: RequestListener = refuseWhileStarting;
  const serve: RequestListener = (request, response) => listener(request, response);
  const server = certificate === undefined ? createServer(serve) : createTlsServer(certificate, serve);
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const enter = (socket: Socket) => {
    server.emit('connection', socket);
    // TLS begins to read by itself.
    if (certificate === undefined) socket.resume();
  };
  const door = connectMs === 0 ? server : delayed(connectMs, enter);
  const listen = (on: number) =>
    new Promise<void>((resolve, reject) => {
      door.once('error', reject);
      door.listen(on, '127.0.0.1', () => resolve(void door.off('error', reject)));
    });
  await listen(port);
  const taken = (door.address() as AddressInfo).port;
  const closeConnections = () => {
    for (const socket of sockets) socket.destroy();
  };
  let giveBack: () => void = () => undefined;
  const close = () =>
    new Promise<void>((resolve) => {
      giveBack();
      door.close(() => resolve());
      closeConnections();
    });
  return {
    port: taken,
    url: `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${taken}`,
    serve: (next) => {
      listener = next;
    },
    connections: () => sockets.size,
    closeConnections,
    close,
    refuse: async () => {
      await close();
      giveBack = await occupied(taken);
    },
    reopen: async () => {
      giveBack();
      await listen(taken);
    },
  };
}

/** Takes a port without listening there: a connection goes out of it, and the system gives it to no one who asks for a free one. */
async function occupied(port: number): Promise<() => void> {
  const other = createTcpServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
  await once(other, 'listening');
  const way = connect({ host: '127.0.0.1', port: (other.address() as AddressInfo).port, localAddress: '127.0.0.1', localPort: port });
  await once(way, 'connect');
  other.close();
  // A connection that ends in order would keep its port for another minute.
  return () => void way.resetAndDestroy();
}

function delayed(ms: number, enter: (socket: Socket) => void) {
  return createTcpServer({ pauseOnConnect: true, noDelay: true }, (socket) => {
    // Who connects may be gone before it is let in.
    socket.on('error', () => undefined);
    setTimeout(enter, ms, socket);
  });
}

function refuseWhileStarting(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  response.writeHead(503, { 'Content-Type': 'text/plain' }).end('The local stack is starting.\n');
}
