import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { PROCESS_FILE } from '../local/function/sandbox';

/** The function's processes at one moment, as the system sees them. */
export interface ProcessSample {
  readonly processes: number;
  /** Resident memory of all of them together: what they hold, and what they keep for later. */
  readonly megabytes: number;
  /** Open sockets of all of them together. */
  readonly sockets: number;
}

/** Looks at the function's processes that this one has started; undefined where there is no `/proc` (anywhere but on Linux). */
export function sampleFunctionProcesses(): ProcessSample | undefined {
  const ids = listProcesses();
  if (ids === undefined) return undefined;
  const samples = ids.filter(isOurFunction).flatMap((id) => sampleOne(id) ?? []);
  return {
    processes: samples.length,
    megabytes: samples.reduce((sum, { megabytes }) => sum + megabytes, 0),
    sockets: samples.reduce((sum, { sockets }) => sum + sockets, 0),
  };
}

function listProcesses(): string[] | undefined {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return undefined;
  }
}

function isOurFunction(id: string): boolean {
  const parent = /^PPid:\s+(\d+)$/m.exec(read(`/proc/${id}/status`))?.[1];
  return Number(parent) === process.pid && read(`/proc/${id}/cmdline`).includes(PROCESS_FILE);
}

/** A process may end while it is looked at. */
function sampleOne(id: string): Omit<ProcessSample, 'processes'> | undefined {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(read(`/proc/${id}/status`))?.[1];
  if (kilobytes === undefined) return undefined;
  return { megabytes: Number(kilobytes) / 1024, sockets: countSockets(`/proc/${id}/fd`) };
}

function countSockets(folder: string): number {
  try {
    return readdirSync(folder).filter((descriptor) => link(`${folder}/${descriptor}`).startsWith('socket:')).length;
  } catch {
    return 0;
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function link(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
}
