import { isDeepStrictEqual } from 'node:util';
import type { Resource } from '../support/template';
import { effectsOf, HARMLESS, KNOWN_OUTSIDE } from './effects';
import { referencesIn, type StageRecord } from './stage-record';

/** What an update of a deployed stage would do. */
export interface Effect {
  /** `loses`: data, or the whole update. `changes`: what an operator has to be told of before. */
  readonly kind: 'loses' | 'changes';
  /** What the changelog has to name. */
  readonly name: string;
  readonly says: string;
}

type After = Pick<StageRecord, 'resources' | 'outputs' | 'terminationProtection'>;

/** What happens when a stage that was deployed with one template is updated by another, by the classes that CloudFormation has. */
export function effectsOfUpdate(before: StageRecord, after: After): Effect[] {
  const fates = fatesOf(before, after);
  return [
    ...Object.entries(before.resources).flatMap(([id, resource]) => ofResource(id, resource, after.resources[id], fates.get(id))),
    ...Object.entries(before.outputs).flatMap(([name, value]) => ofOutput(name, value, after.outputs[name], fates)),
    ...(before.terminationProtection && !after.terminationProtection
      ? [changes('terminationProtection', 'The stack can be deleted by one command.')]
      : []),
  ];
}

/** Logical ids of what is not the same resource afterwards, each with the reason. */
function fatesOf(before: StageRecord, after: After): Map<string, string> {
  const fates = new Map<string, string>();
  for (let found = -1; found !== fates.size; ) {
    found = fates.size;
    for (const [id, old] of Object.entries(before.resources)) {
      const fate = fateOf(old, after.resources[id], fates);
      if (fate !== undefined && !fates.has(id)) fates.set(id, fate);
    }
  }
  return fates;
}

function fateOf(old: Resource, now: Resource | undefined, fates: ReadonlyMap<string, string>): string | undefined {
  if (now === undefined) return 'is removed, or has another logical id';
  if (now.Type !== old.Type) return `becomes a resource of type ${now.Type}`;
  const { replacing } = effectsOf(old.Type);
  const property = [...replacing].find(
    (name) =>
      !isDeepStrictEqual(old.Properties?.[name], now.Properties?.[name]) ||
      referencesIn({ value: now.Properties?.[name] }).some((id) => fates.has(id)),
  );
  return property === undefined ? undefined : `is replaced by another one, since ${property} changes`;
}

function ofResource(id: string, old: Resource, now: Resource | undefined, fate: string | undefined): Effect[] {
  const { holdsData, refused } = effectsOf(old.Type);
  const of = `${id} (${old.Type})`;
  if (!holdsData) return fate !== undefined && KNOWN_OUTSIDE.has(old.Type) ? [changes(old.Type, `${of} ${fate}.`)] : [];
  if (fate !== undefined || now === undefined) return [loses(id, `${of} ${fate}.`)];
  const policies = (['DeletionPolicy', 'UpdateReplacePolicy'] as const).filter(
    (policy) => /^Retain/.test(old[policy] ?? '') && !/^Retain/.test(now[policy] ?? ''),
  );
  const names = new Set([...Object.keys(old.Properties), ...Object.keys(now.Properties)]);
  const changed = [...names].filter((name) => !HARMLESS.has(name) && !isDeepStrictEqual(old.Properties[name], now.Properties[name]));
  return [
    ...policies.map((policy) => loses(id, `${of} is no longer retained: ${policy} is ${now[policy] ?? 'Delete'}.`)),
    ...changed.map((name) =>
      refused.has(name)
        ? loses(name, `${of}: AWS refuses to change ${name}, and the update rolls back.`)
        : changes(name, `${of}: ${name} changes.`),
    ),
  ];
}

function ofOutput(name: string, old: unknown, now: unknown, fates: ReadonlyMap<string, string>): Effect[] {
  if (now === undefined) return [changes(name, `The output ${name} is removed.`)];
  if (!isDeepStrictEqual(old, now)) return [changes(name, `The output ${name} has another value.`)];
  return referencesIn({ old })
    .filter((id) => fates.has(id))
    .map((id) => changes(name, `The output ${name} has another value: ${id} ${fates.get(id)}.`));
}

const loses = (name: string, says: string): Effect => ({ kind: 'loses', name, says });
const changes = (name: string, says: string): Effect => ({ kind: 'changes', name, says });
