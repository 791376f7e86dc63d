/**
 * The simulated network. Every figure is a choice, not a measurement of AWS: what they share with a real network is the order, a bucket
 * that delivers faster than the way to the Agent API takes, so that a photo is late unless reading and sending overlap.
 * Times in milliseconds, rates in bytes a second for each connection.
 */
export const NETWORK = {
  photos: { answerMs: 15, sends: 75e6 },
  secrets: { answerMs: 15 },
  /** One conditional write. */
  table: { answerMs: 5 },
  agent: { answerMs: 20, takes: 40e6 },
  /** Until a new connection is answered: a round trip for TCP and one for TLS, of 1 ms to AWS and of 20 ms to the Agent API. */
  connectMs: { aws: 2, agent: 40 },
} as const;

/**
 * The shortest time in which any proxy can count a start and pass on a photo over this network, with warm connections and a cached secret, in
 * milliseconds: reading and sending overlap completely, and nothing takes any time to compute.
 * @param bytes Of the photo; it travels on as base64.
 */
export function idealMs(bytes: number): number {
  const transfer = Math.max(bytes / NETWORK.photos.sends, (bytes * 4) / 3 / NETWORK.agent.takes) * 1000;
  return NETWORK.table.answerMs + NETWORK.photos.answerMs + transfer + NETWORK.agent.answerMs;
}
