import { z } from 'zod';
import { Failure } from '../failures';
import type { StackResource } from '../stage/stack-resources';
import { removalOf } from './removal';

/** A resource that is still there when its stack is gone. */
export interface Kept {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
  readonly why: string;
  readonly commands: readonly string[];
}

/** What becomes of a stack. */
export interface Plan {
  /** Counts by type. */
  readonly goes: Readonly<Record<string, number>>;
  /** In the order in which they can be removed. */
  readonly stays: readonly Kept[];
}

const template = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), DeletionPolicy: z.string().optional(), UpdateReplacePolicy: z.string().optional() }),
  ),
});

/**
 * From the stack's own template, as it is deployed. CloudFormation keeps what says `Retain`, and `RetainExceptOnCreate` once it was created; what says
 * nothing goes ("DeletionPolicy attribute" in its user guide).
 * @throws Failure `not-a-stage` for a template that is not JSON, as this project's are
 */
export function planOf(templateText: string, resources: readonly StackResource[], region: string): Plan {
  const policies = policiesOf(templateText);
  const isKept = ({ logicalId }: StackResource) => /^Retain/.test(policies[logicalId]?.DeletionPolicy ?? '');
  const goes: Record<string, number> = {};
  for (const { type } of resources.filter((resource) => !isKept(resource))) goes[type] = (goes[type] ?? 0) + 1;
  const stays = resources
    .filter(isKept)
    .toSorted((one, other) => removalOf(one.type).order - removalOf(other.type).order)
    .map(({ logicalId, type, physicalId }) => ({
      logicalId,
      type,
      physicalId,
      why: removalOf(type).why,
      commands: removalOf(type).commands(physicalId, region),
    }));
  return { goes, stays };
}

function policiesOf(text: string): Readonly<Record<string, { readonly DeletionPolicy?: string }>> {
  try {
    return template.parse(JSON.parse(text)).Resources;
  } catch (cause) {
    throw new Failure(
      'not-a-stage',
      {
        what: 'The template of the stack is not one that this project makes.',
        where: 'CloudFormation, GetTemplate',
        toDo: 'Name the right stack with --stack.',
      },
      { cause },
    );
  }
}
