import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import vectors from '../vectors/agent-responses.json';

/** A request as it arrived; `isComplete` only when every announced byte did. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  body: Buffer;
  isComplete: boolean;
}

/** Decides what happens to one request. `whole` reads the body to its end. */
export type AgentBehaviour = (request: IncomingMessage, response: ServerResponse, whole: () => Promise<Buffer>) => unknown;

/** An Agent API on a real socket, for what it sees and for how it can fail. */
export interface AgentServer {
  /** Ends in a slash, as the configuration makes it. */
  readonly url: string;
  readonly requests: ReceivedRequest[];
  /** Behaviours for the next requests, first one first; then `accept`. */
  readonly script: AgentBehaviour[];
  /** The requests that a JSON API could have acted on. */
  accepted(): ReceivedRequest[];
  sockets(): number;
  stop(): Promise<void>;
}

/** Longer than a busy machine keeps a process waiting: which connections are kept is the function's decision. Node's own is 5 seconds. */
export const KEPT_MS = 120_000;

export const CREATED_BODY = JSON.stringify(vectors.created.body);

export const accept: AgentBehaviour = async (_request, response, whole) => {
  await whole();
  response.writeHead(200, { 'Content-Type': vectors.created.contentType });
  response.end(CREATED_BODY);
};

/** Answers with a status and body once the request is whole. */
export function reply(status: number, body: string | Buffer, headers: Record<string, string> = {}): AgentBehaviour {
  return async (_request, response, whole) => {
    await whole();
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
    response.end(body);
  };
}

export async function startAgentServer(tls?: { readonly key: string; readonly cert: string }): Promise<AgentServer> {
  const requests: ReceivedRequest[] = [];
  const script: AgentBehaviour[] = [];
  const sockets = new Set<Socket>();
  const serve = (request: IncomingMessage, response: ServerResponse) => {
    const received: ReceivedRequest = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: Buffer.alloc(0),
      isComplete: false,
    };
    requests.push(received);
    request.on('error', () => undefined);
    Promise.resolve((script.shift() ?? accept)(request, response, () => readWhole(request, received))).catch(() => response.destroy());
  };
  const server = tls === undefined ? createHttp(serve) : createHttps(tls, serve);
  server.keepAliveTimeout = KEPT_MS;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}/agent/`,
    requests,
    script,
    accepted: () => requests.filter((request) => request.isComplete),
    sockets: () => sockets.size,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function readWhole(request: IncomingMessage, received: ReceivedRequest): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk);
  } finally {
    received.body = Buffer.concat(chunks);
  }
  received.isComplete = request.complete;
  return received.body;
}
