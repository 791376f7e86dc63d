import type { ClientRequest, IncomingMessage } from 'node:http';
import http from 'node:http';
import https from 'node:https';
import { TLSSocket } from 'node:tls';
import { urlToHttpOptions } from 'node:url';
import type { Limits } from '../../contract/environment';
import { type KeepAliveConnections, keepAliveConnections } from '../clients/keep-alive';
import type { Deadline } from '../deadline/deadline';
import { BrokenReply, Problem, StaleConnection } from '../errors';
import { decodeReply } from './content-coding';
import { type Payload, writePayload } from './payload';
import { readReply } from './reply-reader';

export interface AgentRequest {
  readonly method: 'GET' | 'POST';
  /** Below the Agent API's base URL, encoded. */
  readonly path: string;
  /** Without `Content-Length`, which is set from the payload. */
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined for a request without a body. */
  readonly payload: Payload | undefined;
}

export interface AgentReply {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** Without content codings and byte order mark. */
  readonly body: Buffer;
}

type AgentLimits = Pick<Limits, 'agentReplyBytes' | 'agentWriteStallMs' | 'agentReplyStallMs'>;

export interface AgentClient {
  /**
   * Sends one request and reads the whole reply, with any status. Never sends anything twice, follows no redirect.
   * @throws StaleConnection when a keep-alive connection turned out to be dead before the closing bytes: the caller may retry.
   * @throws Problem `agent-unreachable`, `agent-bad-response` or `agent-timeout`, or what the payload throws.
   */
  send(request: AgentRequest, deadline: Deadline): Promise<AgentReply>;
}

export interface HttpAgentClient extends AgentClient {
  /**
   * Opens a connection ahead of the first request, over TLS only: a plain one costs nothing to open. Sends nothing.
   * @returns when it stands or will not.
   */
  connect(): Promise<void>;
}

/**
 * The Agent API over `http.request` with keep-alive connections: streaming through global `fetch` costs 2.5 times the CPU.
 * @param baseUrl ends in a slash; plain http is for a loopback host only, which the configuration has checked.
 */
export function httpAgentClient(baseUrl: string, limits: AgentLimits): HttpAgentClient {
  const base = new URL(baseUrl);
  const address = urlToHttpOptions(base);
  const transport = base.protocol === 'https:' ? https : http;
  const connections = keepAliveConnections(new transport.Agent({ keepAlive: true }), Date.now);
  return {
    connect: async () => {
      if (transport === https) await connections.open(base.hostname, Number(base.port) || undefined);
    },
    async send(request, deadline) {
      connections.discardIdle();
      const path = `${address.path}${request.path}`;
      const outgoing = transport.request({ ...address, path, agent: connections.agent, method: request.method });
      return await exchange(outgoing, request, limits, connections, deadline);
    },
  };
}

async function exchange(
  outgoing: ClientRequest,
  { headers, payload }: AgentRequest,
  limits: AgentLimits,
  connections: KeepAliveConnections,
  deadline: Deadline,
): Promise<AgentReply> {
  // Small writes on TLS would wait for each other's acknowledgement (Nagle); a body that is too short must fail, not hang.
  outgoing.setNoDelay(true);
  Object.assign(outgoing, { strictContentLength: true });
  const responded = firstResponse(outgoing, payload, connections);
  let response: IncomingMessage | undefined;
  try {
    setHeaders(outgoing, headers, payload);
    // A server may answer before it has read the body (401, 413); then nothing more is written.
    await Promise.race([writePayload(outgoing, payload, responded, limits.agentWriteStallMs, deadline), responded]);
    response = await deadline.within(responded, limits.agentReplyStallMs, () => new Problem('agent-timeout', 'no reply to the request'));
    const body = await readReply(response, limits, deadline);
    const decoded = decodeReply(body, response.headers['content-encoding'], limits.agentReplyBytes);
    return { status: response.statusCode ?? 0, headers: response.headers, body: decoded };
  } finally {
    // Only a whole reply to a whole request leaves a connection in a state that the next request can rely on.
    if (!response?.complete || !outgoing.writableFinished) outgoing.destroy();
  }
}

/**
 * One by one. Given as an option, they would stay with a connection that is opened for this request (`options` in Node's http.Agent) of any
 * agent that does not take them away: words of one caller, inside the requests of others.
 */
function setHeaders(outgoing: ClientRequest, headers: AgentRequest['headers'], payload: Payload | undefined): void {
  for (const [name, value] of Object.entries(headers)) outgoing.setHeader(name, value);
  if (payload !== undefined) outgoing.setHeader('Content-Length', payload.bytes);
}

/** The head of the reply, or why there is none. A closed connection counts, too: `destroy()` alone emits no error. */
function firstResponse(outgoing: ClientRequest, payload: Payload | undefined, connections: KeepAliveConnections): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const connection = watchConnection(outgoing);
  let isAnswered = false;
  const fail = (cause: () => unknown) => {
    if (isAnswered) return;
    // One turn later: a server that answers and closes at once may have its answer in the same batch of events.
    setImmediate(() => reject(connectionProblem(payload, connection.isOpen(), connections.isKept(outgoing), cause())));
  };
  outgoing.once('response', (response) => {
    isAnswered = true;
    resolve(response);
  });
  outgoing.on('error', (error) => fail(() => error));
  outgoing.once('close', () => fail(() => new Error('the connection closed')));
  // No one waits for it when writing fails first.
  promise.catch(() => undefined);
  return promise;
}

function connectionProblem(payload: Payload | undefined, wasOpen: boolean, wasKept: boolean, cause: unknown): Error {
  if (wasOpen && payload?.isCommitted()) {
    return new BrokenReply('the connection closed before a reply to the whole request', cause);
  }
  if (wasKept) return new StaleConnection('a keep-alive connection was dead', { cause });
  return new Problem('agent-unreachable', 'no connection to the Agent API, or it closed before it was sent everything', { cause });
}

/** Whether the connection ever stood, its certificate checked: before that, nothing of a request can have arrived. */
function watchConnection(outgoing: ClientRequest): { isOpen(): boolean } {
  let isOpen = false;
  outgoing.once('socket', (socket) => {
    // One that was opened ahead may be half-way through its handshake: only a checked certificate makes it stand.
    isOpen = socket instanceof TLSSocket ? socket.authorized : !socket.connecting;
    // A keep-alive connection stands already: a listener on it would stay, and one more with each request.
    if (isOpen) return;
    socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', () => {
      isOpen = true;
    });
  });
  return { isOpen: () => isOpen };
}
