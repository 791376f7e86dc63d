import inputs from '../docs/cost-inputs.json';
import type { LatencyFigure } from './results';

/** At this size a function has one whole processor; below it has a share ("Configure Lambda function memory"). In MB. */
const WHOLE_PROCESSOR_MB = 1769;

const MB_IN_GB = 1024;

/** What a GB-second of x86_64 costs for one of arm64 (aws.amazon.com/lambda/pricing): list prices, not checked. */
const X86_PRICE = 1.25;

/** Share of a processor that a function of some memory has. */
export function processorShare(memoryMB: number): number {
  return memoryMB / WHOLE_PROCESSOR_MB;
}

/**
 * How long computing takes that takes `processorMs` on a whole processor, in milliseconds. Above one processor nothing gets faster, for
 * the function computes on one thread.
 */
export function throttledMs(processorMs: number, memoryMB: number): number {
  return processorMs / Math.min(1, processorShare(memoryMB));
}

/**
 * How long a request takes at some memory, in milliseconds: what was measured, and what computing takes longer with less of a processor.
 * An upper bound, as if nothing of the computing were done while the network is waited for.
 */
export function requestMs({ ms, processorMs }: Pick<LatencyFigure, 'ms' | 'processorMs'>, memoryMB: number): number {
  return ms.median - processorMs.median + throttledMs(processorMs.median, memoryMB);
}

/** What Lambda costs for a million requests of so many milliseconds, in the currency of the inputs. */
export function millionCost(requestDurationMs: number, memoryMB: number): number {
  const { lambdaGBSecond, lambdaRequestMillion } = inputs.prices;
  const gigabyteSeconds = requestDurationMs * 1000 * (memoryMB / MB_IN_GB);
  return gigabyteSeconds * lambdaGBSecond.value + lambdaRequestMillion.value;
}

/**
 * How many times as long as measured a processor of arm64 may take before x86_64 costs less, at some memory: only the computing gets
 * longer, and each millisecond is charged less.
 */
export function arm64PaysUpTo(figure: Pick<LatencyFigure, 'ms' | 'processorMs'>, memoryMB: number): number {
  const whole = requestMs(figure, memoryMB);
  const computing = throttledMs(figure.processorMs.median, memoryMB);
  return (X86_PRICE * whole - (whole - computing)) / computing;
}
