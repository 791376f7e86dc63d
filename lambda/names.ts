/**
 * When two member names are one. The Agent API binds JSON names without regard to case (an Android SDK sends `consent.userid`),
 * so a name that only looks different could overwrite one of ours. Compatibility characters (NFKC) are folded too, and both
 * directions of case, because they differ: `ſ` (U+017F) is `S` in upper case only, `K` (U+212A) is `k` in lower case only.
 */
export function isSameName(one: string, other: string): boolean {
  return foldLower(one) === foldLower(other) || foldUpper(one) === foldUpper(other);
}

/** The first of `names` that is the same name as `name`, in its own spelling; undefined when there is none. */
export function findName<Name extends string>(name: string, names: Iterable<Name>): Name | undefined {
  for (const candidate of names) {
    if (isSameName(name, candidate)) return candidate;
  }
  return undefined;
}

function foldLower(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

function foldUpper(name: string): string {
  return name.normalize('NFKC').toUpperCase();
}
