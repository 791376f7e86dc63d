/**
 * The simulated network. Every figure is a choice, not a measurement of AWS: what they share with a real network is the order, a bucket
 * that delivers faster than the way to the Agent API takes, so that a photo is late unless reading and sending overlap.
 */
export const NETWORK = {
  /** S3, from the whole request to the first byte, in milliseconds. */
  objectFirstByteMs: 15,
  /** S3, in bytes a second for each connection. */
  objectRate: 75e6,
  secretMs: 15,
  /** DynamoDB, one conditional write. */
  countMs: 5,
  /** The way to the Agent API, in bytes a second for each connection; a sender that is faster meets back-pressure. */
  agentRate: 40e6,
  /** The Agent API, from the moment when the last byte was due. */
  agentMs: 20,
  /** Until a new connection is answered: a round trip for TCP and one for TLS, of 1 ms to AWS and of 20 ms to the Agent API. */
  connectMs: { aws: 2, agent: 40 },
} as const;

/**
 * The shortest time in which any proxy can pass on a photo over this network with warm connections and a cached secret, in milliseconds:
 * reading and sending overlap completely, and nothing takes any time to compute.
 * @param bytes Of the photo; it travels on as base64.
 * @param isCounted Whether the start is counted first, which costs one round trip to the table before the bucket may be read.
 */
export function idealMs(bytes: number, isCounted: boolean): number {
  const transfer = Math.max(bytes / NETWORK.objectRate, (bytes * 4) / 3 / NETWORK.agentRate) * 1000;
  return (isCounted ? NETWORK.countMs : 0) + NETWORK.objectFirstByteMs + transfer + NETWORK.agentMs;
}
