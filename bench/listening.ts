import { createServer as createHttp, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, createServer as createTcp, type Server } from 'node:net';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** Idle connections stay open for longer than any pause of a run: what is measured is not how they are opened. */
const KEPT_MS = 600_000;

/** Listens on a free port of 127.0.0.1 with plain HTTP. @returns the port. */
export async function listenPlain(listener: RequestListener): Promise<number> {
  const server = createHttp(listener);
  server.keepAliveTimeout = KEPT_MS;
  return await listen(server);
}

/**
 * Listens on a free port of 127.0.0.1 with TLS.
 * @param connectMs How long a new connection waits for the first byte of its handshake.
 * @returns the port.
 */
export async function listenTls(certificate: Certificate, connectMs: number, listener: RequestListener): Promise<number> {
  const server = createHttps(certificate, listener);
  server.keepAliveTimeout = KEPT_MS;
  const door = createTcp({ pauseOnConnect: true, noDelay: true }, (socket) => {
    socket.on('error', () => undefined);
    setTimeout(() => server.emit('connection', socket), connectMs);
  });
  return await listen(door);
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
