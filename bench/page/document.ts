import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Results } from '../measure/results';
import { picture } from './picture';
import { figuresTable, ratiosOf, sizingTable } from './tables';

const DOCS = path.join(__dirname, '..', '..', 'docs');
const [BEGIN, END] = ['<!-- figures: made by npm run bench -- --write-docs -->\n', '<!-- end of figures -->'];

/** Writes the figures into docs/performance.md, and the picture next to it, which the README shows, too. @returns the files. */
export async function writeDocument(results: Results): Promise<string[]> {
  const document = path.join(DOCS, 'performance.md');
  await writeFile(document, withFigures(await readFile(document, 'utf8'), results));
  await writeFile(path.join(DOCS, 'performance.svg'), picture(results));
  return ['docs/performance.md', 'docs/performance.svg'];
}

/** The document with what is between its marks written again. @throws Error when a mark is missing. */
export function withFigures(document: string, results: Results): string {
  const [from, to] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`The document has no section between "${BEGIN.trim()}" and "${END}".`);
  return `${document.slice(0, from)}${BEGIN}${figuresOf(results)}\n${document.slice(to)}`;
}

/** What a run says, as Markdown. */
export function figuresOf(results: Results): string {
  const taken = `Taken on ${results.takenAt.slice(0, 10)}: ${results.machine}.\n`;
  return [taken, figuresTable(results), `${ratiosOf(results)}\n`, sizingTable(results)].join('\n');
}
