import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** At this size a function has one whole processor; below it has a share ("Configure Lambda function memory"). In MB. */
export const WHOLE_PROCESSOR_MB = 1769;

/** Lambda's own is not documented; 20 ms is what others have measured of it. In microseconds. */
const PERIOD = 20_000;

export interface Shares {
  /** Takes a process to the processor of functions, of which it still has the whole. */
  of(processId: number): Share;
  /** From now on this process, with the services, is on another one: two on one processor wait for each other, milliseconds a time. */
  stepAside(): void;
}

export interface Share {
  /** From now on the process has what Lambda gives a function of this memory. */
  limit(memoryMB: number): void;
  /** After the end of the process. */
  remove(): void;
}

const SYSTEM = { remove: (folder: string) => rmdirSync(folder), pin: taskset, processors: allowedProcessors };

/**
 * @param root Where the kernel's cgroups are mounted.
 * @param system Removes a cgroup, with which its files go; keeps a process on some processors; says which ones this process may use.
 * @returns why there are no shares here, or how they are given: by version 2 of cgroups (`cpu.max`) or 1 (`cpu.cfs_quota_us`)
 */
export function sharesOf(root = '/sys/fs/cgroup', system: Partial<typeof SYSTEM> = {}): Shares | string {
  const { remove, pin, processors } = { ...SYSTEM, ...system };
  const isV2 = existsSync(path.join(root, 'cgroup.controllers'));
  const parent = isV2 ? root : path.join(root, 'cpu');
  if (!isV2 && !existsSync(path.join(parent, 'cpu.cfs_quota_us'))) return 'this system has no CPU cgroups (Linux has)';
  try {
    if (isV2) writeFileSync(path.join(root, 'cgroup.subtree_control'), '+cpu');
    const trial = shareIn(parent, isV2, remove);
    trial.limit(WHOLE_PROCESSOR_MB);
    trial.remove();
    const allowed = processors();
    const [first, last] = [/^\d+/.exec(allowed)?.[0] ?? '', /\d+$/.exec(allowed)?.[0] ?? ''];
    if (first === last) return 'there is one processor, and the services need another';
    pin(process.pid, allowed);
    return {
      of(processId) {
        pin(processId, last);
        return shareIn(parent, isV2, remove, processId);
      },
      stepAside: () => pin(process.pid, first),
    };
  } catch (error) {
    return `a CPU cgroup's quota, for which root has the right, or a processor (taskset of util-linux) cannot be set: ${(error as Error).message.trim()}`;
  }
}

function allowedProcessors(): string {
  return /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '';
}

/** With all its threads. */
function taskset(processId: number, processors: string): void {
  execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', processors, String(processId)], { stdio: 'pipe' });
}

function shareIn(parent: string, isV2: boolean, remove: (folder: string) => void, processId?: number): Share {
  const folder = path.join(parent, `face-match-proxy-bench-${randomUUID()}`);
  mkdirSync(folder);
  const write = (file: string, value: string) => writeFileSync(path.join(folder, file), value);
  if (processId !== undefined) write('cgroup.procs', String(processId));
  return {
    limit: (memoryMB) => {
      const quota = String(Math.floor((PERIOD * memoryMB) / WHOLE_PROCESSOR_MB));
      if (isV2) return write('cpu.max', `${quota} ${PERIOD}`);
      write('cpu.cfs_period_us', String(PERIOD));
      write('cpu.cfs_quota_us', quota);
    },
    remove: () => remove(folder),
  };
}
