import { pMapIterable } from 'p-map';
import { Failure } from '../../failures/failures';
import { quoted } from '../../terminal/quoted';
import { PhotoFault } from '../photo/fault';
import type { PhotoLimits } from '../photo/limits';
import { readPhoto } from '../photo/photo';
import type { PlannedRow } from './row';
import type { BadRow, Row, RowSource } from './source/row-source';

/** Rows that are decoded at the same time: as many photos are in memory. */
const AT_ONCE = 4;

/** Places of one subject that are named; there may be thousands. */
const MOST_PLACES = 4;

/**
 * Judges every row of an input, in its order. Of a subject that is there several times no row is valid: which photo is the right one, no order
 * of rows or files says it.
 * @throws Failure `interrupted` when the signal comes: nothing has been stored
 */
export function checkedRows(source: RowSource, limits: PhotoLimits, signal: AbortSignal): AsyncIterable<PlannedRow> {
  return pMapIterable(onceEach(source, signal), (row) => checked(row, source, limits), { concurrency: AT_ONCE });
}

async function* onceEach(source: RowSource, signal: AbortSignal): AsyncGenerator<Row | BadRow> {
  const repeated = await repeatedSubjects(source, signal);
  for await (const row of rowsOf(source, signal)) {
    const places = 'fault' in row ? [] : (repeated.get(row.subject) ?? []);
    const { number, at, subject } = row;
    yield places.length < 2
      ? row
      : { number, at, subject, fault: `The subject is there several times: ${listed(places)}. Keep one of them, that of the right photo.` };
  }
}

/** The places of each subject with several rows. */
async function repeatedSubjects(source: RowSource, signal: AbortSignal): Promise<Map<string, string[]>> {
  const seen = new Set<string>();
  const repeated = new Map<string, string[]>();
  for await (const row of rowsOf(source, signal)) {
    if ('fault' in row) continue;
    if (seen.has(row.subject)) repeated.set(row.subject, []);
    seen.add(row.subject);
  }
  if (repeated.size === 0) return repeated;
  for await (const row of rowsOf(source, signal)) {
    const places = 'fault' in row ? undefined : repeated.get(row.subject);
    if (places !== undefined && places.length <= MOST_PLACES) places.push(row.at);
  }
  return repeated;
}

async function* rowsOf(source: RowSource, signal: AbortSignal): AsyncGenerator<Row | BadRow> {
  for await (const row of source.rows()) {
    if (signal.aborted) throw interruptedBeforeStoring();
    yield row;
  }
}

function listed(places: readonly string[]): string {
  return `${places.slice(0, MOST_PLACES).join(', ')}${places.length > MOST_PLACES ? ' and more' : ''}`;
}

async function checked(row: Row | BadRow, source: RowSource, limits: PhotoLimits): Promise<PlannedRow> {
  const { number, at, subject } = row;
  if ('fault' in row) return { row: number, at, subject, fault: row.fault };
  try {
    const photo = await readPhoto(await source.read(row.from), limits);
    const { type, sha256, changes, notices } = photo;
    return {
      ...{ row: number, at, subject, from: row.from, sourceSha256: photo.source.sha256, sha256, type },
      bytes: photo.bytes.length,
      changes,
      notices,
    };
  } catch (error) {
    if (!(error instanceof PhotoFault)) throw error;
    return { row: number, at, subject, fault: `${error.code}: ${error.message} File: ${quoted(row.from)}.` };
  }
}

function interruptedBeforeStoring(): Failure {
  return new Failure('interrupted', {
    what: 'The import was interrupted while the rows were checked; nothing was stored.',
    toDo: 'Run the same command again: checking starts from the beginning.',
  });
}
