import { ACKNOWLEDGEMENTS } from '../../../lib/foundation/acknowledgements';
import { WILDCARDS } from '../../../lib/foundation/wildcards';
import type { AuditedApp, StandingFinding } from '../../../test/support/compliance-app';
import { CONTROL_TOWER, PACKS, readControlTowerRules } from '../../../test/support/compliance-packs';
import { code, isMade, table } from '../markdown';
import type { Control } from './control';
import { OWASP } from './controls-owasp';
import { CIS, SECURITY_HUB } from './controls-security-hub';
import { FORCED_BY_AWS } from './forced-by-aws';

type Apps = ReadonlyMap<string, AuditedApp>;

const REASONS: readonly string[] = [...Object.values(ACKNOWLEDGEMENTS).map(({ reason }) => reason), ...Object.values(WILDCARDS)];

/** The whole document, from what the packs said of every stage and example. */
export function compliancePage(apps: Apps): string {
  const prod = apps.get('prod') as AuditedApp;
  const sections: readonly (readonly [heading: string, text: string])[] = [
    ['How many findings stand', counts(apps)],
    ['What stands, and why', acknowledged(apps)],
    ['What AWS forces', FORCED_BY_AWS.map(([rule, forced, instead]) => `- ${rule}, but: ${forced}. ${instead}.\n`).join('')],
    ['OWASP API Security Top 10, 2023', `All are on.\n\n${owasp()}`],
    ['AWS Security Hub', controls(SECURITY_HUB)],
    [
      'CIS AWS Foundations Benchmark 5.0',
      `${controls(CIS)}\nIts other rules are about accounts, people and networks, of which the stack has none.\n`,
    ],
    ['Rules of cdk-nag', nagRules(prod)],
    ['Rules of AWS Control Tower', controlTowerRules(prod)],
  ];
  return `${INTRODUCTION}\n${sections.map(([heading, text]) => `## ${heading}\n\n${text}`).join('\n')}`;
}

const INTRODUCTION = `# Compliance register

${isMade('from what the rule packs say of each stage and example')}

Each stage and example is checked with the packs of cdk-nag and the rules of AWS Control Tower. **No finding is open**: [a test](../test/compliance/rule-packs.test.ts) fails for one without an
acknowledgement, and for an acknowledgement without one. The construct applies them, each at one resource ([acknowledgements.ts](../lib/foundation/acknowledgements.ts)), so your own app shows the same.

The lists of controls are about production. A control that is **on** is proved: [each protection is removed once](../test/compliance/protections.test.ts), and a test sees it. \`grep -rn 'Security Hub S3.5' test/compliance\` finds
the proof. A pack knows neither the account nor how the stack is run.
`;

function counts(apps: Apps): string {
  const rows = [...apps].map(([name, { standing }]) => [name, ...PACKS.map((pack) => String(rulesOf(standing, pack)))]);
  const total = new Set([...apps.values()].flatMap(({ standing }) => standing.map(({ reason }) => reason))).size;
  return `Acknowledged rules, by pack. Behind them are ${total} decisions.\n\n${table(['Stage or example', ...PACKS], rows)}`;
}

function rulesOf(standing: readonly StandingFinding[], pack: string): number {
  return new Set(standing.filter((finding) => finding.pack === pack).map(({ id }) => id)).size;
}

/** Each reason once, with the rules that it answers, where they object, and in which stages and examples if not in all. */
function acknowledged(apps: Apps): string {
  const lines = REASONS.map((reason) => {
    const found = [...apps].flatMap(([app, { standing }]) =>
      standing.filter((each) => each.reason === reason).map((each) => ({ app, ...each })),
    );
    const rules = unique(found.map(({ id }) => code(ruleOf(id)))).join(', ');
    const only = namesOf(unique(found.map(({ app }) => app)), [...apps.keys()]);
    return `- ${rules} at ${places(unique(found.map(({ at }) => placeOf(at))))}${only}: ${reason}\n`;
  });
  return lines.join('');
}

/** Some of the stages and examples in the shorter way, and nothing for all. */
function namesOf(some: readonly string[], all: readonly string[]): string {
  const others = all.filter((name) => !some.includes(name));
  if (others.length === 0) return '';
  return others.length < some.length ? ` (all but ${others.join(', ')})` : ` (${some.join(', ')})`;
}

/** A rule without the name of its pack and without what it found. */
const ruleOf = (id: string): string =>
  id
    .slice(id.indexOf('::') + 2)
    .replace(/\[.*$/, '')
    .replace(/^[\w.]+-(?=\w+$)/, '');

const placeOf = (path: string): string => path.replace(/^[^/]*\/(?:Proxy\/)?/, '').replace(/(?:\/Resource)+$/, '');

function places(paths: readonly string[]): string {
  const [first = ''] = paths;
  return paths.length > 3 ? `${paths.length} in ${code(first.split('/').slice(0, 2).join('/'))}` : paths.map(code).join(', ');
}

const owasp = (): string =>
  OWASP.map(({ id, title, reason }) => `- ${shortId(id)}: ${title}.${reason === undefined ? '' : ` ${reason}`}\n`).join('');

/** What is on in one line; what is not, each with its reason, unless that stands above. */
function controls(list: readonly Control[]): string {
  const ids = (found: readonly Control[]) => found.map(({ id }) => shortId(id)).join(', ');
  const others = list.filter(({ state }) => state !== 'on');
  const above = others.filter(({ reason = '' }) => REASONS.includes(reason));
  const lines = others
    .filter((control) => !above.includes(control))
    .map(({ id, title, state, reason }) => `- ${shortId(id)}${state === 'refused' ? ` (${title})` : ''}, ${state}: ${reason}\n`);
  const repeated = above.length === 0 ? [] : [`- ${ids(above)}, refused: the reasons stand above.\n`];
  return `On: ${ids(list.filter(({ state }) => state === 'on'))}.\n\n${[...repeated, ...lines].join('')}`;
}

const shortId = (id: string): string => id.replace(/^Security Hub |^OWASP |^CIS /, '');

function nagRules(app: AuditedApp): string {
  const rules = [...app.judged].map(([rule, packs]) => ({ rule: code(rule), ids: [...packs].map((pack) => `${pack}::${pack}-${rule}`) }));
  const sorted = rules.sort((one, other) => one.rule.localeCompare(other.rule));
  return `${byState(app, sorted)}\nEvery other rule of the packs speaks of services that are not used.\n`;
}

function controlTowerRules(app: AuditedApp): string {
  const rules = readControlTowerRules();
  const applying = rules.filter(({ types }) => types.some((type) => app.types.has(type)));
  const named = applying.map(({ id, rule }) => ({ rule: id, ids: [`${CONTROL_TOWER}::${rule}`] }));
  return `${byState(app, named)}\n${applying.length} of ${rules.length} proactive controls speak of a type of resource that the stage has.\n`;
}

function byState({ standing }: AuditedApp, rules: readonly { rule: string; ids: readonly string[] }[]): string {
  const stands = ({ ids }: { ids: readonly string[] }) =>
    standing.some(({ id }) => ids.some((each) => id === each || id.startsWith(`${each}[`)));
  const list = (found: typeof rules) => found.map(({ rule }) => rule).join(', ');
  return `On: ${list(rules.filter((rule) => !stands(rule)))}. Acknowledged above: ${list(rules.filter(stands))}.
`;
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];
