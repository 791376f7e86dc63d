import { once } from 'node:events';
import type { ClientRequest } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { Problem } from './errors';
import type { Lifetime } from './lifetime';
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
  const progress = { isAnswered: false };
  const answered = answer.then(() => {
    progress.isAnswered = true;
  });
  answered.catch(() => undefined);
  const until = (event: 'drain' | 'finish') => waitFor(outgoing, event, answered, stallMs, lifetime);

  for await (const chunk of payload?.chunks ?? []) {
    // A server that refuses early closes with our bytes unread, which resets the connection: the next write would fail and take
    // the answer, which is already here, with it. One turn of the event loop reads it first.
    await setImmediate();
    if (progress.isAnswered) return;
    if (!write(outgoing, chunk)) await until('drain');
  }
  if (progress.isAnswered) return;
  outgoing.end();
  await until('finish');
}

function write(outgoing: ClientRequest, chunk: Uint8Array | string): boolean {
  return typeof chunk === 'string' ? outgoing.write(chunk, 'latin1') : outgoing.write(chunk);
}

async function waitFor(
  outgoing: ClientRequest,
  event: 'drain' | 'finish',
  answered: Promise<void>,
  stallMs: number,
  lifetime: Lifetime,
): Promise<void> {
  const listening = new AbortController();
  // `once` rejects with the connection's error; `answered` does so with the problem that stands for it.
  const happened = once(outgoing, event, { signal: listening.signal }).catch(() => answered);
  try {
    const stalled = () => new Problem('agent-timeout', 'the Agent API stopped reading, or did not accept a connection in time');
    await lifetime.within(Promise.race([happened, answered]), stallMs, stalled);
  } finally {
    listening.abort();
  }
}
