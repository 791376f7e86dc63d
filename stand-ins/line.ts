import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import type { Fault, Reply } from './exchange';

/** A way to a service that takes time. */
export interface Line {
  /** Between the last byte of a request and the first of its reply, in milliseconds. */
  readonly answerMs: number;
  /**
   * How fast a request arrives, in bytes a second for each connection: a sender that is faster meets back-pressure. Such a body is not kept, so
   * that it takes no time from who is measured. @default at once
   */
  readonly takes?: number;
  /** How fast a reply leaves, likewise. @default at once */
  readonly sends?: number;
}

/** Timers have a grain of a millisecond, so shorter pauses would be longer than asked for. */
const GRAIN_MS = 2;
/** The largest piece of a reply that is written at once, in bytes: as long as a record of TLS may be, of which the other side reads nothing sooner. */
const PIECE_BYTES = 16 * 1024;

/** The right answer, over a line: never sooner than the line allows, and what a busy machine delays of a reply is made up for. */
export function over({ answerMs, takes, sends = Number.POSITIVE_INFINITY }: Line): Fault {
  return async ({ response, right, whole }) => {
    let due = 0;
    const take = (chunk: Buffer) => {
      const now = performance.now();
      due = Math.max(due, now) + (chunk.length * 1000) / (takes ?? 1);
      return due - now > GRAIN_MS ? pause(due - now - GRAIN_MS / 2) : undefined;
    };
    // What this side needs to find its answer is part of the wait.
    const came = await whole(takes === undefined ? undefined : take);
    const reply = await right();
    await until(Math.max(due, came) + answerMs);
    await sendAt(sends, response, reply);
  };
}

/** Not a fraction of a millisecond before it, as a timer may be. @param due By `performance.now()` */
export async function until(due: number): Promise<void> {
  for (let left = due - performance.now(); left > 0; left = due - performance.now()) await (left < 1 ? nextTurn() : pause(left));
}

async function sendAt(bytesPerSecond: number, response: ServerResponse, { status, headers, body }: Reply): Promise<void> {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  response.writeHead(status, { ...headers, 'Content-Length': bytes.length });
  const start = performance.now();
  for (let sent = 0; sent < bytes.length && !response.destroyed; ) {
    const piece = bytes.subarray(sent, sent + PIECE_BYTES);
    sent += piece.length;
    await until(start + (sent * 1000) / bytesPerSecond);
    if (!response.write(piece)) await drained(response);
  }
  response.end();
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => resolve(void response.off('drain', done).off('close', done));
    response.on('drain', done).on('close', done);
  });
}
