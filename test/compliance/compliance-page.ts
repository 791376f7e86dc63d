import { ACKNOWLEDGEMENTS, WILDCARDS } from '../../lib/foundation/acknowledgements';
import type { AuditedApp } from '../support/compliance-app';
import { APPS, audit } from '../support/compliance-apps';
import { CONTROL_TOWER, PACKS, readControlTowerRules } from '../support/compliance-packs';
import { table, writePage } from '../support/written-page';
import type { Control } from './control';
import { OWASP } from './controls-owasp';
import { CIS, SECURITY_HUB } from './controls-security-hub';
import { FORCED_BY_AWS } from './forced-by-aws';
import { OPEN_FINDINGS } from './open-findings';
import { PROTECTIONS } from './protections';

export const COMPLIANCE_FILE = 'docs/compliance.md';

type Apps = ReadonlyMap<string, AuditedApp>;

const RULES_TEST = 'test/compliance/rule-packs.test.ts';
const OPEN = new Map(OPEN_FINDINGS.flatMap(({ ids, closedBy }) => ids.map((id): [string, string] => [id, closedBy])));

/** The whole document, from what the packs said of every stage and example. */
export function compliancePage(apps: Apps): string {
  const sections: readonly (readonly [heading: string, text: string])[] = [
    ['How many findings stand', counts(apps)],
    ['What stands, and why', acknowledged(apps)],
    ['What is open', open(apps)],
    ['What AWS forces', table(['Our rule', 'What AWS forces', 'In its place'], FORCED_BY_AWS)],
    ['OWASP API Security Top 10, 2023', controls(OWASP)],
    ['AWS Security Hub', controls(SECURITY_HUB)],
    [
      'CIS AWS Foundations Benchmark 5.0',
      `Its other rules are about accounts, people and networks, of which the stack has none.\n\n${controls(CIS)}`,
    ],
    ['Rules of cdk-nag', nagRules(prod(apps))],
    ['Rules of AWS Control Tower', controlTowerRules(prod(apps))],
  ];
  return `${INTRODUCTION}\n${sections.map(([heading, text]) => `## ${heading}\n\n${text}`).join('\n')}`;
}

const INTRODUCTION = `# Compliance register

<!-- Made by: npx tsx test/compliance/compliance-page.ts (a test fails when it is not what the rule packs say) -->

What a stage of this stack is held to, and how it stands: **on**, **acknowledged** or **refused** with the reason, **open**, or **not applicable**. The packs run in the
test of every stage and every example (\`${RULES_TEST}\`). An acknowledgement stands at one resource, names one finding and is applied by the
construct itself ([lib/foundation/acknowledgements.ts](../lib/foundation/acknowledgements.ts)), so an app that contains the construct shows the same. One that no pack needs
fails the test, as does a finding without one. Where not stated otherwise, the production stage is meant, \`config/prod.json\`.

A pack reads a template and knows neither the account nor how the stack is run. That it is silent is not a certificate.
`;

function counts(apps: Apps): string {
  const rows = [...apps].map(([name, { standing }]) => [name, ...PACKS.map((pack) => String(rulesOf(standing, pack)))]);
  const total = new Set([...apps.values()].flatMap(({ standing }) => standing.map(({ reason }) => reason))).size;
  return `Rules that stand acknowledged, by pack. Behind them are ${total} decisions.\n\n${table(['Stage or example', ...PACKS], rows)}`;
}

function rulesOf(standing: AuditedApp['standing'], pack: string): number {
  return new Set(standing.filter((finding) => finding.pack === pack).map(({ id }) => id)).size;
}

function acknowledged(apps: Apps): string {
  const reasons = [...Object.values(ACKNOWLEDGEMENTS).map(({ reason }) => reason), ...Object.values(WILDCARDS)];
  const rows = reasons.map((reason) => {
    const found = [...apps].flatMap(([app, { standing }]) =>
      standing.filter((each) => each.reason === reason).map((each) => ({ app, ...each })),
    );
    const ids = unique(found.map(({ id }) => code(id.slice(id.indexOf('::') + 2).replace(/<\w+\.Arn>|arn:aws:s3:::[\w-]+/, '<bucket>'))));
    const at = unique(
      found.map((each) =>
        code(
          each.at
            .split('/')
            .slice(1)
            .join('/')
            .replace(/\/\w+\/(?:ApiPermission).*/, '/…'),
        ),
      ),
    );
    const where = unique(found.map(({ app }) => app));
    return [
      reason,
      ids.join(', '),
      [...new Set(at.map((path) => path.replace(/Default\/.*/, 'Default/…`')))].join(', '),
      where.length === apps.size ? 'all' : where.join(', '),
    ];
  });
  return table(['Reason', 'Findings', 'Resource', 'Stages and examples'], rows);
}

function open(apps: Apps): string {
  if (OPEN_FINDINGS.length === 0) return 'Nothing.\n';
  const rows = OPEN_FINDINGS.map(({ closedBy, ids }) => [
    `Will be closed by ${closedBy}.`,
    ids.map((id) => code(id.slice(id.indexOf('::') + 2))).join(', '),
    [...apps]
      .filter(([, { findings }]) => findings.some(({ id }) => ids.includes(id)))
      .map(([name]) => name)
      .join(', '),
  ]);
  return table(['Finding', 'Rules', 'Stages and examples'], rows);
}

function controls(list: readonly Control[]): string {
  const rows = list.map(({ id, title, state, reason, tests = [] }) => {
    const proofs = [
      ...PROTECTIONS.filter((protection) => protection.controls?.includes(id)).map(({ promise }) => `\`protections.test.ts\`: ${promise}`),
      ...tests.map(([file, name]) => `\`${file}\`: ${name}`),
    ];
    return [id.replace(/^Security Hub |^OWASP |^CIS /, ''), title, state, reason ?? '', proofs.join('<br>')];
  });
  return table(['Control', 'Asks', 'State', 'Reason', 'Proved by'], rows);
}

function nagRules(app: AuditedApp): string {
  const nag = PACKS.filter((pack) => pack !== CONTROL_TOWER);
  const rows = [...app.judged]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([rule, packs]) => {
      const ids = nag.filter((pack) => packs.has(pack)).map((pack) => `${pack}::${pack}-${rule}`);
      return [code(rule), nag.filter((pack) => packs.has(pack)).join(', '), stateOf(app, ids), proofOf(rule)];
    });
  return `Rules that had a resource to judge. Every other rule of the packs is not applicable: it speaks of services that are not used.\n\n${table(['Rule', 'Packs', 'State', 'Proved by'], rows)}`;
}

function controlTowerRules(app: AuditedApp): string {
  const rules = readControlTowerRules();
  const applying = rules.filter(({ types }) => types.some((type) => app.types.has(type)));
  const rows = applying.map(({ id, title, rule }) => [id, title, stateOf(app, [`${CONTROL_TOWER}::${rule}`]), proofOf(rule)]);
  return `${applying.length} of ${rules.length} proactive controls speak of a type of resource that the stage has; the others are not applicable.\n\n${table(['Control', 'Asks', 'State', 'Proved by'], rows)}`;
}

function stateOf({ standing, findings }: AuditedApp, ids: readonly string[]): string {
  const is = (id: string) => ids.some((each) => id === each || id.startsWith(`${each}[`));
  const found = findings.find(({ id }) => is(id));
  if (found !== undefined) return `open: ${OPEN.get(found.id) ?? 'neither mended nor acknowledged'}`;
  return standing.some(({ id }) => is(id)) ? 'acknowledged' : 'on';
}

/** The packs' own test, and the protections that name the rule. */
function proofOf(rule: string): string {
  const own = PROTECTIONS.filter(({ controls = [] }) =>
    controls.some((each) => each.startsWith('nag ') && (each === `nag ${rule}` || each.endsWith(`-${rule}`))),
  );
  return ['`rule-packs.test.ts`', ...own.map(({ promise }) => `\`protections.test.ts\`: ${promise}`)].join('<br>');
}

const prod = (apps: Apps): AuditedApp => apps.get('prod') as AuditedApp;
const unique = (texts: readonly string[]): string[] => [...new Set(texts)];
const code = (text: string): string => `\`${text}\``;

if (require.main === module) writePage(COMPLIANCE_FILE, compliancePage(new Map(APPS.map((name) => [name, audit(name)]))));
