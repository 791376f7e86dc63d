import { pMapIterable } from 'p-map';
import { Failure } from '../../failures';
import { quoted } from '../../terminal/quoted';
import { PhotoFault } from '../photo/fault';
import type { PhotoLimits } from '../photo/limits';
import { readPhoto } from '../photo/photo';
import type { PlannedRow } from './row';
import type { BadRow, Row, RowSource } from './row-source';
import { SeenSubjects } from './seen-subjects';

/** Rows that are decoded at the same time: as many pictures are in memory. */
const AT_ONCE = 4;

/**
 * Judges every row of an input, in its order. A subject that stands there twice is refused the second time.
 * @throws Failure `interrupted` when the signal comes: nothing has been stored
 */
export function checkedRows(source: RowSource, limits: PhotoLimits, signal: AbortSignal): AsyncIterable<PlannedRow> {
  return pMapIterable(onceEach(source.rows(), signal), (row) => checked(row, source, limits), { concurrency: AT_ONCE });
}

async function* onceEach(rows: AsyncIterable<Row | BadRow>, signal: AbortSignal): AsyncGenerator<Row | BadRow> {
  const seen = new SeenSubjects();
  for await (const row of rows) {
    if (signal.aborted) throw interruptedBeforeStoring();
    const first = 'fault' in row ? undefined : seen.add(row.subject, row.number);
    const { number, at, subject } = row;
    yield first === undefined
      ? row
      : { number, at, subject, fault: `The subject stands in row ${first} already; one of the two has to go.` };
  }
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
