import fc from 'fast-check';

/** Characters that one fold or another makes a letter of ASCII, and some that only look like one. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  k: '\u212a',
  s: '\u017f',
  i: '\u0131\u0130',
  a: 'а\u00aa',
  e: 'е',
  o: 'о\u00ba',
  c: 'ϲ',
};
const AROUND = [' ', '\u200b', '\0', '.', '\u0301', '\ufeff', '[]', '\n'];

/** One of `names` in some spelling: as it is, in any mix of cases, with a letter that looks like it, or with something around it. */
export function spellingOf(...names: readonly string[]): fc.Arbitrary<string> {
  const name = fc.constantFrom(...names);
  return fc.oneof(
    { arbitrary: name, weight: 4 },
    { arbitrary: fc.tuple(name, fc.infiniteStream(fc.boolean())).map(([text, upper]) => mixCase(text, upper)), weight: 3 },
    { arbitrary: fc.tuple(name, fc.nat(), fc.nat()).map(([text, at, which]) => replaceOne(text, at, which)), weight: 1 },
    { arbitrary: fc.tuple(fc.constantFrom('', ...AROUND), name, fc.constantFrom(...AROUND)).map((parts) => parts.join('')), weight: 1 },
  );
}

/** A string of JSON, some with every character written as an escape: the same name to a parser, another to a search. */
export function jsonString(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof({ arbitrary: text.map((value) => JSON.stringify(value)), weight: 4 }, { arbitrary: text.map(escaped), weight: 1 });
}

function mixCase(text: string, upper: Iterable<boolean>): string {
  const ways = upper[Symbol.iterator]();
  return Array.from(text, (character) => (ways.next().value ? character.toUpperCase() : character.toLowerCase())).join('');
}

function replaceOne(text: string, at: number, which: number): string {
  const place = at % text.length;
  const letter = text[place] ?? '';
  // The full-width forms of ASCII lie together (U+FF01 to U+FF5E).
  const wide = String.fromCharCode(letter.charCodeAt(0) + 0xfee0);
  const choices = [wide, ...(LOOK_ALIKES[letter.toLowerCase()] ?? '')];
  return text.slice(0, place) + choices[which % choices.length] + text.slice(place + 1);
}

function escaped(text: string): string {
  const units = Array.from({ length: text.length }, (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`);
  return `"${units.join('')}"`;
}
