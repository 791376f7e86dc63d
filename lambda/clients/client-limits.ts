import { Agent } from 'node:https';
import { type KeepAliveConnections, keepAliveConnections } from './keep-alive';

/** The settings of every AWS client of the function: one retry, and an end to each attempt well before the request's own deadline. */
export interface ClientLimits {
  readonly maxAttempts: number;
  readonly requestHandler: {
    /** In milliseconds. */
    readonly requestTimeout: number;
    readonly throwOnRequestTimeout: true;
    readonly httpsAgent: Agent;
  };
}

/**
 * @param requestTimeoutMs For one attempt, until the first byte of the reply.
 * @param connections Of this client alone. @default new ones
 */
export function clientLimits(requestTimeoutMs: number, connections = clientConnections()): ClientLimits {
  const httpsAgent = connections.agent as Agent;
  return { maxAttempts: 2, requestHandler: { requestTimeout: requestTimeoutMs, throwOnRequestTimeout: true, httpsAgent } };
}

/**
 * After which another connection is tried, as a retry. Not by the SDK's own limit: where a connection takes more than a second, that leaves a
 * listener on it which holds request and reply of one caller as long as the connection (`setConnectionTimeout` in @smithy/node-http-handler).
 */
const CONNECTION_MS = 2000;

/** The connections of one AWS client, with which they can be opened ahead. A function serves one request at a time, so few are enough. */
export function clientConnections(): KeepAliveConnections {
  return keepAliveConnections(new Agent({ keepAlive: true }), Date.now, CONNECTION_MS);
}
