/** What every AWS client of the function is told: one retry, and an end to each attempt well before the request's own deadline. */
export interface ClientLimits {
  readonly maxAttempts: number;
  /** Times in milliseconds. */
  readonly requestHandler: { readonly connectionTimeout: number; readonly requestTimeout: number; readonly throwOnRequestTimeout: true };
}

/**
 * Of two seconds and more the SDK starts the timer of a connection late, and clears it when the connection fails; a shorter one goes on
 * until it is over (`setConnectionTimeout` in @smithy/node-http-handler), here inside the invocation of somebody else.
 */
const CONNECTION_MS = 2000;

/** @param requestTimeoutMs For one attempt, until the first byte of the reply. */
export function clientLimits(requestTimeoutMs: number): ClientLimits {
  return {
    maxAttempts: 2,
    requestHandler: { connectionTimeout: CONNECTION_MS, requestTimeout: requestTimeoutMs, throwOnRequestTimeout: true },
  };
}
