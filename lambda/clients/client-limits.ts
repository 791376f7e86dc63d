import { Agent } from 'node:https';
import { type KeepAliveConnections, keepAliveConnections } from './keep-alive';

/** The settings of every AWS client of the function: one retry, and an end to each attempt well before the request's own deadline. */
export interface ClientLimits {
  readonly maxAttempts: number;
  /** Times in milliseconds. */
  readonly requestHandler: {
    readonly connectionTimeout: number;
    readonly requestTimeout: number;
    readonly throwOnRequestTimeout: true;
    readonly httpsAgent: Agent;
  };
}

/**
 * Of two seconds and more the SDK starts the timer of a connection late, and clears it when the connection fails; a shorter one goes on
 * until it is over (`setConnectionTimeout` in @smithy/node-http-handler), here inside the invocation of someone else.
 */
const CONNECTION_MS = 2000;

/**
 * @param requestTimeoutMs For one attempt, until the first byte of the reply.
 * @param connections Of this client alone. @default new ones
 */
export function clientLimits(requestTimeoutMs: number, connections = clientConnections()): ClientLimits {
  const httpsAgent = connections.agent as Agent;
  return {
    maxAttempts: 2,
    requestHandler: { connectionTimeout: CONNECTION_MS, requestTimeout: requestTimeoutMs, throwOnRequestTimeout: true, httpsAgent },
  };
}

/** The connections of one AWS client, with which they can be opened ahead. A function serves one request at a time, so few are enough. */
export function clientConnections(): KeepAliveConnections {
  return keepAliveConnections(new Agent({ keepAlive: true }), Date.now);
}
