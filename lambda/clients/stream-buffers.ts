import { setDefaultHighWaterMark } from 'node:stream';

/**
 * What a stream takes in before its source has to wait, in bytes. Since version 22 Node lets each take 64 KiB, and a photo passes through
 * several, one behind the other: what they hold in 20 requests at once outgrows the young generation, and each photo then moves to the old
 * one, where its buffers pile up (docs/decisions/0015-young-generation.md).
 */
const STREAM_BYTES = 16 * 1024;

/**
 * A connection keeps Node's 64 KiB, since that is how much it reads at once: less costs a photo of 5 MB a twentieth of its processor time.
 * Node hands it on to the stream of what the connection receives, too. It is an option of `net.Socket` and `tls.connect` that Node's
 * documentation leaves out; without it a connection would do with {@link STREAM_BYTES}.
 */
export const CONNECTION_BUFFER: object = { highWaterMark: 64 * 1024 };

/**
 * For the whole process, since the stream that verifies a photo's checksum is made by the SDK, which passes no size on (`ChecksumStream`
 * in @smithy/core).
 */
export function keepStreamsSmall(): void {
  setDefaultHighWaterMark(false, STREAM_BYTES);
}
