import { parseArgs } from 'node:util';

/** What a run is asked for. */
export interface LoadOptions {
  /** Length of the whole run, without start and end. */
  readonly seconds: number;
  /** How many callers there are at a time; each number has its turn in each of the rounds. */
  readonly concurrencies: readonly number[];
}

export const USAGE = 'npm run load -- [--seconds 120] [--concurrency 2,8,16]    (5 to 3600 seconds; 1 to 64 callers)';

/** Reads the command line. @throws Error with the usage. */
export function readLoadOptions(args: readonly string[]): LoadOptions {
  const { values } = parseArgs({
    args: [...args],
    options: { seconds: { type: 'string', default: '120' }, concurrency: { type: 'string', default: '2,8,16' } },
  });
  const seconds = whole(values.seconds, 5, 3600);
  return { seconds, concurrencies: values.concurrency.split(',').map((text) => whole(text, 1, 64)) };
}

function whole(text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) throw new Error(USAGE);
  return value;
}
