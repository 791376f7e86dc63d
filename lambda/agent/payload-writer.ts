import type { ClientRequest } from 'node:http';
import type { Lifetime } from '../deadline/deadline';
import { Problem } from '../errors';
import type { Payload } from './payload';

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
  lifetime: Lifetime,
): Promise<void> {
  const stalled = () => new Problem('agent-timeout', 'the Agent API stopped reading, or did not accept a connection in time');
  const way = watchWay(outgoing, answer);
  const patience = lifetime.patience(stallMs, stalled, way.fail);
  const clear = async () => {
    patience.begin();
    await way.clear();
    patience.rest();
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
    patience.end();
  }
}

/** Once for each chunk of a photo, so without what `setImmediate` of node:timers/promises does beside it. */
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
