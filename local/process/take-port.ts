import { type LoopbackServer, listenOnLoopback } from '../../stand-ins/loopback';
import { StartError } from './start-error';

/** Who else listens, each so many ports above the API. */
const NEXT = { console: 1, agent: 2, cognito: 3, 'secrets-manager': 4, s3: 5, dynamodb: 6, verdicts: 7 } as const;

export type Listener = keyof typeof NEXT;

/** The port of a listener. @param api Port of the API; 0 gives each any free one */
export function portOf(listener: Listener, api: number): number {
  return api === 0 ? 0 : api + NEXT[listener];
}

/** @param what Whose port it is. @throws StartError when it is not free. */
export async function takePort(port: number, what: Listener | 'api'): Promise<LoopbackServer> {
  try {
    return await listenOnLoopback(port);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const whose = what === 'api' ? '' : `, ${NEXT[what]} above that of the API,`;
    const way = 'choose another for the API: LOCAL_PORT=0 npm start takes any free ones.';
    if (code === 'EADDRINUSE') throw new StartError(`Port ${port}${whose} is in use. End the program that uses it, or ${way}`);
    throw new StartError(`Port ${port}${whose} cannot be opened (${message}). Please ${way}`);
  }
}

/** Whether a program that is started now can use the port. @throws StartError when it cannot. */
export async function requireFree(port: number, what: Listener): Promise<void> {
  if (port !== 0) await (await takePort(port, what)).close();
}
