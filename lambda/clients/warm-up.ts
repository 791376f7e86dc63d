import type { KeepAliveConnections } from './keep-alive';

/** A command of an AWS client, whose way to the wire can be cut short. */
interface Stoppable {
  readonly middlewareStack: { add(middleware: () => Step, options: { step: 'finalizeRequest'; priority: 'low' }): void };
}
type Step = (args: { readonly request: unknown }) => Promise<{ readonly response: undefined; readonly output: object }>;
type Address = { readonly protocol: string; readonly hostname: string; readonly port?: number };

/**
 * Takes a command through everything but the wire (address, credentials, signature), and opens a connection to where it would have
 * gone. Nothing is sent. What fails here is not heard of: it fails again with the first request.
 *
 * This is for Lambda's init phase (init.ts). The first request would otherwise open one connection after the other, and run each client's
 * code for the first time.
 * @param send Sends the command with the client to be warmed up.
 */
export async function warmUpClient(command: object, send: () => Promise<unknown>, connections: KeepAliveConnections): Promise<void> {
  const stop =
    (): Step =>
    async ({ request }) => {
      const { protocol, hostname, port } = request as Address;
      if (protocol === 'https:') await connections.open(hostname, port);
      return { response: undefined, output: { $metadata: {} } };
    };
  try {
    (command as Stoppable).middlewareStack.add(stop, { step: 'finalizeRequest', priority: 'low' });
    await send();
  } catch {
    // A rejection that no one handles would end the process, and with it the function.
  }
}
