/**
 * Writes the keys of object literals out where they stand: `{ [_hH]: x }` becomes `{ "httpHeader": x }` when `var _hH = "httpHeader";` is a
 * line of the code. A computed key may have an effect for all that a bundler knows, so it keeps whatever has one, and the SDK has one in
 * each table that describes a request: those of a hundred S3 requests that the function never sends were a seventh of the bundle, and
 * an eighth of the time that loading it took (docs/decisions/0016).
 * Nothing else is touched: not a name that is given a value a second time, and not `__proto__`, which means something else as a plain key.
 * @param code As esbuild prints a bundle that is not minified: each name of the top level once, a declaration a line, never shadowed.
 */
export function spellKeys(code: string): string {
  const given = new Map<string, number>();
  for (const [, name = ''] of code.matchAll(/(?<![\w$.])(_\w+)\s*=(?![=>])/g)) given.set(name, (given.get(name) ?? 0) + 1);
  const texts = new Map<string, string>();
  for (const [, name = '', text = ''] of code.matchAll(/^var (_\w+) = ("(?:[^"\\\n]|\\.)*");$/gm)) {
    if (given.get(name) === 1 && text !== '"__proto__"') texts.set(name, text);
  }
  return code.replace(/\[(_\w+)\]:/g, (key, name: string) => (texts.has(name) ? `${texts.get(name)}:` : key));
}
