import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { Failure } from '../../../failures/failures';
import { quoted } from '../../../terminal/quoted';
import type { CsvText } from './csv-text';

/** One record that is not blank. */
export interface CsvRecord {
  readonly fields: readonly string[];
  /** The line of the file in which it ends. */
  readonly line: number;
}

/** Larger records are those of a quote that is not closed. */
const MAX_RECORD_BYTES = 65_536;

/**
 * Records of a CSV text (RFC 4180): comma, semicolon or tab: the one that comes first in the file, or what a line `sep=` in front says. Blanks around
 * fields are none of them; lines of only separators are ignored.
 * @throws Failure `invalid-input` that names the line
 */
export async function* csvRecords(text: CsvText, path: string): AsyncGenerator<CsvRecord> {
  const { delimiter, linesBefore } = await startOf(text);
  const parser = parse({
    ...{ delimiter, record_delimiter: '\n', relax_column_count: true, skip_empty_lines: true, trim: true },
    ...{ info: true, max_record_size: MAX_RECORD_BYTES },
  });
  const source = Readable.from(linesFrom(text, linesBefore));
  source.on('error', (error) => parser.destroy(error)).pipe(parser);
  let last = linesBefore;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      last = linesBefore + info.lines;
      const fields = record.map((field) => field.trim());
      if (fields.some((field) => field !== '')) yield { fields, line: last };
    }
  } catch (error) {
    throw error instanceof CsvError ? await unreadable(error, { text, path, delimiter, after: last }) : error;
  } finally {
    source.destroy();
  }
}

/** The sign that separates fields, and how many lines there are in front of the first record. */
async function startOf(text: CsvText): Promise<{ delimiter: string; linesBefore: number }> {
  let start = '';
  for await (const chunk of text.chunks()) {
    start += chunk;
    if (/\S.*\n/.test(start) || start.length > MAX_RECORD_BYTES) break;
  }
  const said = /^\s*"?sep=(.)"?[^\S\n]*(?:\n|$)/i.exec(start);
  if (said?.[1] !== undefined) return { delimiter: said[1], linesBefore: said[0].split('\n').length - 1 };
  const [, first] = /^(?:[^",;\t\n]|"[^"]*"|\n)*([,;\t])/.exec(start) ?? [];
  return { delimiter: first ?? ',', linesBefore: 0 };
}

/** The text behind so many lines. */
async function* linesFrom(text: CsvText, line: number): AsyncGenerator<string> {
  let left = line;
  for await (const chunk of text.chunks()) {
    let at = 0;
    for (; left > 0; left -= 1) {
      const end = chunk.indexOf('\n', at);
      if (end === -1) break;
      at = end + 1;
    }
    if (left === 0) yield chunk.slice(at);
  }
}

interface Place {
  readonly text: CsvText;
  readonly path: string;
  readonly delimiter: string;
  /** The last line that was read. */
  readonly after: number;
}

/** The parser names the line in which it gave up; a quote that is not closed is one that stands before. */
async function unreadable(error: CsvError, { text, path, delimiter, after }: Place): Promise<Failure> {
  const { line, content } = await firstQuote(text, after);
  if (error.code === 'CSV_MAX_RECORD_SIZE' && !content.includes('"')) return tooLong(line, path, error);
  const field = content.split(delimiter).find((one) => one.includes('"'));
  return new Failure(
    'invalid-input',
    {
      what: `The CSV file cannot be read from line ${line} on: a quote is there inside a field, or is not closed.`,
      where: quoted(path),
      toDo: field === undefined ? 'Put a field that contains quotes into quotes, and double the inner ones.' : rightForm(field.trim()),
    },
    { cause: error },
  );
}

/** How a field has to be written that the parser could not read. */
function rightForm(field: string): string {
  if (/^="/.test(field))
    return 'A spreadsheet has written a formula there that keeps digits: write only the text, without = and its quotes.';
  const opened = /^"([^"]*)$/.exec(field)?.[1];
  if (opened !== undefined)
    return `Close the quote: ${shownAsWritten(`"${opened}"`)}. If it belongs to the text: ${shownAsWritten(`"""${opened}"`)}.`;
  const inner = field.replace(/^"(?=.*"$)|(?<=^".*)"$/g, '').replaceAll('"', '""');
  return `Put the whole field into quotes, and double the inner ones: ${shownAsWritten(`"${inner}"`)}.`;
}

/** Without the quotes that stand around what is quoted from a file. */
function shownAsWritten(text: string): string {
  return quoted(text).slice(1, -1);
}

async function firstQuote(text: CsvText, after: number): Promise<{ line: number; content: string }> {
  let line = after;
  let rest = '';
  for await (const chunk of linesFrom(text, after)) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const content of lines) {
      line += 1;
      if (content.includes('"')) return { line, content };
    }
    if (rest.length > MAX_RECORD_BYTES) break;
  }
  return { line: line + 1, content: rest.includes('"') && rest.length <= MAX_RECORD_BYTES ? rest : '' };
}

function tooLong(line: number, path: string, cause: CsvError): Failure {
  return new Failure(
    'invalid-input',
    {
      what: `The CSV file cannot be read from line ${line} on: a line has more than ${MAX_RECORD_BYTES} bytes.`,
      where: quoted(path),
      toDo: 'Give a CSV file with a subject and a file in each line.',
    },
    { cause },
  );
}
