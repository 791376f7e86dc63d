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

/** Whether some text fits both. */
export function overlap(one: string, other: string): boolean {
  return meet(withoutVariables(one), withoutVariables(other));
}

function meet(one: string, other: string): boolean {
  if (one === '' && other === '') return true;
  if (one.startsWith('*')) return meet(one.slice(1), other) || (other !== '' && meet(one, other.slice(1)));
  if (other.startsWith('*')) return meet(other, one);
  const [a, b] = [one.charAt(0), other.charAt(0)];
  return a !== '' && b !== '' && (a === b || a === '?' || b === '?') && meet(one.slice(1), other.slice(1));
}
