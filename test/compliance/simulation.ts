import { Access } from '../support/compliance-access';
import type { ExpectedCall } from '../support/compliance-calls';
import { isRecorded } from '../support/recorded';
import { type Caller, type CallerRow, callerRows } from '../support/simulated-callers';
import { type Act, acts, type SimulatedCall } from '../support/simulated-calls';
import type { Synthesized } from '../support/template';
import { countedBy, toldBy } from '../support/trail-counts';
import { table } from '../support/written-page';
import { UNSEEN } from './unseen';

export const SIMULATION = 'Simulated: who can do what, and what is seen of it';

/** A call by somebody, whatever is expected of it. */
export type Asked = Omit<ExpectedCall, 'allowed'>;

/** Says whether a call goes through. */
export type Decide = (call: Asked) => 'allowed' | 'denied' | Promise<'allowed' | 'denied'>;

/** What becomes of a call by the callers of a row. */
export interface Outcome {
  readonly row: CallerRow;
  readonly call: SimulatedCall;
  /** Whom it is allowed. */
  readonly allowed: readonly Caller[];
  /** Alarms that fire, and rules that tell of it, if one of them does it. */
  readonly alarms: readonly string[];
  readonly rules: readonly string[];
}

/** The section of docs/access.md. */
export async function simulation(stage: Synthesized, decide: Decide): Promise<string> {
  const sections = [];
  for (const act of acts(stage, new Access(stage))) sections.push(await actSection(act, stage, decide));
  return `## ${SIMULATION}\n\n${INTRODUCTION}\n${sections.join('\n')}`;
}

const INTRODUCTION = `Whether a call is allowed is decided by [an IAM engine that is not ours](../.ci/judges/simulate.ts), on the policies of production's template and of [the bootstrap](bootstrap.md), with one role for each job of \`operators\`. For what is allowed,
the event that CloudTrail would record is held against the template's own selectors, metric filters and rules: an alarm or a rule is named where it fires at that event. That part is our reading of AWS's guides, of events that we wrote.

- An administrator, the root user and the role of another account have every right in their own policies. Operators, and the role made again, have every right on objects and keys and none on policies: whose role has more is an administrator, too. All others have what the stack and the bootstrap give them.
- Who can take on a role of \`operators\` or of the deployment is decided by that role's trust, and not by this stack. What CDK's deploy role lets CloudFormation do is in the row of CloudFormation's role.
- Services of AWS are all that the stack's policies name, and S3.
- A denied read is seen as an allowed one is. What is seen can still be done: [what remains](threat-model.md#what-remains-possible-to-whom-and-why-it-is-accepted).
`;

async function actSection({ heading, calls }: Act, stage: Synthesized, decide: Decide): Promise<string> {
  const rows = [];
  for (const row of callerRows(stage, new Access(stage))) {
    const cells = [];
    for (const call of calls) cells.push(cell(await outcome(row, call, stage, decide)));
    rows.push([row.name, ...cells]);
  }
  return `### ${heading}\n\n${table(['Who', ...calls.map(({ name }) => name)], rows)}`;
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

/** A cell says one of three things. @throws Error where a call that is not seen has no reason, and where a reason is for one that is denied or seen */
export function cell({ row, call, allowed, alarms, rules }: Outcome): string {
  const because = UNSEEN.find(({ who, does }) => who === row.id && does.includes(call.id))?.because;
  const isSeen = alarms.length + rules.length > 0;
  const at = `${row.name}, ${call.name}`;
  if (because !== undefined && (isSeen || allowed.length === 0)) throw new Error(`there is a reason for what is seen or denied: ${at}`);
  if (allowed.length === 0) return 'denied';
  const whom = row.callers.length === 1 ? 'allowed' : `allowed to ${allowed.map(({ who }) => `\`${who}\``).join(', ')}`;
  if (because !== undefined) return `${whom}, not seen: ${because}`;
  if (!isSeen) throw new Error(`allowed, not seen, and without a reason: ${at}`);
  const told = rules.map((rule) => `[the rule ${rule}](runbook-audit.md#watchers-changed)`);
  return `${whom}, seen by ${[...alarms.map((alarm) => `[${alarm}](runbook-audit.md#${alarm})`), ...told].join(' and ')}`;
}
