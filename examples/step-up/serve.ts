import { unwatchFile, watchFile } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createBackend } from './backend';
import { localSettings, readStack, withMatchStandIn } from './local';

/** Behind the ports of the local stack. */
export const PORT = 4010;

export interface ServeOptions {
  /** `.local/stack.json` of the local stack. */
  readonly stackFile: string;
  /** 0 takes any free one. */
  readonly port: number;
  readonly say: (line: string) => void;
}

/** The example, while it answers. */
export interface Example {
  readonly url: string;
  stop(): void;
}

/**
 * Serves page and backend on 127.0.0.1, next to a running local stack. When that starts again, with other keys, this follows; phone numbers of
 * before are forgotten.
 * @throws Error that says what to do
 */
export async function serveExample({ stackFile, port, say }: ServeOptions): Promise<Example> {
  await readStack(stackFile);
  let current: RequestListener = (_request, response) => response.writeHead(503).end();
  const server = createServer({ requestTimeout: 10_000 }, (request, response) => current(request, response));
  await new Promise<void>((done, failed) => server.once('error', failed).listen(port, '127.0.0.1', done)).catch(({ code }) => {
    throw new Error(`Port ${port} cannot be taken (${code}). Choose another one: EXAMPLE_PORT=4020 npm run example`);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const follow = async () => {
    const stack = await readStack(stackFile);
    const settings = await localSettings(stack, url, (event) => say(JSON.stringify(event)));
    current = withMatchStandIn(stack, createBackend(settings));
    const [user] = stack.users;
    say(`Open ${url} and sign in as ${user?.email}, password ${user?.password}. Ctrl-C ends it.`);
  };
  await follow();
  watchFile(stackFile, { interval: 500 }, ({ size }) => {
    if (size === 0) return say('The local stack has ended. This goes on when it starts again.');
    follow().catch(({ message }: Error) => say(message));
  });
  const stop = () => {
    unwatchFile(stackFile);
    server.close();
    server.closeAllConnections();
  };
  return { url, stop };
}
