import production from '../../../config/prod.json';
import { AUDIT_ALARMS } from '../../../lib/audit/alarm-table';
import { checkConfig } from '../../../lib/config/check';
import { ALARMS } from '../../../lib/monitoring/alarm-table';
import { type Synthesized, synthesize } from '../../../test/support/template';
import { code } from '../markdown';
import { watchedMetrics, watches } from './watched-metrics';

/** Production with every alarm that it can have: those of operators who may replace a photo, and of verdicts, among them. */
export function fullProduction(): Synthesized {
  const { $schema: _editorsOnly, operators, auditTrail, ...others } = production;
  const replace = ['arn:aws:iam::111122223333:role/some-role'];
  const verdicts = { callers: ['arn:aws:iam::111122223333:role/your-backend'] };
  const settings = { ...others, verdicts, operators: { ...operators, replace }, auditTrail: { ...auditTrail, erasedPhotos: 'alarm' } };
  return synthesize(checkConfig(settings, 'config/prod.json with every alarm'), 'prod');
}

/** Outputs of the stack, each with the form of its value. */
export function outputsPart({ template }: Synthesized): string {
  const outputs = Object.entries(template.Outputs as Record<string, { Description: string; Value: unknown }>);
  return outputs
    .map(
      ([name, { Description, Value }]) => `- \`${name}\`: ${Description}, \`${formOf(Value)}\`
`,
    )
    .join('');
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

/** Alarms by severity and by what they fire at, each with its article and its metric. A refusal's has the code in its name, the trail's their own name. */
export function alarmsPart(stage: Synthesized): string {
  const known = [...ALARMS, ...AUDIT_ALARMS];
  const alarms = stage.of('AWS::CloudWatch::Alarm').map(([, { Properties }]) => {
    const [, document = '', id = ''] = /What to do: docs\/([\w-]+\.md)#([\w-]+)$/.exec(Properties.AlarmDescription) ?? [];
    const [, firesAt = ''] = /Fires at (.+?)\. (?=[A-Z])/.exec(Properties.AlarmDescription) ?? [];
    const [, severity = ''] = /Severity: ([\w ]+)\./.exec(Properties.AlarmDescription) ?? [];
    const takesBack = known.some((row) => row.id === id && 'rollsBack' in row && row.rollsBack === true);
    const metrics = watches(Properties).filter((name) => name !== 'Refusals' && name !== id);
    const more = [...metrics.map(code), ...(takesBack ? ['takes a rollout back'] : [])].join(', ');
    return { severity, firesAt, alarm: `[${id}](${document}#${id})${more === '' ? '' : ` (${more})`}` };
  });
  return [...Map.groupBy(alarms, ({ severity }) => severity)]
    .map(([severity, same]) => `**${severity}**\n\n${byThreshold(same)}`)
    .join('\n');
}

function byThreshold(alarms: readonly { firesAt: string; alarm: string }[]): string {
  return [...Map.groupBy(alarms, ({ firesAt }) => firesAt)]
    .map(([firesAt, same]) => `- ${firesAt}: ${same.map(({ alarm }) => alarm).join(', ')}\n`)
    .join('');
}

/** AWS's own metrics that an alarm or the dashboard reads. The function's stand in the hand-written part, the trail's have the names of their alarms. */
export function metricsPart(stage: Synthesized): string {
  const others = watchedMetrics(stage).filter(({ namespace }) => namespace.startsWith('AWS/'));
  const groups = [...Map.groupBy(others, ({ namespace }) => namespace)];
  return groups.map(([namespace, same]) => `- \`${namespace}\`: ${same.map(({ name }) => `\`${name}\``).join(', ')}\n`).join('');
}
