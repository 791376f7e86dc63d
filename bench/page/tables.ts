import inputs from '../../docs/cost-inputs.json';
import { NAMES, type Name, TITLES } from '../contestants/contestants';
import { WHOLE_PROCESSOR_MB } from '../function/share';
import { HUGE, LARGE, MEMORY_MB, SIZES, SMALL, USUAL } from '../measure/bench';
import type { Figure, Measure, Results } from '../measure/results';
import { idealMs } from '../network/network';

/** Finds a figure; undefined where it was not measured. */
export function figureOf({ figures }: Results, measure: Measure, name: Name, bytes: number, memoryMB = MEMORY_MB): Figure | undefined {
  return figures.find((one) => one.measure === measure && one.name === name && one.bytes === bytes && one.memoryMB === memoryMB);
}

/** `50 KB`, `5 MB`. */
export function sayBytes(bytes: number): string {
  return bytes < 1_000_000 ? `${bytes / 1000} KB` : `${bytes / 1_000_000} MB`;
}

/** Every contestant at the default size of the function. */
export function figuresTable(results: Results): string {
  const row = (name: Name) => [
    TITLES[name],
    ...SIZES.map((bytes) => say(figureOf(results, 'warm', name, bytes))),
    ...(['first', 'cold'] as const).map((measure) => say(figureOf(results, measure, name, SMALL))),
    say(figureOf(results, 'memory', name, HUGE)),
  ];
  const ideal = ['the ideal', ...SIZES.map((bytes) => idealMs(bytes).toFixed(1)), '-', '-', '-'];
  return markdownTable(['', ...SIZES.map(sayBytes), 'First request', 'Cold start', 'Memory, 10 MB'], [ideal, ...NAMES.map(row)]);
}

/** What the aims are about, in words. */
export function ratiosOf(results: Results): string {
  const of = (name: Name, bytes: number, measure: Measure = 'warm') => figureOf(results, measure, name, bytes)?.median ?? Number.NaN;
  const share = (one: number, other: number) => (one / other).toFixed(2);
  const ideal = SIZES.map((bytes) => `${share(of('proxy', bytes), idealMs(bytes))} at ${sayBytes(bytes)}`);
  const rival = (name: Name, bytes: number, measure?: Measure) => share(of('proxy', bytes, measure), of(name, bytes, measure));
  return [
    `face-match-proxy takes ${ideal.join(', ')} of the ideal;`,
    `at 5 MB ${rival('documented', LARGE)} of (a) and ${rival('usual', LARGE)} of (b);`,
    `for the first request of a process ${rival('documented', SMALL, 'first')} of (a) and ${rival('usual', SMALL, 'first')} of (b).`,
    `The record for a verdict adds ${(of('recording', USUAL) - of('proxy', USUAL)).toFixed(1)} ms to a start with 500 KB.`,
  ].join(' ');
}

/** What each size of the function means for time and cost, where they have their shares. */
export function sizingTable(results: Results): string {
  const measured = [SMALL, USUAL, LARGE];
  const row = (memoryMB: number) => [
    `${memoryMB}${memoryMB === MEMORY_MB ? ' (default)' : ''}`,
    `${Math.round((memoryMB / WHOLE_PROCESSOR_MB) * 100)} %`,
    ...measured.map((bytes) => say(figureOf(results, 'warm', 'proxy', bytes, memoryMB))),
    say(figureOf(results, 'first', 'proxy', SMALL, memoryMB)),
    `${millionCost(figureOf(results, 'warm', 'proxy', USUAL, memoryMB)?.median, memoryMB).toFixed(2)} USD`,
  ];
  const sizes = [...new Set(results.figures.map(({ memoryMB }) => memoryMB))].sort((one, other) => one - other);
  return markdownTable(['`memoryMB`', 'Processor', ...measured.map(sayBytes), 'First request', 'A million, 500 KB'], sizes.map(row));
}

/** What Lambda charges for a million requests that take so long. */
function millionCost(ms = Number.NaN, memoryMB: number): number {
  const { lambdaGBSecond, lambdaRequestMillion } = inputs.prices;
  return ms * 1000 * (memoryMB / 1024) * lambdaGBSecond.value + lambdaRequestMillion.value;
}

function say(figure: Figure | undefined): string {
  return figure === undefined ? '-' : figure.median.toFixed(figure.median < 100 ? 1 : 0);
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line), ''].join('\n');
}
