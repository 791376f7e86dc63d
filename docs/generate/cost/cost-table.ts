import inputs from '../../cost-inputs.json';
import { table } from '../markdown';

type Named<Members> = { readonly [Name in keyof Members]: number };

const usage = values(inputs.usage);
const price = values(inputs.prices);
const KB_IN_GB = 1024 * 1024;
const MB_IN_GB = 1024;

/** What Cognito charges for the users of a pool who are active in a month of so many started transactions. A pool that is there already is paid for. */
export function poolCosts(transactions: number): number {
  return (transactions / usage.transactionsPerUser) * price.activeUser;
}

/** What a month of the stack itself costs for so many started transactions, by part, in the order of the table: without the user pool. */
export function monthlyCosts(transactions: number): readonly (readonly [part: string, cost: number])[] {
  const requests = transactions * usage.requestsPerTransaction;
  const users = transactions / usage.transactionsPerUser;
  const photos = users * usage.enrolledPerActive;
  // A start reads one photo; each request is one invocation.
  const dataEvents = transactions + requests + photos * usage.enrolledAnewShare;
  const seconds = transactions * usage.startSeconds + (requests - transactions) * usage.infoSeconds;
  return [
    ['API Gateway', (requests / 1e6) * price.apiRequestMillion],
    ['Lambda', (requests / 1e6) * price.lambdaRequestMillion + seconds * usage.memoryGB * price.lambdaGBSecond],
    ['S3: photos', s3(transactions, photos)],
    ['Bytes out to Microblink', ((transactions * usage.wireMB) / MB_IN_GB) * price.outGB],
    ['KMS', usage.keys * price.key + ((transactions * usage.kmsPerTransaction) / 1e4) * price.kmsTenThousand],
    ['Secrets Manager', price.secret + (usage.secretReads / 1e4) * price.secretTenThousand],
    ['Table of attempts', (transactions / 1e6) * price.tableWriteMillion],
    ['Logs of function and API', logs(requests * (usage.functionLogKB + usage.accessLogKB))],
    ['CloudTrail: data events', (dataEvents / 1e5) * price.dataEventHundredThousand],
    ['CloudTrail: changes, as a second trail', (usage.changesPerMonth / 1e5) * price.changeHundredThousand],
    ['Log of the trail', logs((dataEvents + usage.changesPerMonth) * usage.eventKB)],
    ['Alarms, metrics, dashboard', usage.alarms * price.alarm + usage.customMetrics * price.customMetric + price.dashboard],
    ['Traces', ((requests * usage.tracedShare) / 1e6) * price.traceMillion],
    ['Firewall', price.webACL + usage.firewallRules * price.wafRule + (requests / 1e6) * price.wafRequestMillion],
  ];
}

/** What a month of verdicts costs in addition, by part: with `verdicts` in the settings, each transaction is asked for. */
export function verdictCosts(transactions: number): readonly (readonly [part: string, cost: number])[] {
  const questions = transactions * usage.questionsPerTransaction;
  const seconds = questions * usage.questionSeconds;
  return [
    ['API Gateway', (questions / 1e6) * price.apiRequestMillion],
    ['Lambda', (questions / 1e6) * price.lambdaRequestMillion + seconds * usage.questionMemoryGB * price.lambdaGBSecond],
    // Of each transaction its start and its decision are written; each question reads once.
    ['Table of transactions', ((2 * transactions) / 1e6) * price.tableWriteMillion + (questions / 1e6) * price.tableReadMillion],
    ['Secrets Manager', price.secret],
    ['Logs, traces, trail', logs(questions * (usage.functionLogKB + usage.accessLogKB)) + observed(questions)],
    ['Alarms, metrics', usage.verdictAlarms * price.alarm + usage.verdictMetrics * price.customMetric],
  ];
}

/** Invocations as the trail and X-Ray record them. */
function observed(invocations: number): number {
  return ((invocations * usage.tracedShare) / 1e6) * price.traceMillion + (invocations / 1e5) * price.dataEventHundredThousand;
}

function s3(reads: number, photos: number): number {
  const writes = photos * usage.enrolledAnewShare;
  const kept = ((photos * usage.photoMB) / MB_IN_GB) * price.s3GBMonth;
  return kept + (writes / 1000) * price.s3PutThousand + (reads / 1000) * price.s3GetThousand;
}

/** Taken in once, and kept compressed, with as many months of it lying there as logs are kept for. */
function logs(kilobytes: number): number {
  const gigabytes = kilobytes / KB_IN_GB;
  return gigabytes * price.logGB + gigabytes * usage.compressed * usage.logMonthsKept * price.logGBMonth;
}

/** What stands in docs/cost.md. The inputs stand in docs/cost-inputs.json, each with its meaning or its source. */
export function costPart(): string {
  const months = inputs.transactions.map(monthlyCosts);
  const pools = inputs.transactions.map(poolCosts);
  const verdicts = inputs.transactions.map(verdictCosts);
  const sums = sumsOf(months);
  const whole = sums.map((sum, at) => sum + (pools[at] ?? 0));
  const each = (costs: readonly number[]) => costs.map((cost, at) => (cost / (inputs.transactions[at] ?? 1)).toFixed(4));
  const bold = (costs: readonly number[]) => costs.map((cost) => `**${money(cost)}**`);
  const counts = inputs.transactions.map((count) => `${count.toLocaleString('en-US')} a month`);
  return [
    `Prices of ${inputs.asOf}, ${inputs.region}, in ${inputs.currency}, without tax and without free tiers.\n`,
    table(['Part', ...counts], [...rowsOf(months), ['**The stack**', ...bold(sums)], ['For one transaction', ...each(sums)]]),
    'A pool that you have costs nothing more. A new one (`callers.pool.new`) costs in addition:\n',
    table(
      ['Part', ...counts],
      [
        ['Cognito: active users', ...pools.map(money)],
        ['**Stack and pool**', ...bold(whole)],
        ['For one transaction', ...each(whole)],
      ],
    ),
    'Verdicts (`verdicts`) cost in addition:\n',
    table(
      ['Part', ...counts],
      [...rowsOf(verdicts), ['**Verdicts**', ...bold(sumsOf(verdicts))], ['For one transaction', ...each(sumsOf(verdicts))]],
    ),
  ].join('\n');
}

type Month = ReturnType<typeof monthlyCosts>;

function rowsOf(months: readonly Month[]): string[][] {
  return (months[0] ?? []).map(([part], at) => [part, ...months.map((month) => money(month[at]?.[1] ?? 0))]);
}

function sumsOf(months: readonly Month[]): number[] {
  return months.map((month) => month.reduce((sum, [, cost]) => sum + cost, 0));
}

function money(value: number): string {
  return value.toFixed(2);
}

function values<Members extends Readonly<Record<string, { readonly value: number }>>>(members: Members): Named<Members> {
  return Object.fromEntries(Object.entries(members).map(([name, { value }]) => [name, value])) as Named<Members>;
}
