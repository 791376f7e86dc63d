import type { ContenderName } from './contenders';
import type { Defect } from './photos';
import type { NetworkName } from './stand-ins';
import type { Summary } from './statistics';

/** A part of the results that is measured by itself. */
export const GROUPS = ['bundles', 'acceptance', 'cold', 'coldPath', 'latency', 'throughput', 'memory'] as const;
export type Group = (typeof GROUPS)[number];

/** One piece, from the start of its process to its first reply. */
export interface ColdPathFigure {
  readonly title: string;
  readonly ms: Summary;
  /** Of the whole process until then. */
  readonly processorMs: Summary;
}

/** What a cold start consists of. */
export interface ColdPathFigures {
  readonly steps: readonly ColdPathFigure[];
  readonly connections: readonly ColdPathFigure[];
}

/** One contender with photos of one size, one request after the other. */
export interface LatencyFigure {
  readonly contender: ContenderName;
  readonly network: NetworkName;
  /** Of the photo. */
  readonly bytes: number;
  readonly ms: Summary;
  /** Processor time of one request. */
  readonly processorMs: Summary;
  /** Of that of (a) in the same round, so that a slow period of the machine is in both; undefined where (a) did not run. */
  readonly processorShare: Summary | undefined;
}

/** How far the process's resident memory rose above that of the warm process at rest, and how long its requests took meanwhile. */
export interface MemoryFigure {
  readonly contender: ContenderName;
  readonly bytes: number;
  /** Requests that were under way together. */
  readonly atOnce: number;
  readonly growthMB: Summary;
  /** Medians, one for each round. */
  readonly ms: Summary;
}

/** Many requests at once in one process. */
export interface ThroughputFigure {
  readonly contender: ContenderName;
  readonly bytes: number;
  readonly atOnce: number;
  readonly perProcessorSecond: Summary;
}

/** From the start of a process to its first reply. */
export interface ColdFigure {
  readonly contender: ContenderName;
  readonly network: NetworkName;
  readonly ms: Summary;
  /** Of it, until the code was loaded. */
  readonly loadMs: Summary;
  /** Of it, the first request. */
  readonly firstMs: Summary;
  /** Processor time of the first request. */
  readonly firstProcessorMs: Summary;
}

/** Whether the Agent API accepted a start that it should never have seen whole. */
export interface AcceptanceFigure {
  readonly contender: ContenderName;
  readonly defect: Exclude<Defect, 'none'> | 'stall';
  readonly accepted: number;
}

export interface BundleFigure {
  readonly contender: ContenderName;
  readonly bytes: number;
}

/** Everything that one run has measured, as the JSON file has it. */
export interface Results {
  readonly takenAt: string;
  /** Node, operating system, processor and number of cores. */
  readonly machine: string;
  readonly latency: readonly LatencyFigure[];
  /** What this system has no means to measure. */
  readonly beyondSystem: readonly Group[];
  readonly memory: readonly MemoryFigure[];
  readonly throughput: readonly ThroughputFigure[];
  readonly cold: readonly ColdFigure[];
  /** Empty where it was not asked for. */
  readonly coldPath: ColdPathFigures;
  readonly bundles: readonly BundleFigure[];
  readonly acceptance: readonly AcceptanceFigure[];
}
