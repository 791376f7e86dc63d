import { stripVTControlCharacters } from 'node:util';

/** What differs from one run to the next, and the pattern of what may stand in its place. The first that fits at a place counts. */
const PLACEHOLDERS: readonly (readonly [shown: RegExp, stands: string])[] = [
  [/…/y, '.*'],
  [/<[a-z][a-z ]*>/y, '\\S+'],
  [/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/y, '[\\da-f]{8}(?:-[\\da-f]{4}){3}-[\\da-f]{12}'],
  [/\d{4}-\d\d-\d\dT[\d:.]+Z/y, '\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z'],
  // Ids, hashes and passwords: long, with letters and digits.
  [/(?=[\w+/-]*\d)(?=[\w+/-]*[A-Za-z])[\w+/-]{16,}=*/y, '[\\w+/-]{12,}=*'],
  // Ports, sizes and times; a number of up to three digits without a unit, such as a status, is what it is.
  [/\d[\d,]*(?:\.\d+)?(?= ?(?:ms|s|min|KB|kB|MB|B|bytes)\b)/y, '[\\d,]+(?:\\.\\d+)?'],
  [/(?<![\d.])\d{4,}(?![\d.])/y, '\\d+'],
  [/ +/y, ' +'],
];

/**
 * Where an output leaves the form that a document shows, or undefined where it has it. A line `…` stands for any number of lines, `…` in a
 * line for anything, `<words>` for one word; ids, times, ports and sizes may differ, and so may the width of a gap.
 */
export function differenceInForm(shown: string, printed: string): string | undefined {
  const expected = linesOf(shown);
  const lines = linesOf(printed);
  let at = 0;
  let skips = false;
  for (const line of expected) {
    if (line.trim() === '…') {
      skips = true;
      continue;
    }
    const pattern = patternOf(line);
    const found = skips ? lines.findIndex((candidate, index) => index >= at && pattern.test(candidate)) : at;
    if (found < 0 || !pattern.test(lines[found] ?? '')) return `shown:   ${line}\nprinted: ${lines[at] ?? '(nothing more)'}`;
    at = found + 1;
    skips = false;
  }
  return skips || at === lines.length ? undefined : `shown:   (nothing more)\nprinted: ${lines[at]}`;
}

/** The pattern of all lines that have the form of this one. */
export function patternOf(line: string): RegExp {
  let pattern = '';
  for (let at = 0; at < line.length; ) {
    const [length, part] = partAt(line, at);
    pattern += part;
    at += length;
  }
  return new RegExp(`^${pattern}$`);
}

function partAt(line: string, at: number): [length: number, pattern: string] {
  for (const [shown, stands] of PLACEHOLDERS) {
    shown.lastIndex = at;
    const found = shown.exec(line)?.[0];
    if (found !== undefined) return [found.length, stands];
  }
  const letters = /[A-Za-z]+|[\s\S]/y;
  letters.lastIndex = at;
  const word = letters.exec(line)?.[0] ?? '';
  return [word.length, word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')];
}

/** Lines without what a terminal does not show: ends of line, colours, and blank ones at both ends. */
function linesOf(text: string): string[] {
  const seen = stripVTControlCharacters(text.replaceAll('\r', ''));
  return seen
    .replace(/^(?:[ \t]*\n)+|\s+$/g, '')
    .split('\n')
    .map((line) => line.trimEnd());
}
