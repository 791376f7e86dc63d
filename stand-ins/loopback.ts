import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A plain http server on 127.0.0.1. The port is taken before there is anything to answer with. */
export interface LoopbackServer {
  readonly port: number;
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
  /** From now on requests go to `listener`; until the first call they get 503. */
  serve(listener: RequestListener): void;
  /** Ends every connection and gives the port back. */
  close(): Promise<void>;
}

/**
 * @param port 0 takes any free port.
 * @throws the system's error, `EADDRINUSE` when another program has the port.
 */
export async function listenOnLoopback(port = 0): Promise<LoopbackServer> {
  let listener: RequestListener = refuseWhileStarting;
  const server = createServer((request, response) => listener(request, response));
  // Node closes an idle connection after five seconds, perhaps in the same moment in which the next request is on its way.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const taken = (server.address() as AddressInfo).port;
  return {
    port: taken,
    url: `http://127.0.0.1:${taken}`,
    serve: (next) => {
      listener = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function refuseWhileStarting(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  response.writeHead(503, { 'Content-Type': 'text/plain' }).end('The local stack is starting.\n');
}
