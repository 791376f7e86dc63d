import { RUNBOOK } from '../../../lib/monitoring/alarm-row';
import { Access } from '../../../test/support/compliance-access';
import type { ExpectedCall } from '../../../test/support/compliance-calls';
import { isRecorded } from '../../../test/support/recorded';
import type { Act, SimulatedCall } from '../../../test/support/simulated-call';
import { type Caller, type CallerRow, callerRows } from '../../../test/support/simulated-callers';
import { acts } from '../../../test/support/simulated-calls';
import type { Synthesized } from '../../../test/support/template';
import { countedBy, toldBy } from '../../../test/support/trail-counts';
import { table } from '../markdown';
import { UNSEEN } from './unseen';

export const SIMULATION = 'Simulated: who can do what, and what is seen of it';

/** A call by somebody, with any result. */
export type Asked = Omit<ExpectedCall, 'allowed'>;

/** Says whether a call goes through. */
export type Decide = (call: Asked) => 'allowed' | 'denied' | Promise<'allowed' | 'denied'>;

/** What becomes of a call by the callers of a row. */
export interface Outcome {
  readonly row: CallerRow;
  readonly call: SimulatedCall;
  /** Whom it is allowed. */
  readonly allowed: readonly Caller[];
  /** Alarms that fire, and rules that report it, if one of them does it. */
  readonly alarms: readonly string[];
  readonly rules: readonly string[];
}

/** The section of docs/access.md. Anyone who is not named next to a call is denied it. */
export async function simulation(stage: Synthesized, decide: Decide): Promise<string> {
  const sections = [];
  for (const act of acts(stage, new Access(stage))) sections.push(await actSection(act, stage, decide));
  return `## ${SIMULATION}\n\n${INTRODUCTION}\n${sections.join('\n')}\n${notes()}`;
}

const INTRODUCTION = `[An IAM engine that is not ours](../.ci/judges/simulate.ts) decides each call, on the policies of production with verdicts and of [the bootstrap](bootstrap.md), with one role for each job of \`operators\`. For what is allowed, the event that
CloudTrail would record is held against the template's own selectors, filters and rules; these events are written by us, after AWS's guides. **Anyone who is not named next to a call is denied it.** Every call was tried by:

- the function, and the one that answers for verdicts; the role of each in another function; a role made again under its name;
- roles of \`verdicts.callers\`, of the account without a policy of their own, of another with leave to ask;
- an administrator, the root user and a role of another account, each with every right in their own policies;
- the operators (and the role made again) with every right on objects and keys, and none on policies;
- CDK’s deploy role; CloudFormation’s role in a deployment; the services of AWS that the stack names.
`;

async function actSection({ heading, calls }: Act, stage: Synthesized, decide: Decide): Promise<string> {
  const rows = [];
  for (const call of calls) {
    const outcomes = [];
    for (const row of callerRows(stage, new Access(stage))) outcomes.push(await outcome(row, call, stage, decide));
    rows.push([call.name, allowances(outcomes)]);
  }
  return table([heading, 'Allowed to, and who hears of it'], rows);
}

/** Who is allowed a call, those of whom the same is heard together. */
function allowances(outcomes: readonly Outcome[]): string {
  const told = outcomes.map((each) => ({ who: whom(each), heard: heardOf(each) })).filter(({ who }) => who !== undefined);
  const groups = [...Map.groupBy(told, ({ heard }) => heard)];
  return groups.map(([heard, same]) => `${same.map(({ who }) => who).join(', ')}: ${heard}`).join('; ') || 'no one';
}

/** What becomes of one call. */
export async function outcome(row: CallerRow, call: SimulatedCall, stage: Synthesized, decide: Decide): Promise<Outcome> {
  const allowed: Caller[] = [];
  for (const caller of row.callers) {
    const { who, own, context } = caller;
    const decisions = [];
    for (const [action, on, asked] of call.asks) decisions.push(await decide({ who, own, action, on, context: { ...asked, ...context } }));
    if (decisions.every((decision) => decision === 'allowed')) allowed.push(caller);
  }
  const events = allowed.map(({ identity }) => ({ ...call.event, userIdentity: identity })).filter((each) => isRecorded(each, stage));
  const firing = events.flatMap((each) => countedBy(each, stage)).filter((metric) => hasAlarm(metric, stage));
  return { row, call, allowed, alarms: [...new Set(firing)], rules: [...new Set(events.flatMap((each) => toldBy(each, stage)))] };
}

function hasAlarm(metric: string, stage: Synthesized): boolean {
  return stage.of('AWS::CloudWatch::Alarm').some(([, { Properties }]) => Properties.MetricName === metric);
}

/** Those of a row who are allowed the call, or undefined. */
function whom({ row, allowed }: Outcome): string | undefined {
  if (allowed.length === 0) return undefined;
  return row.callers.length === 1 ? row.name : allowed.map(({ who }) => `\`${who}\``).join(', ');
}

/**
 * What is heard of an allowed call, as a link or as the number of the reason why nothing is.
 * @throws Error where a call that is not seen has no reason, and where a reason is for one that is denied or seen
 */
export function heardOf({ row, call, allowed, alarms, rules }: Outcome): string {
  const reason = UNSEEN.findIndex(({ who, does }) => [who].flat().includes(row.id) && does.includes(call.id)) + 1;
  const isSeen = alarms.length + rules.length > 0;
  const at = `${row.name}, ${call.name}`;
  if (reason > 0 && (isSeen || allowed.length === 0)) throw new Error(`there is a reason for what is seen or denied: ${at}`);
  if (allowed.length === 0) return '';
  if (reason > 0) return `not seen (${reason})`;
  if (!isSeen) throw new Error(`allowed, not seen, and without a reason: ${at}`);
  const links = alarms.map((alarm) => `[${alarm}](${PAGE}#${alarm})`);
  return [...links, ...rules.map((rule) => `[rule-${rule}](${PAGE}#watchers-changed)`)].join(', ');
}

const PAGE = RUNBOOK.replace(/^docs\//, '');

/** Why some allowed calls are not seen, by the numbers in the tables. */
const notes = (): string => `Not seen:\n\n${UNSEEN.map(({ because }, at) => `${at + 1}. ${because}.\n`).join('')}`;
