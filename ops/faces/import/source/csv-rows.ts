import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileFailure } from '../../../failures/file-failures';
import { type SubjectRule, subjectFault } from '../../subject';
import { type Columns, firstRecord } from './csv-columns';
import { csvRecords } from './csv-records';
import { csvText } from './csv-text';
import { readNearFile } from './near-file';
import type { BadRow, Row, RowSource } from './row-source';

/** Rows of a CSV file: subject and file, the file from the folder of the CSV, with a header or without. */
export function csvRows(path: string, subjects: SubjectRule): RowSource {
  return {
    rows: () => rows(path, subjects),
    survey: async () => {
      const count = await countOf(path, subjects);
      const { encoding } = await csvText(path);
      const notice =
        encoding === 'windows-1252' ? 'The CSV file is not UTF-8: it is read as Windows-1252, which is Latin-1 with more.' : undefined;
      return { digest: await digestOf(path), rows: count, found: count, notice };
    },
    lookedFor: 'rows of a subject and a file, in a CSV file',
    read: (from) =>
      readNearFile(
        from,
        'A relative path begins in the folder of the CSV file: check the name there, with its upper-case letters and its ending.',
      ),
  };
}

async function* rows(path: string, subjects: SubjectRule): AsyncGenerator<Row | BadRow> {
  const folder = dirname(path);
  const isFile = (file = '') =>
    stat(resolve(folder, file)).then(
      (found) => found.isFile(),
      () => false,
    );
  let columns: Columns | undefined;
  let number = 0;
  for await (const { fields, line } of csvRecords(await csvText(path), path)) {
    if (columns === undefined) {
      const first = await firstRecord(fields, path, () => isFile(fields[1]));
      columns = first.columns;
      if (first.isHeader) continue;
    }
    number += 1;
    yield rowOf(fields, columns, subjects, { number, at: `line ${line}`, folder });
  }
}

function rowOf(
  fields: readonly string[],
  columns: Columns,
  subjects: SubjectRule,
  { number, at, folder }: { number: number; at: string; folder: string },
): Row | BadRow {
  const [subject = '', file = ''] = [fields[columns.subject], fields[columns.file]];
  const shape = shapeFault(fields, columns);
  if (shape !== undefined) return { number, at, fault: shape };
  const fault = subjectFault(subject, subjects);
  if (fault !== undefined) return { number, at, fault: `${fault.what} ${fault.toDo}` };
  const other = pathFault(file);
  if (other !== undefined) return { number, at, subject, fault: other };
  return { number, at, subject, from: resolve(folder, file) };
}

/** Why a record cannot be a row, by its fields. */
function shapeFault(fields: readonly string[], columns: Columns): string | undefined {
  if (fields.length <= Math.max(columns.subject, columns.file))
    return `It has ${fields.length} ${fields.length === 1 ? 'field' : 'fields'} of ${columns.count}. Complete the line, or remove it.`;
  // Spreadsheets leave separators behind the last column.
  if (fields.slice(columns.count).some((field) => field !== ''))
    return `It has ${fields.length} fields, not ${columns.count}. Put a field with a comma, semicolon or tab in it into quotes.`;
  const [subject, file] = [fields[columns.subject], fields[columns.file]].map((field) => field?.toLowerCase());
  return subject === 'subject' && file === 'file'
    ? 'It holds the names of the columns, which belong only in the first line. Remove it, and what is before it if that is a title.'
    : undefined;
}

/** Why a text leads to no file on this machine. */
function pathFault(file: string): string | undefined {
  if (file === '') return 'It names no file.';
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(file))
    return 'It names an address, and only files on this machine are read: download it first, and name the file.';
  return /^~[\\/]/.test(file) ? 'It begins with ~ for a home folder, which is not replaced in a table. Write the whole path.' : undefined;
}

async function countOf(path: string, subjects: SubjectRule): Promise<number> {
  let count = 0;
  for await (const _ of rows(path, subjects)) count += 1;
  return count;
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  } catch (error) {
    throw fileFailure(error, path);
  }
  return hash.digest('hex');
}
