import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What a service answers when nothing is wrong with it, or when it refuses. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** One request at a faulty server, and what would have been the right answer to it. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly right: Reply;
  /** Reads the request to its end. */
  whole(): Promise<void>;
}

/** What happens to a request instead of its right answer. */
export type Fault = (exchange: Exchange) => unknown;

/** An HTTP service on a real socket that can fail, go away and come back. */
export interface FaultyServer {
  readonly url: string;
  /** Met by every request while it is set. */
  fault: Fault | undefined;
  /** Requests of which the head has arrived. */
  begun(): number;
  /** Requests of which every announced byte has arrived. */
  complete(): number;
  /** Connections on which a request has neither been answered whole nor been given up. */
  busy(): number;
  /** No one listens from now on, and every connection is closed. */
  goAway(): Promise<void>;
  /** Listens again, where it did before. */
  comeBack(): Promise<void>;
  /** Closes the connections, as a server does with those that idle. */
  closeConnections(): void;
}

/** @param right The answer to a request when nothing is wrong. */
export async function startFaultyServer(right: () => Reply): Promise<FaultyServer> {
  const sockets = new Set<Socket>();
  const open = new Set<ServerResponse>();
  const count = { begun: 0, complete: 0 };
  const http = createServer((request, response) => {
    count.begun++;
    open.add(response);
    response.once('close', () => open.delete(response));
    request.on('error', () => undefined);
    const whole = async () => {
      for await (const _chunk of request);
      if (request.complete) count.complete++;
    };
    const exchange = { request, response, right: right(), whole };
    Promise.resolve((server.fault ?? answer)(exchange)).catch(() => response.destroy());
  });
  http.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const listen = (port: number) => new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = http.address() as AddressInfo;
  const closeConnections = () => {
    for (const socket of sockets) socket.destroy();
  };
  const server: FaultyServer = {
    url: `http://127.0.0.1:${port}`,
    fault: undefined,
    begun: () => count.begun,
    complete: () => count.complete,
    busy: () => open.size,
    closeConnections,
    comeBack: () => listen(port),
    goAway: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        closeConnections();
      }),
  };
  return server;
}

const answer: Fault = async ({ response, right, whole }) => {
  await whole();
  send(response, right);
};

/** Sends a whole reply. */
export function send(response: ServerResponse, { status, headers, body }: Reply): void {
  response.writeHead(status, { ...headers, 'Content-Length': body.length });
  response.end(body);
}

/** Answers with something else once the request is whole. */
export function instead(reply: Reply): Fault {
  return async ({ response, whole }) => {
    await whole();
    send(response, reply);
  };
}
