/** Members of a transaction request that the Agent API documents, under their canonical names. */
const ROOT_MEMBERS = ['workflowId', 'platform', 'sdkVersion', 'formValues', 'props', 'consent'];
const CONSENT_MEMBERS = ['userId', 'note', 'givenOn', 'isProcessingStoringAllowed', 'isTrainingAllowed', 'ipAddress', 'userAgent'];
const REQUIRED_STRINGS = ['workflowId', 'platform', 'sdkVersion'];
const OBJECTS = ['formValues', 'props', 'consent'];

/** A transaction request after binding. */
export type Members = Readonly<Record<string, unknown>> & { readonly workflowId: string };

/** Why a request is not a transaction. */
export class BindingError extends Error {}

/**
 * Binds a body the lenient way: names count without regard to case, and of two that are one name the last wins. A proxy that lets
 * a second spelling through is found out here, as it would be there.
 * @throws BindingError
 */
export function bindTransaction(body: string): Members {
  const members = bindNames(parseObject(body), ROOT_MEMBERS);
  for (const name of REQUIRED_STRINGS) {
    if (typeof members[name] !== 'string' || members[name] === '') throw new BindingError(`The ${name} field is required.`);
  }
  for (const name of OBJECTS) {
    if (members[name] !== undefined && !isObject(members[name])) throw new BindingError(`The ${name} field is not an object.`);
  }
  const consent = members.consent === undefined ? {} : { consent: bindNames(members.consent as object, CONSENT_MEMBERS) };
  return { ...members, ...consent } as Members;
}

function parseObject(body: string): object {
  try {
    const value = JSON.parse(body) as unknown;
    if (isObject(value)) return value;
  } catch {
    // Said below, together with JSON of another kind.
  }
  throw new BindingError('The body is not a JSON object.');
}

function bindNames(value: object, known: readonly string[]): Record<string, unknown> {
  const bound = new Map<string, unknown>();
  for (const [name, member] of Object.entries(value)) {
    bound.set(known.find((canonical) => canonical.toUpperCase() === name.toUpperCase()) ?? name, member);
  }
  return Object.fromEntries(bound);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
