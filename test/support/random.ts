/** Random choices that a failing test can repeat: the same seed gives the same choices (the generator is mulberry32). */
export interface Random {
  /** A whole number from 0 to `below - 1`. */
  whole(below: number): number;
  pick<Item>(items: readonly Item[]): Item;
  /** Up to `longest` characters out of `alphabet`. */
  text(alphabet: string, longest: number): string;
}

export function seeded(seed: number): Random {
  let state = seed;
  const whole = (below: number) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
  const pick = <Item>(items: readonly Item[]): Item => items[whole(items.length)] as Item;
  const text = (alphabet: string, longest: number) => Array.from({ length: whole(longest + 1) }, () => pick([...alphabet])).join('');
  return { whole, pick, text };
}
