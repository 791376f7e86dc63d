import { type Statement, statementsOf } from './policy';
import { covers, overlap } from './policy-pattern';

/** What a policy of a bucket or a key says on one action. */
export interface Readers {
  /** ARNs that alone may do it, even if IAM allows others; undefined when the policy leaves it open to others. They may hold wildcards. */
  readonly alone: readonly string[] | undefined;
  /** Principals that the policy allows it, with the statement's name. */
  readonly allowed: readonly string[];
}

/**
 * Reads the two forms that decide here: a denial to everybody but named ARNs, as the stack writes it, and an allowance to principals. A denial in
 * any other form, or of a part of the resources, counts as none, so that the answer is never closer than the truth.
 * @param resources ARNs with `*` for what may stand there, such as `arn:aws:s3:::photos/faces/*`
 */
export function readersOf(policyText: string, action: string, resources: readonly string[]): Readers {
  const statements = statementsOf(policyText);
  const each = resources.map((resource) => alone(statements, action, resource));
  return {
    alone: each.every((arns) => arns !== undefined) ? [...new Set(each.flat())] : undefined,
    allowed: statements
      .filter((statement) => statement.Effect === 'Allow' && resources.some((resource) => allows(statement, action, resource)))
      .flatMap((statement) => principalsOf(statement).map((name) => `${name} (statement ${statement.Sid ?? 'without a name'})`)),
  };
}

/** Whether one of these ARNs, wildcards in them included, is that of the role. */
export const includesRole = (arns: readonly string[], roleArn: string): boolean => arns.some((arn) => overlap(arn, roleArn));

/** Under several denials only who is excepted from each. */
function alone(statements: readonly Statement[], action: string, resource: string): string[] | undefined {
  const [first, ...more] = statements.flatMap((statement) => {
    const excepted = statement.Effect === 'Deny' && denies(statement, action, resource) ? exceptedFrom(statement) : undefined;
    return excepted === undefined ? [] : [excepted];
  });
  return first?.filter((arn) => more.every((list) => list.some((other) => overlap(arn, other))));
}

const DENIED_TO_OTHERS = /^(Arn|String)Not(Equals|Like)(IfExists)?$/;

/** The ARNs that a denial to everybody leaves out; undefined for a denial of another form. */
function exceptedFrom({ Principal, Condition = {} }: Statement): string[] | undefined {
  const [[operator, keys] = ['', {}], ...otherOperators] = Object.entries(Condition);
  const [[key, arns] = ['', []], ...otherKeys] = Object.entries(keys);
  const isThatForm = DENIED_TO_OTHERS.test(operator) && key.toLowerCase() === 'aws:principalarn';
  const isToEverybody = Principal?.AWS?.includes('*') === true;
  return isThatForm && isToEverybody && otherOperators.length === 0 && otherKeys.length === 0 ? arns : undefined;
}

/** Whether a denial covers the action on all of the resource. */
export function denies(statement: Statement, action: string, resource: string): boolean {
  const { Resource, NotResource } = statement;
  if (Resource !== undefined) return concerns(statement, action) && Resource.some((pattern) => covers(pattern, resource));
  return concerns(statement, action) && NotResource !== undefined && !NotResource.some((pattern) => overlap(pattern, resource));
}

/** Whether an allowance has the action on any of the resource. */
function allows(statement: Statement, action: string, resource: string): boolean {
  const { Resource, NotResource } = statement;
  if (Resource !== undefined) return concerns(statement, action) && Resource.some((pattern) => overlap(pattern, resource));
  return concerns(statement, action) && !NotResource?.some((pattern) => covers(pattern, resource));
}

/** Whether a statement is about an action. */
export function concerns({ Action, NotAction }: Statement, action: string): boolean {
  // Names of actions have no case, ARNs have.
  const has = (patterns: readonly string[]) => patterns.some((pattern) => covers(pattern.toLowerCase(), action.toLowerCase()));
  return Action !== undefined ? has(Action) : NotAction !== undefined && !has(NotAction);
}

/** Whom an allowance names. All but some are nearly everybody. */
function principalsOf({ Principal, NotPrincipal }: Statement): string[] {
  if (NotPrincipal !== undefined) return [`everybody but ${Object.values(NotPrincipal).flat().join(', ')}`];
  return Object.values(Principal ?? {})
    .flat()
    .map((name) => (name === '*' ? 'everybody' : name));
}
