import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '..', '..');
const FOREIGN = new Set(['node_modules', 'cdk.out', 'coverage', 'dist']);

/** A document of the repository. */
export interface Document {
  /** Path from the repository's root. */
  readonly file: string;
  readonly text: string;
}

/** The text of any file of the repository, by its path from the root. */
export function read(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8');
}

/** Every Markdown file that belongs to the repository. */
export const DOCUMENTS: readonly Document[] = markdownIn('.').map((file) => ({ file, text: read(file) }));

function markdownIn(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return FOREIGN.has(entry.name) || entry.name.startsWith('.') ? [] : markdownIn(file);
    return entry.name.endsWith('.md') ? [file] : [];
  });
}

/** What stands under a heading, up to the next heading of the same or a higher level. */
export function section(text: string, heading: string): string {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => /^#{1,6} /.test(line) && line.replace(/^#+ /, '') === heading);
  if (start < 0) throw new Error(`There is no heading "${heading}".`);
  const level = lines[start]?.indexOf(' ') ?? 0;
  const length = lines.slice(start + 1).findIndex((line) => /^#{1,6} /.test(line) && line.indexOf(' ') <= level);
  return lines.slice(start + 1, length < 0 ? undefined : start + 1 + length).join('\n');
}

/** Every headline of a level, without its marks. */
export function headings(text: string, level: number): string[] {
  const mark = `${'#'.repeat(level)} `;
  return withoutCode(text)
    .split('\n')
    .filter((line) => line.startsWith(mark))
    .map((line) => line.slice(mark.length));
}

/** The document without its fenced blocks, where `#` is a comment and brackets are code. */
export function withoutCode(text: string): string {
  return text.replace(/^```[\s\S]*?^```$/gm, '');
}

/** The first cell of each row of the tables in a text, without its marks. */
export function firstCells(text: string): string[] {
  return [...text.matchAll(/^\| `([^`]+)` \|/gm)].map(([, cell = '']) => cell);
}

/** The cells of each row of the tables in a text, but for head and rule. */
export function cellsOf(text: string): string[][] {
  const rows = text.split('\n').filter((line) => /^\| `/.test(line));
  return rows.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** Members of an interface with their types, in their order, out of the source of its file. */
export function membersOf(source: string, name: string): ReadonlyMap<string, string> {
  const body = new RegExp(`interface ${name} \\{([\\s\\S]*?)\\n\\}`).exec(source)?.[1] ?? '';
  return new Map([...body.matchAll(/^ {2}readonly (\w+)\??: ([^\n]*?);?$/gm)].map(([, member = '', type = '']) => [member, type]));
}
