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
 * The SDK's own limit for a connection is left out: of two seconds and more it looks after one whether the connection stands, and where it
 * does not yet, leaves a listener on it that holds request and reply of one caller for as long as the connection is kept
 * (`setConnectionTimeout` in @smithy/node-http-handler). A shorter one starts a timer that goes on where a connection fails.
 *
 * @param requestTimeoutMs For one attempt, from its connection until the first byte of the reply.
 * @param connections Of this client alone. @default new ones
 */
export function clientLimits(requestTimeoutMs: number, connections = clientConnections()): ClientLimits {
  const httpsAgent = connections.agent as Agent;
  return { maxAttempts: 2, requestHandler: { requestTimeout: requestTimeoutMs, throwOnRequestTimeout: true, httpsAgent } };
}

/** The connections of one AWS client, with which they can be opened ahead. A function serves one request at a time, so few are enough. */
export function clientConnections(): KeepAliveConnections {
  return keepAliveConnections(new Agent({ keepAlive: true }), Date.now);
}
