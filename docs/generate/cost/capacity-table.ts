import { table } from '../markdown';
import { INPUTS, type Input, QUOTAS, TRAFFIC } from './capacity-inputs';

/** One limit: what the busiest second needs of it, and what moves it. */
interface Demand {
  readonly what: string;
  readonly needed: (startsPerSecond: number) => number;
  readonly available: Input;
  readonly moves: string;
}

const others = INPUTS.requestsPerTransaction.value - 1;
const requests = (starts: number) => starts * INPUTS.requestsPerTransaction.value;
/** Little's law: what runs at once is what comes in a second, times how long it stays. */
const atOnce = (starts: number) => starts * (INPUTS.startSeconds.value + others * INPUTS.otherSeconds.value);
const secretReads = (starts: number) => atOnce(starts) / (INPUTS.secretMinutes.value * 60);

/** In the order in which a request meets them. */
export const DEMANDS: readonly Demand[] = [
  {
    what: 'the API’s throttle',
    needed: requests,
    available: INPUTS.throttlePerSecond,
    moves: '`api.throttle.ratePerSecond`, and `burst`',
  },
  {
    what: 'the verdicts’ throttle',
    needed: (starts) => starts * INPUTS.questionsPerTransaction.value,
    available: INPUTS.verdictsPerSecond,
    moves: '`verdicts.throttle.ratePerSecond`, and `burst`',
  },
  { what: 'API Gateway', needed: requests, available: QUOTAS.gateway, moves: 'quota of AWS' },
  {
    what: 'Cognito sign-ins',
    needed: (starts) => starts * INPUTS.signInsPerTransaction.value,
    available: QUOTAS.cognito,
    moves: 'quota of AWS (paid for); or longer tokens',
  },
  { what: 'Lambda', needed: atOnce, available: QUOTAS.lambda, moves: 'quota of AWS' },
  { what: 'Secrets Manager', needed: secretReads, available: QUOTAS.secrets, moves: 'nothing needed' },
  {
    what: 'DynamoDB, counts of attempts',
    needed: (starts) => starts,
    available: QUOTAS.dynamoDb,
    moves: 'warm throughput of the table; quota of AWS',
  },
  {
    what: 'DynamoDB, records for verdicts',
    // Its start and its decision.
    needed: (starts) => 2 * starts,
    available: QUOTAS.dynamoDb,
    moves: 'warm throughput of the table; quota of AWS',
  },
  {
    what: 'S3',
    needed: (starts) => starts,
    available: QUOTAS.s3,
    moves: 'nothing: the prefix splits under steady load; raise traffic slowly',
  },
  { what: 'KMS, were there no bucket key', needed: (starts) => starts + secretReads(starts), available: QUOTAS.kms, moves: 'quota of AWS' },
];

/** The busiest second of an average minute. */
export function startsPerSecond(perMinute: number): number {
  return (perMinute / 60) * INPUTS.peakFactor.value;
}

/** What stands in docs/cost.md: what is assumed, and how much of each limit is used at each traffic. */
export function capacityPart(): string {
  return [assumptions(), limits()].join('\n');
}

function assumptions(): string {
  const assumed = Object.values(INPUTS).filter(({ source }) => source.startsWith('assumed'));
  const lines = assumed.map(({ value, unit, source }) => `- ${`${shown(value)} ${unit}`.trim()}: ${source.replace(/^assumed: /, '')}\n`);
  return `Assumed:\n\n${lines.join('')}`;
}

function limits(): string {
  const rows = DEMANDS.map(({ what, needed, available, moves }) => [
    what,
    `${shown(available.value)} ${available.unit}`,
    ...TRAFFIC.map((perMinute) => percent(needed(startsPerSecond(perMinute)) / available.value)),
    moves,
  ]);
  return table(['Limit', 'By default', ...TRAFFIC.map((perMinute) => `at ${shown(perMinute)} a minute`), 'What moves it'], rows);
}

function shown(value: number): string {
  return value.toLocaleString('en-US', {
    maximumSignificantDigits: value < 1 ? 1 : 15,
    maximumFractionDigits: value < 100 ? 1 : 0,
    roundingPriority: 'lessPrecision',
  });
}

function percent(use: number): string {
  if (use < 0.001) return 'under 0.1 %';
  return Math.round(use * 1000) < 1000 ? `${shown(use * 100)} %` : `**${shown(use * 100)} %**`;
}
