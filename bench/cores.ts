import { execFileSync, spawnSync } from 'node:child_process';
import { availableParallelism, platform } from 'node:os';

/** How a function gets a core that nothing else of the run is on: its processor time is then its own, and so is its cache. */
export interface Cores {
  readonly isPinned: boolean;
  /** A command and its arguments, so that it runs on the core of functions. */
  ofFunction(command: string, args: readonly string[]): [string, string[]];
}

const FUNCTION_CORE = '0';

/**
 * Moves this process, and with it everything that it starts from now on, to the cores from 1 up. Where there is one core alone, or no
 * `taskset` (util-linux), everything shares what there is, and the results say so.
 */
export function divideCores(): Cores {
  const others = availableParallelism() - 1;
  if (others < 1 || platform() !== 'linux' || spawnSync('taskset', ['-V']).error) {
    return { isPinned: false, ofFunction: (command, args) => [command, [...args]] };
  }
  execFileSync('taskset', ['-a', '-p', '-c', `1-${others}`, String(process.pid)], { stdio: 'ignore' });
  return { isPinned: true, ofFunction: (command, args) => ['taskset', ['-c', FUNCTION_CORE, command, ...args]] };
}
