import { Readable } from 'node:stream';
import { fileFailure } from '../../failures/file-failures';
import { writePrivately } from '../export/private-file';
import type { ImportJournal } from './journal';
import { type Outcome, type PlannedRow, planRowIsBad, type RowResult } from './row';

/** How many rows came to each end. */
export type Tally = Readonly<Partial<Record<Outcome, number>>>;

/** What was written, in short. */
export interface ResultsSummary {
  readonly tally: Tally;
  /** The first rows that are not in for their own reason. */
  readonly reasons: readonly Pick<RowResult, 'row' | 'at' | 'subject' | 'outcome' | 'says'>[];
}

const REASONS = 5;
const HAS_A_REASON: ReadonlySet<Outcome> = new Set(['invalid', 'failed', 'refused']);

const FIELDS = ['row', 'at', 'subject', 'outcome', 'says', 'changes', 'notices', 'bytes', 'sha256', 'version', 'requestId'] as const;

/** Writes the result of every row of the input, in its order: JSON Lines, or CSV when the name ends in `.csv`. */
export async function writeResults(
  path: string,
  rows: AsyncIterable<PlannedRow>,
  journal: ImportJournal | undefined,
): Promise<ResultsSummary> {
  const tally: Partial<Record<Outcome, number>> = {};
  const reasons: RowResult[] = [];
  const isCsv = path.endsWith('.csv');
  async function* lines(): AsyncGenerator<string> {
    if (isCsv) yield `${FIELDS.join(',')}\n`;
    for await (const row of rows) {
      const result = journal?.resultOf(row.row) ?? unrun(row);
      tally[result.outcome] = (tally[result.outcome] ?? 0) + 1;
      if (HAS_A_REASON.has(result.outcome) && reasons.length < REASONS) reasons.push(result);
      yield `${isCsv ? csvLine(result) : JSON.stringify(result)}\n`;
    }
  }
  await writePrivately(path, Readable.from(lines()), (error) => fileFailure(error, path));
  return { tally, reasons: reasons.map(({ row, at, subject, outcome, says }) => ({ row, at, subject, outcome, says })) };
}

function unrun(row: PlannedRow): RowResult {
  const { at, subject, fault } = row;
  return { row: row.row, at, subject, ...(planRowIsBad(row) ? { outcome: 'invalid', says: fault } : { outcome: 'not-run' }) };
}

function csvLine(result: RowResult): string {
  return FIELDS.map((field) => {
    const value = result[field] ?? '';
    return csvField(Array.isArray(value) ? value.join('; ') : String(value));
  }).join(',');
}

/** A spreadsheet runs what begins with these signs; the apostrophe makes it text. */
function csvField(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
