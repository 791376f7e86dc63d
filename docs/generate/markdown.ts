/** What stands at the head of a document that is made whole. */
export function isMade(from: string): string {
  return `<!-- Made by npm run docs, ${from}. -->`;
}

/** A Markdown table. A bar in a cell would end it. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line), ''].join('\n');
}

/** Text as code. */
export const code = (text: string): string => `\`${text}\``;

/**
 * A document of which one part is made, and the rest is written by hand.
 * @param name stands in the marks around the part
 * @throws Error for a document without these marks
 */
export function withPart(document: string, name: string, part: string): string {
  const [begin, end] = [`<!-- ${name}: made by npm run docs -->\n`, `<!-- end of ${name} -->`];
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The document has no place for ${name}, between "${begin.trim()}" and "${end}".`);
  return `${document.slice(0, from + begin.length)}\n${part.trim()}\n\n${document.slice(to)}`;
}
