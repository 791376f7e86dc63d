/** Texts that the committed settings carry until somebody replaces them; the account id is the one of AWS's own documentation. */
const EXAMPLES = /replace-?with|111122223333|\bexample\.(?:com|org|net)\b/i;

/** Paths of settings, names included, that still hold an example. Such a stage synthesizes, but does not work. */
export function examplesLeftIn(settings: unknown, path = ''): string[] {
  if (typeof settings === 'string') return EXAMPLES.test(settings) ? [`${path} = "${settings}"`] : [];
  if (typeof settings !== 'object' || settings === null) return [];
  return Object.entries(settings).flatMap(([name, value]) => {
    const below = path === '' ? name : `${path}.${name}`;
    return [...(EXAMPLES.test(name) ? [below] : []), ...examplesLeftIn(value, below)];
  });
}
