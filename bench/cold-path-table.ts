import { markdownTable } from './markdown';
import type { Results } from './results';
import type { Summary } from './statistics';

/** Piece by piece, as Markdown: what each takes more than the one before it. */
export function coldPathTable({ takenAt, machine, coldPath: { steps, connections } }: Results): string {
  const [first] = steps;
  if (first === undefined) return 'Not measured.\n';
  const before = (figures: typeof steps, at: number) => figures[at - 1];
  return [
    `Taken on ${takenAt.slice(0, 10)}: ${machine}. Medians of ${first.ms.count} starts; in brackets the first and third quartile.\n`,
    markdownTable(
      ['What is in the function', 'Processor time, ms', 'More than the line above', 'Until its first reply, ms'],
      steps.map(({ title, ms, processorMs }, at) => [
        ...[title, spread(processorMs), more(processorMs, before(steps, at)?.processorMs), spread(ms)],
      ]),
    ),
    markdownTable(
      [
        'One request over TLS to each of S3, Secrets Manager, DynamoDB and the Agent API, connections',
        'Until the reply, ms',
        'More',
        'Processor time, ms',
      ],
      connections.map(({ title, ms, processorMs }, at) => [
        ...[title, spread(ms), more(ms, before(connections, at)?.ms), spread(processorMs)],
      ]),
    ),
  ].join('\n');
}

function more({ median }: Summary, before: Summary | undefined): string {
  return before === undefined ? '' : (median - before.median).toFixed(1);
}

const spread = ({ median, low, high }: Summary) => `${median.toFixed(1)} (${low.toFixed(1)}-${high.toFixed(1)})`;
