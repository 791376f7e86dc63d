import { z } from 'zod';

const many = z.union([z.string(), z.array(z.string())]).transform((value) => (Array.isArray(value) ? value : [value]));
const statement = z.object({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.union([z.literal('*'), z.record(z.string(), many)]).optional(),
  Action: many.optional(),
  NotAction: many.optional(),
  Condition: z.record(z.string(), z.record(z.string(), many)).optional(),
});
const document = z.object({ Statement: z.array(statement) });

/** What a policy of a bucket or a key says on one action. */
export interface Readers {
  /** ARNs that alone may do it, whatever IAM says; undefined when the policy denies it to nobody. */
  readonly alone: readonly string[] | undefined;
  /** Principals that the policy allows it, with the statement's name. */
  readonly allowed: readonly string[];
}

/**
 * Reads the two forms that decide here: a denial to everybody but named ARNs, as the stack writes it, and an allowance to principals. A
 * denial under any other condition counts as none, so that the answer is never closer than the truth.
 */
export function readersOf(policyText: string, action: string): Readers {
  const statements = document.parse(JSON.parse(policyText)).Statement.filter((each) => concerns(each, action));
  const exceptions = statements.flatMap(({ Effect, Principal, Condition }) => {
    const everybody = Principal === '*' || (typeof Principal === 'object' && Object.values(Principal).flat().includes('*'));
    const others = Object.keys(Condition ?? {}).length === 1 ? Condition?.ArnNotEquals : undefined;
    const only = Object.keys(others ?? {}).length === 1 ? others?.['aws:PrincipalArn'] : undefined;
    return Effect === 'Deny' && everybody && only !== undefined ? [only] : [];
  });
  const [first, ...more] = exceptions;
  return {
    // Under several denials only who is excepted from each.
    alone: first?.filter((arn) => more.every((list) => list.includes(arn))),
    allowed: statements
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Principal, Sid = 'without a name' }) => principals(Principal).map((name) => `${name} (statement ${Sid})`)),
  };
}

function concerns({ Action, NotAction }: z.output<typeof statement>, action: string): boolean {
  if (Action !== undefined) return Action.some((pattern) => fits(pattern, action));
  return NotAction !== undefined && !NotAction.some((pattern) => fits(pattern, action));
}

function fits(pattern: string, action: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 'i').test(action);
}

function principals(principal: z.output<typeof statement>['Principal']): string[] {
  if (principal === undefined) return [];
  return principal === '*'
    ? ['everybody']
    : Object.values(principal)
        .flat()
        .map((name) => (name === '*' ? 'everybody' : name));
}
