import type { ClientRequest } from 'node:http';
import type { Deadline } from '../deadline/deadline';
import { Problem } from '../errors';

/** A body whose length is known before its first byte. */
export interface Payload {
  readonly bytes: number;
  /** Strings hold one byte a character (base64). */
  readonly chunks: AsyncIterable<Uint8Array | string>;
  /** Whether the closing bytes have been given out: from then on the Agent API may have accepted the request. */
  readonly isCommitted: () => boolean;
  /** What a reply must not repeat (echo-guard.ts). */
  readonly samples: readonly string[];
}

/** A body that is there as a whole, and so is given out whole. */
export function wholePayload(text: string): Payload {
  const bytes = Buffer.from(text);
  async function* chunks(): AsyncGenerator<Uint8Array, void> {
    if (bytes.length > 0) yield bytes;
  }
  return { bytes: bytes.length, chunks: chunks(), isCommitted: () => true, samples: [] };
}

/**
 * Writes a payload as fast as the other side reads it, so that memory holds one chunk and not the photo, and ends when the
 * last byte has left the process. Stops in silence when the other side answers early.
 * @param answer resolves with the reply's head; rejects when the connection fails, which ends the writing, too.
 * @throws Problem `agent-timeout` when the other side stops reading (or cannot be connected to), or what the payload throws.
 */
export async function writePayload(
  outgoing: ClientRequest,
  payload: Payload | undefined,
  answer: Promise<unknown>,
  stallMs: number,
  deadline: Deadline,
): Promise<void> {
  const stalled = () => new Problem('agent-timeout', 'the Agent API stopped reading, or did not accept a connection in time');
  const way = watchWay(outgoing, answer);
  const idle = deadline.idleTimeout(stallMs, stalled, way.fail);
  const clear = async () => {
    idle.begin();
    await way.clear();
    idle.rest();
  };
  try {
    for await (const chunk of payload?.chunks ?? []) {
      // A server that refuses early closes with our bytes unread, which resets the connection: the next write would fail and take
      // the answer, which is already here, with it. One turn of the event loop reads it first.
      await nextTurn();
      if (way.isAnswered()) return;
      if (!write(outgoing, chunk)) await clear();
    }
    if (way.isAnswered()) return;
    outgoing.end();
    await clear();
  } finally {
    idle.end();
  }
}

/** Once for each chunk of a photo, so without what `setImmediate` of node:timers/promises adds. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function write(outgoing: ClientRequest, chunk: Uint8Array | string): boolean {
  return typeof chunk === 'string' ? outgoing.write(chunk, 'latin1') : outgoing.write(chunk);
}

interface Way {
  isAnswered(): boolean;
  /** Until what was written has left, or the answer has come. @throws why it failed, or the connection did. */
  clear(): Promise<void>;
  fail(problem: unknown): void;
}

/** Listens once for a whole request: a photo is hundreds of chunks, and each of them waits. */
function watchWay(outgoing: ClientRequest, answer: Promise<unknown>): Way {
  const answered: { settled?: 'reply' | { readonly problem: unknown } } = {};
  let go: () => void = () => undefined;
  const settle = (settled: typeof answered.settled) => {
    answered.settled ??= settled;
    go();
  };
  outgoing.on('drain', () => go());
  outgoing.once('finish', () => go());
  answer.then(
    () => settle('reply'),
    (problem: unknown) => settle({ problem }),
  );
  return {
    fail: (problem) => settle({ problem }),
    isAnswered: () => answered.settled === 'reply',
    clear: () =>
      new Promise((resolve, reject) => {
        go = () => (typeof answered.settled === 'object' ? reject(answered.settled.problem) : resolve());
        if (answered.settled !== undefined) go();
      }),
  };
}
