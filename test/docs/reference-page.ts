import production from '../../config/prod.json';
import { accessLogFormat } from '../../lib/api/access-log';
import { AUDIT_ALARMS } from '../../lib/audit/alarm-table';
import { checkConfig } from '../../lib/config/check';
import { ALARMS } from '../../lib/monitoring/alarm-table';
import { type Synthesized, synthesize } from '../support/template';
import { table, writePage } from '../support/written-page';
import { cellsOf, membersOf, read, section } from './documents';
import { type WatchedMetric, watchedMetrics, watches } from './watched-metrics';

export const REFERENCE_FILE = 'docs/reference.md';

/** Production with every alarm that it can have, those of operators who may replace a photo among them. */
export function fullProduction(): Synthesized {
  const { $schema: _editorsOnly, operators, auditTrail, ...others } = production;
  const replace = ['arn:aws:iam::111122223333:role/some-role'];
  const settings = { ...others, operators: { ...operators, replace }, auditTrail: { ...auditTrail, erasedPhotos: 'alarm' } };
  return synthesize(checkConfig(settings, 'config/prod.json with every alarm'), 'prod');
}

/** The whole document, out of the production stage's template, the tables of alarms, the function's telemetry and docs/logs.md. */
export function referencePage(stage: Synthesized): string {
  return [INTRODUCTION, outputs(stage), alarms(stage), metrics(stage), fields()].join('\n');
}

function outputs({ template }: Synthesized): string {
  const rows = Object.entries(template.Outputs as Record<string, { Description: string; Value: unknown }>).map(
    ([name, { Description, Value }]) => [`\`${name}\``, Description, `\`${formOf(Value)}\``],
  );
  return `## Outputs\n\nOf the stack \`FaceMatchProxy-<stage>\`.\n\n${table(['Output', 'What it is', 'Form'], rows)}`;
}

/** A value as it will look, with names in the place of what CloudFormation fills in. */
function formOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const { Ref: reference, 'Fn::Join': join, 'Fn::GetAtt': attribute } = value as Record<string, unknown>;
  if (Array.isArray(join)) return (join[1] as unknown[]).map(formOf).join('');
  const [name] = [reference ?? attribute].flat() as string[];
  return FILLED_IN.find(([id]) => id.test(name ?? ''))?.[1] ?? `<${nameOf(name ?? '')}>`;
}

const FILLED_IN: readonly (readonly [id: RegExp, value: string])[] = [
  [/^AWS::URLSuffix$/, 'amazonaws.com'],
  [/DeploymentStage/, 'live'],
  [/CredentialsSecret/, 'arn:aws:secretsmanager:<region>:<account>:secret:<name>'],
  [/UsersPool[0-9A-F]{8}$/, '<region>_<id>'],
];

/** A logical id in words: without the construct's name and CDK's hash. */
function nameOf(id: string): string {
  const bare = id
    .replace(/^AWS::/, '')
    .replace(/^Proxy(?=[A-Z])/, '')
    .replace(/[0-9A-F]{8}$/, '');
  return bare.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

function alarms(stage: Synthesized): string {
  const known = [
    ...ALARMS.map((row) => ({ ...row, document: 'runbook.md' })),
    ...AUDIT_ALARMS.map((row) => ({ ...row, document: 'runbook-audit.md' })),
  ];
  const all = stage.of('AWS::CloudWatch::Alarm').map(([, { Properties }]) => {
    const [, document = '', id = ''] = /What to do: docs\/([\w-]+\.md)#([\w-]+)$/.exec(Properties.AlarmDescription) ?? [];
    const [, ringsAt = ''] = /Rings at (.+?)\. (?=[A-Z])/.exec(Properties.AlarmDescription) ?? [];
    const takesBack = known.some((row) => row.id === id && 'rollsBack' in row && row.rollsBack === true);
    const [, severity = ''] = /Severity: ([\w ]+)\./.exec(Properties.AlarmDescription) ?? [];
    return [`[\`${id}\`](${document}#${id})`, severity, ringsAt, watches(Properties), takesBack ? 'yes' : ''];
  });
  const head = ['Alarm', 'Severity', 'Rings at', 'Watches', 'Takes a rollout back'];
  return `## Alarms\n\nOf production; without a trail those of the audit are not there. \`photo-replaced\` needs a role in \`operators.replace\`, and \`photo-erased\` rings where \`auditTrail.erasedPhotos\` says so. No data is no alarm, but for \`audit-trail-silent\`.\n\n${table(head, all)}`;
}

function metrics(stage: Synthesized): string {
  const own = cellsOf(section(read('docs/logs.md'), 'Metrics')).map(([name = '', unit = '', dimension = '', meaning = '']) => ({
    ...{ namespace: 'FaceMatchProxy', name: name.replaceAll('`', ''), meaning: unit === 'count' ? meaning : `${meaning}, in ${unit}` },
    dimensions: ['service', ...dimension.replaceAll('`', '').split(' ')].filter((each) => each !== '').sort(),
  }));
  const others = watchedMetrics(stage).filter(
    ({ name }) => !own.some((metric) => metric.name.replace(/\dxx$/, '') === name.replace(/\dxx$/, '')),
  );
  const row = ({ namespace, name, dimensions, meaning }: WatchedMetric & { readonly meaning?: string }) => [
    `\`${name}\``,
    `\`${namespace}\``,
    dimensions.map((each) => `\`${each}\``).join(', '),
    meaning ?? (namespace.startsWith('AWS/') ? 'AWS’s own' : 'counted from a log by a metric filter of the stack'),
  ];
  return `## Metrics\n\nThose that the function writes, and those that an alarm or the dashboard reads.\n\n${table(['Metric', 'Namespace', 'Dimensions', 'What it is'], [...own, ...others].map(row))}`;
}

/** Every field of every line, in alphabetical order, with its type and its place in docs/logs.md. */
function fields(): string {
  const telemetry = read('lambda/telemetry/telemetry.ts');
  const lines: [line: string, heading: string, types: ReadonlyMap<string, string>][] = [
    ['request', 'One line for each request', membersOf(telemetry, 'RequestFields')],
    ['audit', 'One line for each photo that left', membersOf(telemetry, 'AuditFields')],
    ['access log', 'The access log', new Map(Object.keys(JSON.parse(accessLogFormat().toString())).map((name) => [name, 'string']))],
  ];
  const firstMeanings = meaningsUnder('One line for each request');
  const rows = lines.flatMap(([line, heading, types]) => {
    const meanings = meaningsUnder(heading);
    const link = `[${line}](logs.md#${heading.toLowerCase().replaceAll(' ', '-')})`;
    return [...types].map(([name, type]) => [
      `\`${name}\``,
      link,
      typeInWords(type),
      meanings.get(name)?.replace(/^as above$/, firstMeanings.get(name) ?? '') ?? '',
    ]);
  });
  const sorted = rows.toSorted(
    ([one = '', line = ''], [other = '', another = '']) => one.localeCompare(other) || line.localeCompare(another),
  );
  return `## Log fields\n\n\`request\` and \`audit\` are the lines of the function (\`type\`), as JSON.\n\n${table(['Field', 'Line', 'Type', 'Meaning'], sorted)}`;
}

function meaningsUnder(heading: string): ReadonlyMap<string, string> {
  const rows = cellsOf(section(read('docs/logs.md'), heading));
  return new Map(rows.map(([name = '', meaning = '']) => [name.replaceAll('`', ''), meaning]));
}

function typeInWords(type: string): string {
  if (type === 'number') return 'number';
  return type === 'true' ? '`true`, or absent' : 'text';
}

const INTRODUCTION = `# Reference: every output, alarm, metric and log field

<!-- Made by: npx tsx test/docs/reference-page.ts (a test fails when it is not what template, tables and telemetry say) -->

For looking a name up. What lines and metrics are for is in [logs and metrics](logs.md), what to do at an alarm in the [runbook](runbook.md), and every setting in
[settings](configuration.md).
`;

if (require.main === module) writePage(REFERENCE_FILE, referencePage(fullProduction()));
