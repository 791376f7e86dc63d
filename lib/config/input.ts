/** Looking into settings that have not been checked: anything may be missing or of another kind. */

/** The names of an object's members in the input; none where there is no object. */
export function namesOf(input: unknown, ...path: readonly string[]): string[] {
  const at = valueAt(input, path);
  return typeof at === 'object' && at !== null && !Array.isArray(at) ? Object.keys(at) : [];
}

/** The value at a path; undefined where the path ends before. */
export function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (holder, name) => (typeof holder === 'object' && holder !== null ? Object.getOwnPropertyDescriptor(holder, name)?.value : undefined),
    input,
  );
}
