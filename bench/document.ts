import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { concurrencyPicture, growthPicture } from './pictures';
import type { Results } from './results';
import { sizingTable } from './sizing';
import { summaryOf } from './summary';

const DOCS = path.join(__dirname, '..', 'docs');

/** What is between the marks of docs/performance.md is made by `npm run bench -- --write-docs`. */
const SECTIONS: Readonly<Record<string, (results: Results) => string>> = {
  figures: (results) =>
    [
      '![Time, processor time, memory and cost by size of the photo](performance.svg)\n',
      summaryOf(results),
      '![Memory and time of photos of 5 MB by the number of requests at once](performance-at-once.svg)\n',
    ].join('\n'),
  sizing: sizingTable,
};

/** Writes the figures into the document, the two pictures next to it, and one of them into the README. @returns the files. */
export async function writeDocument(results: Results): Promise<string[]> {
  const document = path.join(DOCS, 'performance.md');
  await writeFile(document, withFigures(await readFile(document, 'utf8'), results));
  const readme = path.join(DOCS, '..', 'README.md');
  await writeFile(readme, withPicture(await readFile(readme, 'utf8')));
  await writeFile(path.join(DOCS, 'performance.svg'), growthPicture(results));
  await writeFile(path.join(DOCS, 'performance-at-once.svg'), concurrencyPicture(results));
  return ['docs/performance.md', 'README.md', 'docs/performance.svg', 'docs/performance-at-once.svg'];
}

/** The document with each marked section written again. @throws Error when a mark is missing. */
export function withFigures(document: string, results: Results): string {
  return Object.entries(SECTIONS).reduce((text, [name, make]) => withSection(text, name, make(results)), document);
}

/** The README with the picture of the last run that was written. @throws Error when the mark is missing. */
export function withPicture(readme: string): string {
  return withSection(readme, 'performance', '![Time, processor time, memory and cost by size of the photo](docs/performance.svg)\n');
}

function withSection(text: string, name: string, content: string): string {
  const [begin, end] = [`<!-- ${name}: made by npm run bench -- --write-docs -->\n`, `<!-- end of ${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The document has no section between "${begin.trim()}" and "${end}".`);
  return `${text.slice(0, from + begin.length)}${content}\n${text.slice(to)}`;
}
