import { finished, type Readable } from 'node:stream';
import type { Patience } from './lifetime';

/** So much may have arrived and not been taken, in bytes; then the sender waits. */
const MOST_WAITING = 128 * 1024;

/**
 * The chunks of a stream as they arrive. TLS hands over several of them in one turn of the event loop, and a reader that is woken for each
 * takes a third more processor time for the same bytes; this one is woken once a turn.
 * @param patience Each turn that brings something has the whole time anew.
 * @returns chunks that end without an error only when the stream did. They throw the stream's own error, or what `patience` throws.
 */
export function arrivingChunks(body: Readable, patience: Patience): AsyncIterator<Uint8Array, void> {
  const waiting: Uint8Array[] = [];
  let bytes = 0;
  let end: { readonly error?: unknown } | undefined;
  let wake: (() => void) | undefined;
  const wakeOnce = () => {
    const woken = wake;
    wake = undefined;
    if (woken !== undefined) setImmediate(woken);
  };
  body.on('data', (chunk: Uint8Array) => {
    waiting.push(chunk);
    bytes += chunk.length;
    if (bytes >= MOST_WAITING) body.pause();
    wakeOnce();
  });
  finished(body, { writable: false }, (error) => {
    end = error ? { error } : {};
    wakeOnce();
  });
  const arrival = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });
  return {
    async next() {
      if (waiting.length === 0 && end === undefined) {
        body.resume();
        await patience.within(arrival());
      }
      const chunk = waiting.shift();
      if (chunk !== undefined) {
        bytes -= chunk.length;
        return { value: chunk, done: false };
      }
      if (end?.error !== undefined) throw end.error;
      return { value: undefined, done: true };
    },
  };
}
