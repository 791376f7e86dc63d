import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Speed } from './aws-stand-in';
import { NETWORK } from './network';
import { notBefore } from './not-before';
import { leakyBucket } from './pacing';

/** Reply of the Agent API to a start. */
const CREATED = JSON.stringify({ transactionId: 'b0000000-0000-4000-8000-000000000000', workflowId: 'wf-bench', ephemeralKey: 'ek_bench' });

/** In the body of a start whose sender is to be stalled: the user whom it names. */
const STALLED_USER = '"userId":"stall-';

/**
 * Simulates the Agent API: takes a body in at the network's rate, and accepts it when all announced bytes came and it begins and ends as one
 * JSON object; it does not parse it ({@link BodyReader}).
 * `GET /accepted` says how many it has accepted.
 */
export function agentStandIn(speed: Speed): RequestListener {
  const accepted = { count: 0 };
  return (request, response) => {
    if (request.method === 'GET') return void response.end(String(accepted.count));
    const bucket = leakyBucket(performance.now(), speed === 'simulated' ? NETWORK.agentRate : Number.POSITIVE_INFINITY);
    const reading = new BodyReader();
    request.on('data', (chunk: Buffer) => {
      if (reading.take(chunk).includes(STALLED_USER)) return void request.pause();
      const pause = bucket.take(chunk.length, performance.now());
      if (pause === 0) return;
      request.pause();
      setTimeout(() => request.resume(), pause);
    });
    request.on('error', () => undefined);
    request.once('end', () => {
      if (!request.complete || !reading.isWhole()) return void response.destroy();
      accepted.count += 1;
      reply(request, response, speed === 'simulated' ? bucket.dueAt() + NETWORK.agentMs : 0);
    });
  };
}

function reply(request: IncomingMessage, response: ServerResponse, due: number): void {
  notBefore(due, () => void response.writeHead(200, { 'Content-Type': 'application/json' }).end(CREATED));
  request.resume();
}

/**
 * Whether a body is one JSON object, judged by its first and last bytes: to parse megabytes would take time from those who are measured.
 * That the photo arrives as it is in the bucket is what the tests of the function show.
 */
class BodyReader {
  private head = '';
  private tail = '';

  /** @returns the beginning of the body. */
  take(chunk: Buffer): string {
    if (this.head.length < 4096) this.head += chunk.toString('latin1', 0, 4096);
    this.tail = chunk.length >= 2 ? chunk.toString('latin1', chunk.length - 2) : this.tail.slice(-1) + chunk.toString('latin1');
    return this.head;
  }

  isWhole(): boolean {
    return this.head.startsWith('{') && this.tail.endsWith('}}');
  }
}
