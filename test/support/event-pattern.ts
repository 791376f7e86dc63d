/**
 * Whether an event matches an event pattern, as far as patterns here go ("Creating Amazon EventBridge event patterns" and "Comparison operators for use
 * in event patterns" in its user guide). A form that is not known here is an error, and so is one that EventBridge would refuse.
 */
export function matchesEvent(pattern: unknown, event: unknown): boolean {
  return fields(pattern).every(([name, wanted]) => {
    if (name === '$or') return alternatives(wanted).some((each) => matchesEvent(each, event));
    return Array.isArray(wanted)
      ? matchesAny(wanted, valuesAt(event, name))
      : holdersAt(event, name).some((held) => matchesEvent(wanted, held));
  });
}

function fields(pattern: unknown): [string, unknown][] {
  if (typeof pattern !== 'object' || pattern === null || Array.isArray(pattern)) throw new Error(`no pattern: ${JSON.stringify(pattern)}`);
  const all = Object.entries(pattern);
  if (all.length === 0) throw new Error('an empty pattern');
  return all;
}

function alternatives(wanted: unknown): readonly unknown[] {
  if (!Array.isArray(wanted) || wanted.length < 2) throw new Error('$or takes a list of at least two patterns');
  return wanted;
}

/** An object that is not there has no fields, so `exists: false` holds in it. Of a list of objects any may match. */
function holdersAt(event: unknown, name: string): unknown[] {
  const held = valueAt(event, name);
  if (held === undefined) return [{}];
  return Array.isArray(held) ? held : [held];
}

function valuesAt(event: unknown, name: string): unknown[] {
  const held = valueAt(event, name);
  if (held === undefined) return [];
  return Array.isArray(held) ? held : [held];
}

function valueAt(event: unknown, name: string): unknown {
  return typeof event === 'object' && event !== null ? (event as Readonly<Record<string, unknown>>)[name] : undefined;
}

function matchesAny(wanted: readonly unknown[], values: readonly unknown[]): boolean {
  if (wanted.length === 0) throw new Error('a field without values matches nothing');
  return wanted.some((each) => {
    if (typeof each === 'string') return values.includes(each);
    const [[operator, operand] = ['', undefined], ...more] = fields(each);
    if (more.length > 0) throw new Error('one operator each');
    if (operator === 'exists') return values.length > 0 === operand;
    const test = OPERATORS[operator];
    if (test === undefined || typeof operand !== 'string') throw new Error(`unknown operator: ${JSON.stringify(each)}`);
    return values.some((value) => typeof value === 'string' && test(value, operand));
  });
}

const OPERATORS: Readonly<Record<string, (value: string, operand: string) => boolean>> = {
  prefix: (value, operand) => value.startsWith(operand),
  'anything-but': (value, operand) => value !== operand,
  wildcard: (value, operand) => {
    if (operand.includes('**')) throw new Error('EventBridge refuses two wildcards next to each other');
    const parts = operand.split('*').map((part) => part.replace(/[.+^${}()|[\]\\?]/g, '\\$&'));
    return new RegExp(`^${parts.join('.*')}$`, 's').test(value);
  },
};
