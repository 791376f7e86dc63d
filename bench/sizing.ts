import type { ContenderName } from './contenders';
import { figuresOf } from './figures';
import { arm64PaysUpTo, millionCost, processorShare, requestMs, throttledMs } from './lambda-model';
import { markdownTable, sayBytes } from './markdown';
import type { Results } from './results';

const MEMORIES = [256, 512, 1024, 1769] as const;
/** `function.memoryMB`, default. */
const DEFAULT_MB = 512;
const USUAL_BYTES = 500_000;
const LARGE_BYTES = 5_000_000;

/** What each size of the function means for time and cost, from what was measured and Lambda's rule for processor shares. */
export function sizingTable(results: Results): string {
  const figures = figuresOf(results);
  const [usual, large] = [USUAL_BYTES, LARGE_BYTES].map((bytes) => figures.latency('proxy', bytes));
  const first = results.cold.find(({ contender, network }) => contender === 'proxy' && network === 'unlimited')?.firstProcessorMs.median;
  if (usual === undefined || large === undefined || first === undefined) return '';
  const head = [
    '`memoryMB`',
    'Processor',
    sayBytes(USUAL_BYTES),
    sayBytes(LARGE_BYTES),
    'Computing of a first request',
    `A million, ${sayBytes(USUAL_BYTES)}`,
    'arm64 costs less up to',
  ];
  return markdownTable(
    head,
    MEMORIES.map((memory) => [
      `${memory}${memory === DEFAULT_MB ? ' (default)' : ''}`,
      `${Math.round(processorShare(memory) * 100)} %`,
      `${requestMs(usual, memory).toFixed(0)} ms`,
      `${requestMs(large, memory).toFixed(0)} ms`,
      `${throttledMs(first, memory).toFixed(0)} ms`,
      `${millionCost(requestMs(usual, memory), memory).toFixed(2)} USD`,
      `${Math.min(...[usual, large].map((figure) => arm64PaysUpTo(figure, memory))).toFixed(2)} of the processor time`,
    ]),
  );
}

/** What Lambda costs for a million transactions with a photo of this size, at the default memory, in USD. */
export function millionAt(results: Results, name: ContenderName, bytes: number): number | undefined {
  const figure = figuresOf(results).latency(name, bytes);
  return figure && millionCost(requestMs(figure, DEFAULT_MB), DEFAULT_MB);
}
