import type { Config } from '../../config/settings';
import { ONLY_THIS_PARTITION } from '../../contract/aws-partition';
import { type Fault, renderFaults, shapeFaults } from './faults';
import { valueAt } from './input';
import type { SoundSections } from './rule';
import { RULES } from './rules/rules';
import { configSchema } from './schema';

/** What was checked, and for which region: a copy with another value is no longer what was checked, and goes through the check again. */
const CHECKED = new WeakMap<object, { readonly region: string | undefined }>();

/**
 * Checks settings in two phases, since zod does not run rules over several settings while any of them has the wrong shape: first the
 * shape of everything, then each rule on the sections whose shape is right. So one run shows every fault.
 * What this has returned for the same region is returned as it is.
 * @param source what the settings are called in the error, such as a file's path
 * @param region the region of the stack, of the ARNs. @default - not known: they must name one region
 * @throws Error with a line for each fault: the path, the value, what is accepted
 */
export function checkConfig(input: unknown, source: string, region?: string): Config {
  if (wasChecked(input, region)) return input;
  const shape = configSchema.safeParse(input);
  const faults: Fault[] = shape.success ? [] : shapeFaults(shape.error);
  const sound = soundSections(input, faults);
  for (const rule of RULES) faults.push(...rule(sound, input, region));
  if (!shape.success || faults.length > 0) throw new Error(renderFaults(source, partitionFirst(faults), input));
  CHECKED.set(freeze(shape.data), { region });
  return shape.data;
}

/** Deeply: what was checked stays what was checked. */
function freeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
  return value;
}

function wasChecked(input: unknown, region: string | undefined): input is Config {
  const before = typeof input === 'object' && input !== null ? CHECKED.get(input) : undefined;
  return before !== undefined && before.region === region;
}

/** An ARN of another partition gets only this fault: the form of its place would not help. */
function partitionFirst(faults: readonly Fault[]): Fault[] {
  const isForeign = ({ accepts }: Fault) => accepts === ONLY_THIS_PARTITION;
  const placeOf = ({ path }: Fault) => JSON.stringify(path.map(String));
  const foreign = new Set(faults.filter(isForeign).map(placeOf));
  return faults.filter((fault) => isForeign(fault) || !foreign.has(placeOf(fault)));
}

/**
 * What of the input can be judged further. A faulty entry of `images` or `workflows.inject`, or a faulty `workflows.passThrough`, takes only itself away, any
 * other fault its whole section: a default in place of a faulty value would cause faults that are not in the file.
 */
function soundSections(input: unknown, faults: readonly Fault[]): SoundSections {
  const rest: unknown = structuredClone(input);
  const taken = faults.map(({ path }) => path.slice(0, stepsTo(path)));
  for (const place of taken) {
    const holder = valueAt(rest, place.slice(0, -1));
    if (typeof holder === 'object' && holder !== null) Reflect.deleteProperty(holder, place.at(-1) ?? '');
  }
  const { data = {} } = configSchema.partial().safeParse(rest);
  // zod fills in the defaults of a section that is not there.
  const gone = new Set(taken.filter(({ length }) => length === 1).map(String));
  return Object.fromEntries(Object.entries(data).filter(([section]) => !gone.has(section)));
}

/** How many steps of a fault's path lead to what the fault takes away. */
function stepsTo([section, member]: readonly PropertyKey[]): number {
  if (section === 'images') return 2;
  if (section !== 'workflows') return 1;
  return member === 'inject' ? 3 : 2;
}
