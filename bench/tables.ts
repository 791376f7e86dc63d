import { type ContenderName, TITLES } from './contenders';
import { markdownTable, sayBytes } from './markdown';
import { idealMs } from './network';
import { SIZES } from './plan';
import type { AcceptanceFigure, LatencyFigure, Results } from './results';
import type { Summary } from './statistics';

/** Everything that was measured, as Markdown. */
export function tablesOf(results: Results): string {
  const parts: [string, string][] = [
    ['Latency, ms', latencyTable(results.latency)],
    ['Processor time of a request, ms', processorTable(results.latency)],
    ['Memory over that of the warm process at rest, MB', memoryTable(results)],
    ['Time of a transaction of 5 MB with several at once in one process, ms', togetherTable(results)],
    ['Many at once', throughputTable(results)],
    ['Start of a process, until its first reply', coldTable(results)],
    ['Size', bundleTable(results)],
    ['What the Agent API accepted', acceptanceTable(results.acceptance)],
  ];
  const taken = `Taken on ${results.takenAt.slice(0, 10)}: ${results.machine}. Medians; in brackets the first and third quartile and the number of measurements.`;
  return [taken, ...parts.map(([title, table]) => `### ${title}\n\n${table}`)].join('\n\n');
}

const inNetwork = (figures: readonly LatencyFigure[]) => figures.filter(({ network }) => network === 'simulated');

function latencyTable(all: readonly LatencyFigure[]): string {
  const figures = inNetwork(all);
  const ideal = (title: string, isCounted: boolean) => [title, ...SIZES.map((bytes) => idealMs(bytes, isCounted).toFixed(1))];
  const rows = namesOf(figures).map((name) => [
    TITLES[name],
    ...SIZES.map((bytes) => {
      const figure = figures.find(({ contender, bytes: size }) => contender === name && size === bytes);
      if (figure === undefined) return '-';
      const documented = figures.find(({ contender, bytes: size }) => contender === 'documented' && size === bytes);
      const ofDocumented = documented === undefined ? '-' : (figure.ms.median / documented.ms.median).toFixed(2);
      return `${spread(figure.ms)}, ${(figure.ms.median / idealMs(bytes, name === 'proxy')).toFixed(2)}, ${ofDocumented}`;
    }),
  ]);
  const unlimited = all.filter(({ network }) => network === 'unlimited').map(({ contender, ms }) => `${TITLES[contender]} ${spread(ms)}`);
  return [
    markdownTable(['', ...SIZES.map(sayBytes)], [ideal('the ideal', false), ideal('the ideal, a start counted first', true), ...rows]),
    'The last two figures are the ratios to the ideal and to (a), which counts nothing.',
    `Without any network, plain HTTP, 5 MB: ${unlimited.join('; ')}.`,
  ].join('\n');
}

function processorTable(all: readonly LatencyFigure[]): string {
  const figures = inNetwork(all);
  const cell = (name: ContenderName, bytes: number) => {
    const figure = figures.find(({ contender, bytes: size }) => contender === name && size === bytes);
    if (figure === undefined) return '-';
    const { processorMs, processorShare: share } = figure;
    return share === undefined ? spread(processorMs) : `${spread(processorMs)}, ${share.median.toFixed(2)} of (a)`;
  };
  return markdownTable(
    ['', ...SIZES.map(sayBytes)],
    namesOf(figures).map((name) => [TITLES[name], ...SIZES.map((bytes) => cell(name, bytes))]),
  );
}

function memoryTable({ memory }: Results): string {
  if (memory.length === 0) return 'Not measured: only Linux says what a process has used at most.\n';
  const cases = [...new Map(memory.map(({ bytes, atOnce }) => [`${bytes} ${atOnce}`, { bytes, atOnce }])).values()];
  const cell = (name: ContenderName, { bytes, atOnce }: { bytes: number; atOnce: number }) => {
    const figure = memory.find((one) => one.contender === name && one.bytes === bytes && one.atOnce === atOnce);
    return figure === undefined ? '-' : spread(figure.growthMB);
  };
  return markdownTable(
    ['', ...cases.map(({ bytes, atOnce }) => `${sayBytes(bytes)}${atOnce > 1 ? `, ${atOnce} at once` : ''}`)],
    namesOf(memory).map((name) => [TITLES[name], ...cases.map((one) => cell(name, one))]),
  );
}

function togetherTable({ memory }: Results): string {
  const figures = memory.filter(({ bytes }) => bytes === 5_000_000);
  const steps = [...new Set(figures.map(({ atOnce }) => atOnce))];
  const cell = (name: ContenderName, step: number) => {
    const figure = figures.find(({ contender, atOnce }) => contender === name && atOnce === step);
    return figure === undefined ? '-' : spread(figure.ms);
  };
  return markdownTable(
    ['', ...steps.map((step) => `${step} at once`)],
    namesOf(figures).map((name) => [TITLES[name], ...steps.map((step) => cell(name, step))]),
  );
}

function throughputTable({ throughput }: Results): string {
  if (throughput.length === 0) return 'Not measured.\n';
  const head = `Requests for a second of processor time, ${throughput[0]?.atOnce} at once with ${sayBytes(throughput[0]?.bytes ?? 0)} each`;
  return markdownTable(
    ['', head],
    throughput.map(({ contender, perProcessorSecond }) => [TITLES[contender], spread(perProcessorSecond)]),
  );
}

function coldTable({ cold }: Results): string {
  const empty = cold.find(({ contender }) => contender === 'empty')?.ms.median;
  const ofEmpty = (ms: Summary, network: string) => (empty === undefined || network !== 'unlimited' ? '-' : (ms.median / empty).toFixed(2));
  return markdownTable(
    [
      '',
      'Network',
      'Together, ms',
      'Of an empty function',
      'Loading the code, ms',
      'First request, ms',
      'Processor time of the first request, ms',
    ],
    cold.map(({ contender, network, ms, loadMs, firstMs, firstProcessorMs }) => [
      ...[TITLES[contender], network === 'simulated' ? 'simulated' : 'none', spread(ms), ofEmpty(ms, network)],
      ...[loadMs, firstMs, firstProcessorMs].map(spread),
    ]),
  );
}

function bundleTable({ bundles }: Results): string {
  return markdownTable(
    ['', 'KB of 1000 bytes'],
    bundles.map(({ contender, bytes }) => [TITLES[contender], (bytes / 1000).toFixed(1)]),
  );
}

/** Objects and agents with a defect, in words. */
export const WRONGS: Readonly<Record<AcceptanceFigure['defect'], string>> = {
  cut: 'photo, connection reset half-way',
  short: 'photo, ended half-way, cleanly',
  corrupt: 'photo that does not match its checksum',
  text: 'object that is no image',
  stall: 'Agent API that stops reading',
};

function acceptanceTable(acceptance: readonly AcceptanceFigure[]): string {
  const defects = Object.keys(WRONGS) as AcceptanceFigure['defect'][];
  const accepted = (name: ContenderName, defect: string) =>
    acceptance.find((one) => one.contender === name && one.defect === defect)?.accepted;
  return markdownTable(
    ['', ...defects.map((defect) => WRONGS[defect])],
    namesOf(acceptance).map((name) => [
      TITLES[name],
      ...defects.map((defect) => (accepted(name, defect) === 0 ? 'nothing' : '**accepted**')),
    ]),
  );
}

function namesOf(figures: readonly { readonly contender: ContenderName }[]): ContenderName[] {
  return [...new Set(figures.map(({ contender }) => contender))];
}

function spread({ median, low, high, count }: Summary): string {
  const say = (value: number) => (Math.abs(value) < 100 ? value.toFixed(1) : value.toFixed(0));
  return `${say(median)} (${say(low)}-${say(high)}, ${count})`;
}
