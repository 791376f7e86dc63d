import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { INPUTS, type Input, QUOTAS, TRAFFIC } from './capacity-inputs';

const DOCUMENT = path.join(__dirname, '..', '..', 'docs', 'capacity.md');
const BEGIN = '<!-- capacity: made by test/docs/capacity-table.ts -->\n';
const END = '<!-- end of capacity -->';

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
    what: 'the API’s own throttle',
    needed: requests,
    available: INPUTS.throttlePerSecond,
    moves: '`api.throttle.ratePerSecond`, and `burst`',
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
  { what: 'DynamoDB', needed: (starts) => starts, available: QUOTAS.dynamoDb, moves: 'warm throughput of the table; quota of AWS' },
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

/** Each limit with its use at this traffic, the fullest first. */
export function usage(perMinute: number): (Demand & { readonly use: number })[] {
  const starts = startsPerSecond(perMinute);
  return DEMANDS.map((demand) => ({ ...demand, use: demand.needed(starts) / demand.available.value })).sort(
    (one, other) => other.use - one.use,
  );
}

/** Everything between the markers of docs/capacity.md. */
export function capacityTables(): string {
  return [inputs(), ...TRAFFIC.map(traffic), units()].join('\n');
}

/** What stands between them. */
export function writtenTables(): string {
  const document = readFileSync(DOCUMENT, 'utf8');
  return document.slice(document.indexOf(BEGIN) + BEGIN.length, document.indexOf(END));
}

function inputs(): string {
  const rows = (named: Readonly<Record<string, Input>>) =>
    Object.entries(named).map(([name, { value, unit, source }]) => `| \`${name}\` | ${shown(value)} ${unit} | ${source} |`);
  const head = ['| Name | Value | Source |', '|---|---|---|'];
  const quotas = ['## Quotas', '', 'Published defaults; **check yours** in the Service Quotas console.', '', ...head, ...rows(QUOTAS), ''];
  return ['## Inputs', '', ...head, ...rows(INPUTS), '', ...quotas].join('\n');
}

function traffic(perMinute: number): string {
  const starts = startsPerSecond(perMinute);
  const all = usage(perMinute);
  const rows = all.map(
    ({ what, needed, available, use, moves }) =>
      `| ${what} | ${shown(needed(starts))} | ${shown(available.value)} ${available.unit} | ${percent(use)} | ${moves} |`,
  );
  const [first] = all;
  const full = all.filter(({ use }) => Math.round(use * 1000) >= 1000).map(({ what }) => what);
  const verdict =
    full.length === 0
      ? `Nothing is reached; the first would be ${first?.what}.`
      : `The first limit is ${first?.what}. Reached: ${full.join(', ')}.`;
  const head = ['| Limit | Needed | Default | Used | What moves it |', '|---|---|---|---|---|'];
  return [
    `## ${shown(perMinute)} transactions a minute`,
    '',
    `${shown(starts)} starts in the busiest second. ${verdict}`,
    '',
    ...head,
    ...rows,
    '',
  ].join('\n');
}

/** Amounts, not money: prices differ by region and change. */
function units(): string {
  const million = 1_000_000;
  const gigabyteSeconds = (million * atOnce(1) * INPUTS.memoryMB.value) / 1024;
  const rows: [string, string][] = [
    ['[API Gateway](https://aws.amazon.com/api-gateway/pricing/) REST requests', shown(requests(million))],
    ['[Lambda](https://aws.amazon.com/lambda/pricing/) requests (arm64)', shown(requests(million))],
    ['Lambda GB-seconds', shown(gigabyteSeconds)],
    ['[S3](https://aws.amazon.com/s3/pricing/) GET requests', shown(million)],
    ['[DynamoDB](https://aws.amazon.com/dynamodb/pricing/on-demand/) write request units', shown(million)],
    [
      '[CloudWatch Logs](https://aws.amazon.com/cloudwatch/pricing/) GB taken in',
      shown((requests(million) * INPUTS.logKB.value) / million),
    ],
    [
      'Data out to Microblink, GB ([EC2 data transfer](https://aws.amazon.com/ec2/pricing/on-demand/)), base64 included',
      shown((million * INPUTS.photoKB.value * 4) / 3 / million),
    ],
  ];
  const lines = rows.map(([what, amount]) => `| ${what} | ${amount} |`);
  return ['## What a million transactions use', '', '| What is paid for | Amount |', '|---|---|', ...lines, ''].join('\n');
}

function shown(value: number): string {
  return value.toLocaleString('en-US', {
    maximumSignificantDigits: value < 1 ? 1 : 15,
    maximumFractionDigits: value < 100 ? 1 : 0,
    roundingPriority: 'lessPrecision',
  });
}

function percent(use: number): string {
  return use < 0.001 ? 'under 0.1 %' : `${shown(use * 100)} %`;
}

if (require.main === module) {
  const document = readFileSync(DOCUMENT, 'utf8');
  writeFileSync(
    DOCUMENT,
    document.slice(0, document.indexOf(BEGIN) + BEGIN.length) + capacityTables() + document.slice(document.indexOf(END)),
  );
}
