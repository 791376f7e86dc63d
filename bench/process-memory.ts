import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Whether the system says what a process has used at most; only Linux does. */
export function knowsPeakMemory(): boolean {
  return existsSync('/proc/self/clear_refs');
}

/** Resident memory of a process now, in megabytes. */
export function residentMB(processId: number): number {
  return read(processId, 'VmRSS');
}

/** Highest resident memory since {@link forgetPeak}, in megabytes. */
export function peakMB(processId: number): number {
  return read(processId, 'VmHWM');
}

/** Resets the peak ("clear_refs" in proc(5)). */
export function forgetPeak(processId: number): void {
  writeFileSync(`/proc/${processId}/clear_refs`, '5');
}

function read(processId: number, name: string): number {
  const kilobytes = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${processId}/status`, 'utf8'))?.[1];
  if (kilobytes === undefined) throw new Error(`The system does not say ${name} of a process.`);
  return Number(kilobytes) / 1024;
}
