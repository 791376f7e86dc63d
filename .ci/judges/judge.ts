/**
 * Decides the calls of test/compliance and test/bootstrap again, with an IAM engine that is not ours, on the synthesized templates: policies of identities, buckets
 * and keys, and the permissions boundary. `.ci/run` runs it; by hand: npm ci --prefix .ci/judges --ignore-scripts && npx tsx .ci/judges/judge.ts
 *
 * It fails where the engine, test/support/stack-policies.ts and the promise do not all agree; where a call is not judged and not listed; and where a
 * statement can be removed from the templates without another decision, unless that is listed.
 * It lets a call on an alias count by the alias's ARN: which ARN an action takes is judged by test/compliance/authorization-reference.test.ts.
 */
import { cases } from './calls';
import type { Decided } from './decision';
import { agrees, type Judged, judged, notices } from './judged';
import { NOT_JUDGED } from './not-judged';
import { namesOf } from './undone';
import { UNNOTICED } from './unnoticed';

const every = cases().map((each) => ({ ...each, decided: new Map() as Decided }));

async function disagreements(): Promise<string[]> {
  const faults: string[] = [];
  const unjudged: Judged[] = [];
  for (const each of every) {
    const found = await judged(each, each.decided);
    const left = found.filter(({ decision }) => typeof decision !== 'string');
    unjudged.push(...left);
    faults.push(...found.filter((one) => !agrees(one)).map((one) => `${each.name}: no agreement on ${shown(one)}`));
    say(`${each.name}: ${found.length - left.length} of ${found.length} calls decided`);
  }
  return [...faults, ...unlisted(unjudged)];
}

function unlisted(unjudged: readonly Judged[]): string[] {
  const fits = ({ action, word }: (typeof NOT_JUDGED)[number], { call, decision }: Judged): boolean =>
    action === call.action && typeof decision !== 'string' && decision.notJudged === word;
  for (const row of NOT_JUDGED) say(`not judged: ${row.action}, ${unjudged.filter((one) => fits(row, one)).length} times. ${row.because}`);
  return [
    ...unjudged.filter((one) => !NOT_JUDGED.some((row) => fits(row, one))).map((one) => `not judged and not listed: ${shown(one)}`),
    ...NOT_JUDGED.filter((row) => !unjudged.some((one) => fits(row, one))).map(({ action }) => `listed as not judged, and is: ${action}`),
  ];
}

/** Removes each statement from the templates, for the engine only: it must then decide a call in another way than promised. */
async function unnoticed(): Promise<string[]> {
  const faults: string[] = [];
  const listed = Object.values(UNNOTICED).flat();
  const names = new Set(every.flatMap(({ stage }) => namesOf(stage)));
  for (const name of names) {
    const concerned = every.filter(({ stage }) => namesOf(stage).includes(name));
    const isNoticed = (await Promise.all(concerned.map((each) => notices(each, name, each.decided)))).includes(true);
    if (!isNoticed && !listed.includes(name)) faults.push(`nothing is decided otherwise without the statement ${name}`);
    if (isNoticed && listed.includes(name)) faults.push(`listed as unnoticed, and is noticed: ${name}`);
  }
  say(`${names.size - listed.length} of ${names.size} statements are noticed when they are taken out`);
  return [...faults, ...listed.filter((name) => !names.has(name)).map((name) => `listed, and in no template: ${name}`)];
}

/** Without what the caller's own policies say, which is long. */
function shown({ call: { own, ...call }, ...rest }: Judged): string {
  return JSON.stringify({ call, ...rest });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(): Promise<void> {
  const disagreed = await disagreements();
  const faults = disagreed.length > 0 ? disagreed : await unnoticed();
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}

void main();
