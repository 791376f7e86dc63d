import { StartError } from './start-error';

const DEFAULT_PORT = 4000;

/**
 * The API's port out of `LOCAL_PORT`.
 * @throws StartError when it is not a port.
 */
export function readPort(text: string | undefined): number {
  if (text === undefined || text === '') return DEFAULT_PORT;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new StartError(
    `LOCAL_PORT is ${JSON.stringify(text)}, which is not a port. Give a number from 1 to 65535, or 0 for any free port.`,
  );
}
