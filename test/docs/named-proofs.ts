import { existsSync } from 'node:fs';
import path from 'node:path';
import { read } from './documents';

/** A test that a line of a table names, as a link: a part of its name, and its file. */
export interface NamedProof {
  readonly name: string;
  readonly file: string;
}

/** The cells of each row under the head of a table. */
export function rowsOf(text: string): string[][] {
  const lines = text.split('\n').filter((line) => line.startsWith('| '));
  return lines.slice(1).map((line) => line.slice(2, -2).split(' | '));
}

/** The tests that a row of a document in docs/ names in its last cell. */
export function proofsOf(row: readonly string[]): NamedProof[] {
  return [...(row.at(-1) ?? '').matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)].map(([, name = '', target = '']) => ({
    name,
    file: path.posix.join('docs', target),
  }));
}

/** Whether a file of the tests holds the name. */
export function isThere({ name, file }: NamedProof): boolean {
  return file.startsWith('test/') && existsSync(path.join(__dirname, '..', '..', file)) && read(file).includes(name);
}
