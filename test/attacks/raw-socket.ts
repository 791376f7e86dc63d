import { connect } from 'node:net';

/** An answer as it came, or that none came. */
export interface RawAnswer {
  /** 0 when the connection was closed without an answer. */
  readonly status: number;
  readonly text: string;
}

/** Nothing came for so long: the connection hangs. A busy machine may keep the other side waiting for seconds. */
const SILENCE_MS = 20_000;

/** Sends bytes that no HTTP client would send and reads until the other side closes, or has said nothing for so long. */
export function sendRaw(baseUrl: string, lines: readonly string[], body = '', silenceMs = SILENCE_MS): Promise<RawAnswer> {
  const { hostname, port } = new URL(baseUrl);
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname, () => socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`, 'latin1'));
    socket.setTimeout(silenceMs, () => socket.destroy());
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      const text = Buffer.concat(chunks).toString('latin1');
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text });
    });
  });
}
