import { type ContenderName, TITLES } from './contenders';
import { markdownTable, sayBytes } from './markdown';
import { idealMs } from './network';
import { SIZES } from './plan';
import type { Results } from './results';
import type { Summary } from './statistics';
import { WRONGS } from './tables';

const PROCESSOR_BYTES = 5_000_000;
const MEMORY_BYTES = 10_000_000;

/** The figures that docs/performance.md shows: medians, one line a contender. `npm run bench` prints the rest, with their spread. */
export function summaryOf(results: Results): string {
  const { latency, memory, cold } = results;
  const overNetwork = latency.filter(({ network }) => network === 'simulated');
  const names = [...new Set(overNetwork.map(({ contender }) => contender))];
  const ideal = (title: string, isCounted: boolean) => [
    ...[title, ...SIZES.map((bytes) => idealMs(bytes, isCounted).toFixed(1))],
    ...['-', '-', '-'],
  ];
  const row = (name: ContenderName) => {
    const at = (bytes: number) => overNetwork.find((one) => one.contender === name && one.bytes === bytes);
    return [
      ...[TITLES[name], ...SIZES.map((bytes) => say(at(bytes)?.ms)), say(at(PROCESSOR_BYTES)?.processorMs)],
      say(memory.find((one) => one.contender === name && one.bytes === MEMORY_BYTES && one.atOnce === 1)?.growthMB),
      say(cold.find((one) => one.contender === name && one.network === 'simulated')?.ms),
    ];
  };
  const head = ['', ...SIZES.map(sayBytes), 'Processor, 5 MB', 'Memory, 10 MB', 'First start'];
  return [
    `Taken on ${results.takenAt.slice(0, 10)}: ${results.machine}. Medians: milliseconds of a transaction by size of the photo; processor time in ms; memory over that at rest in MB; ms from the start of a process to its first reply.\n`,
    markdownTable(head, [ideal('the ideal', false), ideal('the ideal, a start counted first', true), ...names.map(row)]),
    accepted(results),
  ].join('\n');
}

function accepted({ acceptance }: Results): string {
  const wrong = acceptance
    .filter(({ accepted: count }) => count > 0)
    .map(({ contender, defect }) => `${TITLES[contender]}: ${WRONGS[defect]}`);
  return `What the Agent API accepted and should not have: ${wrong.join('; ') || 'nothing'}.`;
}

function say(summary: Summary | undefined): string {
  if (summary === undefined) return '-';
  return Math.abs(summary.median) < 100 ? summary.median.toFixed(1) : summary.median.toFixed(0);
}
