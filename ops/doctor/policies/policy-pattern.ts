/** A policy variable may be any text, as `*` is. */
const withoutVariables = (pattern: string): string => pattern.replace(/\$\{[^}]*\}/g, '*');

/** Whether the pattern of a policy has everything that `narrow` stands for: `*` is any text in both, `?` one character. */
export function covers(pattern: string, narrow: string): boolean {
  const expression = pattern
    .split('*')
    .map((part) => part.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('?', '[^*]'))
    .join('.*');
  return new RegExp(`^${expression}$`, 's').test(narrow);
}

/** Whether some text fits both: walks through both at once, over every pair of places that can be reached, each of them once. */
export function overlap(one: string, other: string): boolean {
  const [left, right] = [[...withoutVariables(one)], [...withoutVariables(other)]];
  const open: [number, number][] = [[0, 0]];
  const seen = new Set<number>();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [at, over] = next;
    if (at === left.length && over === right.length) return true;
    const pair = at * (right.length + 1) + over;
    if (seen.has(pair)) continue;
    seen.add(pair);
    const [a, b] = [left[at], right[over]];
    // A star stands for nothing, or for one character more.
    if (a === '*') open.push([at + 1, over]);
    if (b === '*') open.push([at, over + 1]);
    if (a !== undefined && b !== undefined && isShared(a, b)) open.push([a === '*' ? at : at + 1, b === '*' ? over : over + 1]);
  }
  return false;
}

function isShared(one: string, other: string): boolean {
  return one === other || '*?'.includes(one) || '*?'.includes(other);
}
