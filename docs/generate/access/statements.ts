import { CALLERS, OPERATORS } from '../../../test/support/simulated-stage';
import type { Synthesized } from '../../../test/support/template';
import { code } from '../markdown';
import { type AccessRow, accessRows } from './row';

/** What is worth asking about, and how its rows are distinguished from the others. The first that fits takes a row. */
const ASSETS: readonly (readonly [heading: string, about: RegExp])[] = [
  ['Photos and their key', /FacesPhotos/],
  ['Who asks for a verdict, the records of starts, and the key that reads', /Verdicts(?:Api|Transactions|Reading)/],
  ['The secret, the counts of attempts, and the key of everything else', /CredentialsSecret|ServiceKey|AttemptsTable/],
  ['The record of who touched a photo', /AuditTrailFiles|AuditAccessLog/],
];
const OTHER = 'Logs, function, alarms, roles';

const ALWAYS = 'always';

/** Every statement of every policy of a stage, by what it is about. Statements that differ in one respect alone share a line. */
export function statementSections(stage: Synthesized): string {
  const rows = accessRows(stage).map(shortened);
  const headings = [...ASSETS.map(([heading]) => heading), OTHER];
  return headings.map((heading) => `### ${heading}\n\n${lines(rows.filter((row) => headingOf(row) === heading))}`).join('\n');
}

function headingOf({ resources, from }: AccessRow): string {
  if (from.startsWith('trust policy')) return OTHER;
  return ASSETS.find(([, about]) => resources.some((resource) => about.test(resource)))?.[0] ?? OTHER;
}

function lines(rows: readonly AccessRow[]): string {
  const all = rows.map(({ principal, effect, actions, resources, conditions }) => ({
    ...sayWho(principal, effect),
    does: actionsOf(actions),
    on: resources.map(bare).map(code).join(', '),
    when: conditions.join('; ') || ALWAYS,
  }));
  const merged = shared(shared(shared(shared(all, 'when', ' **or** '), 'on', ', '), 'does', ', '), 'who', ', ');
  return merged
    .map(({ who, may, does, on, when }) => `- ${who} ${may} ${does} on ${on}${when === ALWAYS ? '' : `, if ${when}`}.\n`)
    .join('');
}

interface Line {
  readonly who: string;
  readonly may: string;
  readonly does: string;
  readonly on: string;
  readonly when: string;
}

function sayWho(principal: string, effect: AccessRow['effect']): { who: string; may: string } {
  if (principal === 'everybody' && effect === 'must not') return { who: '**no one**', may: 'may' };
  const who = principal === 'everybody' ? 'anyone' : principal.includes(' ') ? principal : code(principal);
  return { who, may: effect === 'may' ? 'may' : '**must not**' };
}

/** Joins the lines that differ in this member alone. */
function shared(lines: readonly Line[], member: keyof Line, between: string): Line[] {
  const groups = Map.groupBy(lines, (line) => JSON.stringify({ ...line, [member]: '' }));
  return [...groups.values()].map((group) => ({
    ...(group[0] as Line),
    [member]: joined([...new Set(group.map((line) => line[member]))], between),
  }));
}

const joined = (texts: readonly string[], between: string): string => (texts.includes(ALWAYS) ? ALWAYS : texts.join(between));

/** Actions with their service once. The administration of a key is one word: lib/foundation/key-administration.ts has the list. */
function actionsOf(actions: readonly string[]): string {
  if (actions.includes('kms:ScheduleKeyDeletion') && !actions.some((action) => /Decrypt|Encrypt|DataKey|CreateGrant/.test(action)))
    return '`kms:` administration';
  return [...Map.groupBy(actions, (action) => action.split(':')[0] ?? '')]
    .map(([service, same]) => code(`${service}:${same.map((action) => action.slice(service.length + 1)).join(',')}`))
    .join(', ');
}

const ROLES = new Map([
  ...Object.entries(OPERATORS).flatMap(([job, roles]) => roles.map((role): [string, string] => [role, `operators.${job}`])),
  ...CALLERS.map((role, at): [string, string] => [role, at === 0 ? 'verdicts.callers' : 'verdicts.callers of another account']),
]);

/** Roles of the settings by the setting, without what all ARNs share. */
function shortened(row: AccessRow): AccessRow {
  const text = (value: string): string => {
    const named = [...ROLES].reduce((said, [role, job]) => said.replaceAll(role, job), value);
    return named.replaceAll(/arn:aws:(\w+):<region>:<account>:/g, '$1:…:').replaceAll('FaceMatchProxy-prod-', '<stack>-');
  };
  return {
    ...row,
    principal: text(row.principal),
    resources: row.resources.map(text),
    conditions: row.conditions.map(text),
  };
}

const bare = (resource: string): string => resource.replace(/^(\w+)$/, '<$1>');
