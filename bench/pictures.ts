import { chart, type Panel, type Series } from './chart';
import { type ContenderName, TITLES } from './contenders';
import { figuresOf } from './figures';
import { sayBytes } from './markdown';
import { idealMs } from './network';
import { SIZES } from './plan';
import type { Results } from './results';
import { millionAt } from './sizing';

const COLOURS: Readonly<Partial<Record<ContenderName, string>>> = { proxy: 'own', documented: 'a', usual: 'b' };
const NAMES = ['proxy', 'documented', 'usual'] as const;

type Reader = (name: ContenderName, bytes: number) => number | undefined;

/** How time, processor time, memory and cost grow with the photo, for the function and the two other ways. */
export function growthPicture(results: Results): string {
  const figures = figuresOf(results);
  const measured = (read: Reader, sizes: readonly number[]): Series[] =>
    NAMES.map((name) => ({ title: TITLES[name], colour: COLOURS[name] ?? '', values: sizes.map((bytes) => read(name, bytes)) }));
  const ideal: Series = { title: 'the ideal', colour: 'ideal', values: SIZES.map((bytes) => idealMs(bytes, true)) };
  const panel = (title: string, read: Reader, sizes: readonly number[] = SIZES, more: readonly Series[] = []): Panel => ({
    title,
    labels: sizes.map(sayBytes),
    series: [...measured(read, sizes), ...more],
  });
  const panels = [
    panel('Time of a transaction, ms', (name, bytes) => figures.latency(name, bytes)?.ms.median, SIZES, [ideal]),
    panel('Processor time, ms', figures.processorMs),
    panel('Memory over rest, MB', (name, bytes) => figures.growthMB(name, bytes, 1), SIZES.slice(1)),
    panel('Lambda, USD for a million', (name, bytes) => millionAt(results, name, bytes)),
  ];
  return chart(panels, 'Time, processor time, memory and cost of a transaction by size of the photo; npm run bench prints the figures.');
}

/** How memory and time grow with the requests that are under way in one process. */
export function concurrencyPicture(results: Results): string {
  const figures = figuresOf(results);
  const bytes = 5_000_000;
  const steps = [...new Set(results.memory.filter((figure) => figure.bytes === bytes).map(({ atOnce }) => atOnce))].sort(
    (one, other) => one - other,
  );
  const labels = steps.map(String);
  const panel = (title: string, read: (name: ContenderName, atOnce: number) => number | undefined): Panel => ({
    ...{ title, labels },
    series: NAMES.map((name) => ({ title: TITLES[name], colour: COLOURS[name] ?? '', values: steps.map((atOnce) => read(name, atOnce)) })),
  });
  const panels = [
    panel(`Memory over rest, so many at once, MB`, (name, atOnce) => figures.growthMB(name, bytes, atOnce)),
    panel(`Time of a transaction, so many at once, ms`, (name, atOnce) => figures.msAtOnce(name, bytes, atOnce)),
  ];
  return chart(panels, 'Memory and time by the number of requests at once; npm run bench prints the figures.');
}
