import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** How a function gets a core for itself in the run: it then shares neither processor time nor cache. */
export interface Cores {
  readonly isPinned: boolean;
  /** A command and its arguments, so that it runs on the core of functions. */
  ofFunction(command: string, args: readonly string[]): [string, string[]];
}

/**
 * Moves this process, and with it everything that it starts from now on, off the first core that it may use. Where there is one core
 * alone, or no `taskset` (util-linux), everything shares what there is, and the results say so.
 */
export function divideCores(): Cores {
  const [first, ...others] = spawnSync('taskset', ['-V']).error === undefined ? allowedCores() : [];
  if (first === undefined || others.length === 0) return { isPinned: false, ofFunction: (command, args) => [command, [...args]] };
  execFileSync('taskset', ['-a', '-p', '-c', others.join(), String(process.pid)], { stdio: 'ignore' });
  return { isPinned: true, ofFunction: (command, args) => ['taskset', ['-c', String(first), command, ...args]] };
}

/** A container may have been given any of a machine's cores, and not those from 0 up. */
function allowedCores(): number[] {
  if (!existsSync(STATUS)) return [];
  return coresOf(/^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync(STATUS, 'utf8'))?.[1] ?? '');
}

const STATUS = '/proc/self/status';

/** @param list As the kernel writes one: `0-2,5`, which is 0, 1, 2 and 5. */
export function coresOf(list: string): number[] {
  return list.split(',').flatMap((range) => {
    const [from = '', to = from] = range.split('-');
    return from === '' ? [] : Array.from({ length: Number(to) - Number(from) + 1 }, (_, at) => Number(from) + at);
  });
}
