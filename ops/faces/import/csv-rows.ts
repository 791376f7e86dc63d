import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type CsvError, parse } from 'csv-parse';
import { Failure } from '../../failures';
import { fileFailure } from '../../file-failures';
import { readPhotoFile } from '../photo/file';
import { isSubject, SUBJECT_ACCEPTS } from '../subject';
import type { BadRow, Row, RowSource, Survey } from './row-source';

/** Which fields of a record are which; a header may name them in any order, among others. */
interface Columns {
  readonly subject: number;
  readonly file: number;
  readonly count: number | undefined;
}

const WITHOUT_HEADER: Columns = { subject: 0, file: 1, count: 2 };

/** Rows of a CSV file (RFC 4180): subject and file, the file from the folder of the CSV; comma, semicolon or tab, header or not. */
export function csvRows(path: string): RowSource {
  return {
    rows: () => rows(path),
    survey: async () => {
      const [digest, count] = await Promise.all([digestOf(path), countOf(path)]);
      return { digest, rows: count };
    },
    read: readPhotoFile,
  };
}

async function* rows(path: string): AsyncGenerator<Row | BadRow> {
  let columns: Columns | undefined;
  let number = 0;
  for await (const { record, line } of records(path)) {
    const isFirst = columns === undefined;
    columns ??= headerOf(record) ?? WITHOUT_HEADER;
    if (isFirst && columns !== WITHOUT_HEADER) continue;
    number += 1;
    yield rowOf(record, columns, { number, at: `line ${line}`, folder: dirname(path) });
  }
}

function rowOf(record: readonly string[], columns: Columns, place: { number: number; at: string; folder: string }): Row | BadRow {
  const { number, at } = place;
  const [subject = '', file = ''] = [record[columns.subject], record[columns.file]];
  if (columns.count !== undefined && record.length !== columns.count) {
    return {
      number,
      at,
      fault: `It has ${record.length} fields, not ${columns.count}. Put a field with a comma, semicolon or tab in it into quotes.`,
    };
  }
  if (!isSubject(subject)) return { number, at, fault: `The subject is not one that the function accepts: ${SUBJECT_ACCEPTS}.` };
  if (file === '') return { number, at, subject, fault: 'It names no file.' };
  return { number, at, subject, from: resolve(place.folder, file) };
}

function headerOf(record: readonly string[]): Columns | undefined {
  const names = record.map((name) => name.trim().toLowerCase());
  const [subject, file] = [names.indexOf('subject'), names.indexOf('file')];
  return subject === -1 || file === -1 ? undefined : { subject, file, count: names.length };
}

async function* records(path: string): AsyncGenerator<{ record: string[]; line: number }> {
  const file = createReadStream(path);
  const parser = parse({
    bom: true,
    delimiter: [',', ';', '\t'],
    relax_column_count: true,
    skip_empty_lines: true,
    info: true,
    max_record_size: 65_536,
  });
  file.on('error', (error) => parser.destroy(error)).pipe(parser);
  try {
    for await (const entry of parser) yield { record: entry.record, line: entry.info.lines };
  } catch (error) {
    throw unreadable(error, path);
  } finally {
    file.destroy();
  }
}

function unreadable(error: unknown, path: string): Failure {
  if (!(error as CsvError).code?.startsWith('CSV_')) return fileFailure(error, path);
  return new Failure(
    'invalid-input',
    {
      what: `The CSV file cannot be read: ${(error as CsvError).message.replace(/,? value is .*$/s, '')}.`,
      where: path,
      toDo: 'Save it as CSV in UTF-8, with quotes around fields that hold quotes (doubled), separators or line breaks.',
    },
    { cause: error },
  );
}

async function countOf(path: string): Promise<Survey['rows']> {
  let count = 0;
  for await (const _ of rows(path)) count += 1;
  return count;
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
