import development from '../../config/dev.json';
import production from '../../config/prod.json';
import { checkConfig } from '../../lib/config/check';
import existing from '../lib/fixtures/existing.json';
import { type Resource, type Synthesized, synthesize } from '../support/template';
import { effectsOf, HARMLESS, KNOWN_OUTSIDE } from './effects';

/** What of a stage's template says whether an update of it loses data or changes what users hold. */
export interface StageRecord {
  /** The stage's file, as an operator of that version has it. What Before you deploy asks for since is to be written here, too. */
  readonly settings: unknown;
  readonly terminationProtection: boolean;
  readonly resources: Readonly<Record<string, Resource>>;
  /** Values by name. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

const certificateArn = 'arn:aws:acm:eu-central-1:111122223333:certificate/11111111-2222-3333-4444-555555555555';

/** Settings of the stages that are kept: with all that a stage can have, as it is delivered, and on what is there already. */
export const SETTINGS: Readonly<Record<string, unknown>> = {
  production: {
    ...production,
    api: { loggingRole: 'managed-here', domain: { name: 'faces.bank.test', certificateArn } },
    operators: { ...production.operators, replace: ['arn:aws:iam::111122223333:role/some-role'] },
    verdicts: { callers: ['arn:aws:iam::111122223333:role/your-backend'] },
  },
  development,
  existing,
};

/** Synthesizes settings under the name of a stage. */
export function stageWith(settings: unknown, name: string): Synthesized {
  return synthesize(checkConfig(settings, `the settings of ${name}`, 'eu-central-1'), name);
}

/** What is kept of a stage: what holds data, in full; of what is known outside, and of what an output or any of these hangs on, what can replace it. */
export function recordStage(settings: unknown, { template, resources, terminationProtection }: Synthesized): StageRecord {
  const outputs = Object.fromEntries(Object.entries<{ Value: unknown }>(template.Outputs).map(([name, { Value }]) => [name, Value]));
  const kept: Record<string, Resource> = {};
  const isRoot = ({ Type }: Resource) => KNOWN_OUTSIDE.has(Type) || effectsOf(Type).holdsData;
  const open = [...Object.keys(resources).filter((id) => isRoot(resources[id] as Resource)), ...referencesIn(outputs)];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const resource = resources[id];
    if (resource === undefined || id in kept) continue;
    const { holdsData, replacing } = effectsOf(resource.Type);
    const properties = Object.entries(resource.Properties ?? {}).filter(([name]) =>
      holdsData ? !HARMLESS.has(name) : replacing.has(name),
    );
    kept[id] = withProperties(resource, Object.fromEntries(properties));
    open.push(...referencesIn(properties.filter(([name]) => replacing.has(name))));
  }
  return { settings, terminationProtection, resources: Object.fromEntries(Object.entries(kept).sort()), outputs };
}

function withProperties({ Type, DeletionPolicy, UpdateReplacePolicy }: Resource, Properties: object): Resource {
  return {
    Type,
    ...(DeletionPolicy !== undefined && { DeletionPolicy }),
    ...(UpdateReplacePolicy !== undefined && { UpdateReplacePolicy }),
    Properties,
  };
}

/** Logical ids that a value refers to. */
export function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    if (name === 'Ref' && typeof inner === 'string') return [inner];
    if (name === 'Fn::GetAtt') return [String([inner].flat()[0]).split('.')[0] ?? ''];
    if (name === 'Fn::Sub') return [...JSON.stringify(inner).matchAll(/\$\{([A-Za-z0-9]+)/g)].map(([, id = '']) => id);
    return referencesIn(inner);
  });
}
