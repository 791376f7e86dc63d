import type { Writable } from 'node:stream';
import type { Pace } from './pacing';

/** The largest piece that is written at once, in bytes. */
const PIECE_BYTES = 256 * 1024;
const TURN_MS = 1;

/** Writes bytes no faster than a pace allows, and ends the stream. Stops when the stream is closed. */
export function writePaced(stream: Writable, bytes: Buffer, pace: Pace): void {
  let sent = 0;
  const turn = () => {
    if (stream.destroyed) return;
    const target = Math.min(bytes.length, pace.allowed(performance.now()));
    while (sent < target) {
      const piece = bytes.subarray(sent, Math.min(target, sent + PIECE_BYTES));
      sent += piece.length;
      // Back-pressure of the reader: nothing piles up here, and the pace makes up for it afterwards.
      if (!stream.write(piece) && sent < bytes.length) return void stream.once('drain', turn);
    }
    if (sent < bytes.length) setTimeout(turn, TURN_MS);
    else stream.end();
  };
  turn();
}
