import type { PhotoCheck } from './photo-check';
import { eachProcess, isBlind, mean, type Soak } from './soak';
import type { Stretch } from './stretch';

const COLUMNS = [
  'round',
  'callers',
  'per second',
  'p50 ms',
  'p90 ms',
  'p99 ms',
  'processes',
  'MB held',
  'MB resident',
  'sockets',
  'answers',
];

/** The head of the table, as Markdown. */
export function tableHead(): string {
  return `| ${COLUMNS.join(' | ')} |\n|${'---|'.repeat(COLUMNS.length)}`;
}

/** One line of the table for each stretch; memory and sockets are those of one process. */
export function tableRow({ round, concurrency, seconds, answers, samples, held }: Stretch): string {
  const times = answers.map(({ ms }) => ms).sort((one, other) => one - other);
  const at = (share: number) => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0);
  const say = (value: number | undefined, digits = 0) => value?.toFixed(digits) ?? '-';
  const cells = [
    ...[round === 0 ? 'warm-up' : round, concurrency, Math.round(answers.length / seconds), at(0.5), at(0.9), at(0.99)],
    ...[
      samples.at(-1)?.processes ?? '-',
      say(mean(held), 1),
      say(eachProcess(samples, 'megabytes')),
      say(eachProcess(samples, 'sockets'), 1),
    ],
    countOutcomes(answers.map(({ outcome }) => outcome)),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** `ok 120, no-face-on-record 7`, the most frequent first. */
export function countOutcomes(outcomes: readonly string[]): string {
  const counts = [...Map.groupBy(outcomes, (outcome) => outcome)].map(([outcome, all]) => [outcome, all.length] as const);
  return counts
    .sort(([, one], [, other]) => other - one)
    .map(([outcome, count]) => `${outcome} ${count}`)
    .join(', ');
}

/** What a whole run showed. */
export interface Findings {
  readonly stretches: readonly Stretch[];
  readonly check: PhotoCheck;
  /** Outcomes that were not the right ones for their request. */
  readonly unexplained: readonly string[];
  /** Undefined where there was nothing to compare. */
  readonly soak: Soak | undefined;
}

/** What the whole run came to. */
export function summary({ check, unexplained, soak, stretches }: Findings): string {
  return [
    `Transactions accepted: ${check.accepted}, each photo compared by SHA-256. Wrong photos: ${check.wrongPhotos.length}.`,
    `Transactions that callers and the Agent API stand-in do not both know: ${check.unaccounted.length}.`,
    `Unexplained answers: ${unexplained.length}${unexplained.length > 0 ? ` (${countOutcomes(unexplained)})` : ''}.`,
    isBlind(stretches) ? 'Memory and sockets: no process of the function was found.' : soakLine(soak),
  ].join('\n');
}

function soakLine(soak: Soak | undefined): string {
  if (soak === undefined) return 'Memory and sockets: not looked at; that needs Linux, and a run in which each round collects garbage.';
  const say = ({ heldMegabytes, sockets }: Soak['first']) => `${heldMegabytes.toFixed(1)} MB and ${sockets.toFixed(1)} sockets`;
  return `A process of the function held ${say(soak.first)} in the first round, ${say(soak.last)} in the last: ${soak.isFlat ? 'flat' : 'GROWING'}.`;
}
