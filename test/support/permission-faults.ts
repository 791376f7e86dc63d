import { canBe } from './arn-pattern';
import { isGlobalKey, referenceOf, someActionFits } from './authorization-reference';
import type { PolicyKind, Statement } from './policy-documents';

/** Those of tags are global by name, and count only where an action has them. */
const countsEverywhere = (key: string): boolean => isGlobalKey(key) && !/^aws:(?:resourcetag|requesttag|tagkeys)/.test(key);

/** "IAM JSON policy elements: Condition operators"; IAM refuses a policy with any other. */
const OPERATOR =
  /^(?:For(?:AllValues|AnyValue):)?(?:(?:String(?:Not)?(?:Equals(?:IgnoreCase)?|Like)|Arn(?:Not)?(?:Equals|Like)|(?:Numeric|Date)(?:(?:Not)?Equals|(?:Less|Greater)Than(?:Equals)?)|(?:Not)?IpAddress|Bool|BinaryEquals)(?:IfExists)?|Null)$/;

/** What the Service Authorization Reference has against a statement, a line each. */
export async function permissionFaults(statement: Statement, kind: PolicyKind): Promise<string[]> {
  const unread = ['NotAction', 'NotResource', 'NotPrincipal'].filter((member) => member in statement);
  const faults = unread.map((member) => `${member} is not judged here`);
  const actions = [statement.Action ?? []].flat();
  const operators = Object.keys(statement.Condition ?? {}).filter((operator) => !OPERATOR.test(operator));
  faults.push(...operators.map((operator) => `there is no condition operator ${operator}`));
  for (const action of actions) faults.push(...(await actionFaults(action, statement, kind)));
  if (kind === 'identity') faults.push(...(await uselessResources(actions, resourcesOf(statement))));
  return faults;
}

async function actionFaults(action: string, statement: Statement, kind: PolicyKind): Promise<string[]> {
  // A denial may say more than there is, but not nothing; an allowance may not say more.
  if (action.includes('*') && statement.Effect === 'Deny') return (await someActionFits(action)) ? [] : [`${action} denies nothing`];
  if (action.includes('*')) return [`${action} allows by wildcard`];
  const reference = await referenceOf(action);
  if (reference === undefined) return [`${action} does not exist`];
  const { formats, keys } = reference;
  return [
    ...(kind === 'trust' ? [] : resourceFaults(action, formats, resourcesOf(statement), kind, statement.Effect)),
    ...conditionKeys(statement)
      .filter((key) => !countsEverywhere(key.toLowerCase()) && !keys.some((known) => isNamed(key.toLowerCase(), known)))
      .map((key) => `${action} knows no condition key ${key}`),
  ];
}

function resourceFaults(
  action: string,
  formats: readonly string[],
  resources: readonly string[],
  kind: PolicyKind,
  effect: Statement['Effect'],
): string[] {
  const everywhere = resources.includes('*');
  // To deny it everywhere is to deny it.
  if (everywhere && effect === 'Deny') return [];
  // A policy at a key or a secret names it by `*` ("Resource element of a key policy" in the KMS developer guide).
  if (everywhere && kind === 'itself') return [];
  if (formats.length === 0) return everywhere ? [] : [`${action} takes no resource but *`];
  if (everywhere) return [`${action} is allowed on every resource`];
  const fits = resources.some((resource) => isOpen(resource) || formats.some((format) => canBe(resource, format)));
  return fits ? [] : [`${action} takes none of ${resources.join(', ')}`];
}

/** Resources that none of the statement's actions takes: a right that was meant is not there. */
async function uselessResources(actions: readonly string[], resources: readonly string[]): Promise<string[]> {
  const references = await Promise.all(actions.filter((action) => !action.includes('*')).map(referenceOf));
  const formats = references.flatMap((reference) => reference?.formats ?? []);
  if (formats.length === 0) return [];
  return resources
    .filter((resource) => resource !== '*' && !isOpen(resource) && !formats.some((format) => canBe(resource, format)))
    .map((resource) => `no action of ${actions.join(', ')} takes ${resource}`);
}

function resourcesOf({ Resource }: Statement): string[] {
  // What a policy variable stands for is not known here.
  return [Resource ?? []].flat().map((resource) => String(resource).replace(/\$\{[^}]*\}/g, '*'));
}

/** Whether a document leaves the whole ARN to the reader. */
function isOpen(resource: string): boolean {
  return /^<[^>]*>$/.test(resource);
}

function conditionKeys({ Condition = {} }: Statement): string[] {
  return Object.values(Condition).flatMap((keys) => Object.keys(keys));
}

/** Whether a key is the one of the reference, in which a part may be open: `kms:EncryptionContext:${EncryptionContextKey}`, `aws:ResourceTag/<key>`. */
function isNamed(key: string, known: string): boolean {
  const parts = known.split(/\$\{[^}]*\}|<[^>]*>|tag-key$/);
  if (parts.length === 1) return key === known;
  const [start = '', end = ''] = parts;
  return key.startsWith(start) && key.endsWith(end) && key.length > start.length + end.length;
}
