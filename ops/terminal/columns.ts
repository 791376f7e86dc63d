import { stripVTControlCharacters } from 'node:util';

const GAP = 2;

/** Shown length: colours take no room. */
function lengthOf(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}

/**
 * Rows in aligned columns. The last column is wrapped at `width` and goes on under itself.
 * @param width Characters of a line.
 */
export function columns(rows: readonly (readonly string[])[], width: number): string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, at) => Math.max(...rows.map((row) => lengthOf(row[at] ?? ''))));
  return rows.flatMap((row) => {
    const fixed = row.slice(0, -1).map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - lengthOf(cell) + GAP));
    const indent = ' '.repeat(fixed.reduce((sum, cell) => sum + lengthOf(cell), 0));
    const [first = '', ...more] = wrap(row.at(-1) ?? '', Math.max(24, width - indent.length));
    return [fixed.join('') + first, ...more.map((line) => indent + line)].map((line) => line.trimEnd());
  });
}

/** Breaks a text at spaces. What is to be copied stays whole: a longer word, such as an ARN, and a line of its own that begins with two spaces. */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => (line.startsWith('  ') ? [line] : wrapLine(line, width)));
}

function wrapLine(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && lengthOf(last) + 1 + lengthOf(word) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
