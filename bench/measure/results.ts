import type { Name } from '../contestants/contestants';
import { median } from './statistics';

/**
 * What a figure says: how long a request takes in a warm process, or as the first one of its process, or from the start of the process to its reply,
 * in milliseconds; or how far the memory of a warm process rose above that at rest with photos up to a size, in MB.
 */
export type Measure = 'warm' | 'first' | 'cold' | 'memory';

/** A function of some memory, in MB. */
export interface Sized {
  readonly name: Name;
  readonly memoryMB: number;
}

export interface Figure extends Sized {
  readonly measure: Measure;
  /** Of the photo. */
  readonly bytes: number;
  readonly median: number;
  readonly sample: readonly number[];
}

/** Everything that one run has measured, as the JSON file has it. */
export interface Results {
  readonly takenAt: string;
  /** Node, operating system, processor and number of cores. */
  readonly machine: string;
  readonly figures: readonly Figure[];
}

export function figure(measure: Measure, { name, memoryMB }: Sized, bytes: number, sample: readonly number[]): Figure {
  return { measure, name, memoryMB, bytes, median: median(sample), sample };
}
