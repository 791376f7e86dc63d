import { createHash } from 'node:crypto';
import { pMapIterable } from 'p-map';
import { Failure, type FailureCode } from '../../failures/failures';
import { quoted } from '../../terminal/quoted';
import { keyOf, type NamedKind } from '../image-kind';
import { PhotoFault } from '../photo/fault';
import type { PhotoLimits } from '../photo/limits';
import { type Photo, readPhoto } from '../photo/photo';
import type { ImportJournal } from './journal';
import type { Outcome, PlannedRow, RowResult, RowStore } from './row';
import type { RowSource } from './source/row-source';

export interface ImportRun {
  readonly rows: AsyncIterable<PlannedRow>;
  readonly source: RowSource;
  readonly store: RowStore;
  readonly journal: ImportJournal;
  readonly kind: NamedKind;
  readonly limits: PhotoLimits;
  /** Rows under way at the same time: as many photos are in memory. */
  readonly concurrency: number;
  /** Ends the run after what is under way. */
  readonly signal: AbortSignal;
  readonly onResult: (outcome: Outcome) => void;
}

/** An error that every other row would meet, too. */
const ENDS_THE_RUN: ReadonlySet<FailureCode> = new Set<FailureCode>([
  ...(['no-credentials', 'credentials-expired', 'credentials-refused', 'not-permitted', 'not-found', 'no-region'] as const),
  ...(['disk-full', 'file-not-written', 'defect'] as const),
]);

/** This many failed rows in sequence mean that something is down. */
const FAILURES_IN_A_ROW = 25;

type Content = Pick<Photo, 'bytes' | 'type' | 'sha256'>;

/**
 * Stores every row that is neither done nor bad, and writes down the result.
 * @throws Failure that ended the run early; what was under way is in the journal
 */
export async function runRows(run: ImportRun): Promise<void> {
  const end: { reason?: Failure; failures: number } = { failures: 0 };
  const one = async (row: PlannedRow): Promise<void> => {
    try {
      const result = await resultOf(row, run);
      await run.journal.append(result);
      run.onResult(result.outcome);
      end.failures = result.outcome === 'failed' ? end.failures + 1 : 0;
      if (end.failures >= FAILURES_IN_A_ROW) end.reason ??= everythingFails(result);
    } catch (error) {
      end.reason ??= error instanceof Failure ? error : defect(error);
    }
  };
  for await (const _ of pMapIterable(toRun(run, end), one, { concurrency: run.concurrency })) {
    // The results are in the journal.
  }
  if (end.reason !== undefined) throw end.reason;
}

async function* toRun({ rows, journal, signal }: ImportRun, end: { readonly reason?: Failure }): AsyncGenerator<PlannedRow> {
  for await (const row of rows) {
    if (signal.aborted || end.reason !== undefined) return;
    if (row.from !== undefined && !journal.isDone(row.row)) yield row;
  }
}

async function resultOf(row: PlannedRow, { source, store, kind, limits }: ImportRun): Promise<RowResult> {
  const { at, subject = '', changes, notices } = row;
  const place = { row: row.row, at, subject };
  try {
    const photo = await contentOf(row, source, limits);
    const { outcome, says, version, requestId } = await store.store(keyOf(kind, subject), photo);
    return { ...place, outcome, says, changes, notices, bytes: photo.bytes.length, sha256: photo.sha256, version, requestId };
  } catch (error) {
    if (error instanceof PhotoFault) return { ...place, outcome: 'failed', says: `${error.message} File: ${quoted(row.from ?? '')}.` };
    if (!(error instanceof Failure) || ENDS_THE_RUN.has(error.code)) throw error;
    return { ...place, outcome: 'failed', says: error.text.what };
  }
}

/** The photo as it was checked. One that needed no change is not decoded a second time. */
async function contentOf(row: PlannedRow, source: RowSource, limits: PhotoLimits): Promise<Content> {
  const file = await source.read(row.from ?? '');
  const sha256 = createHash('sha256').update(file).digest('hex');
  if (sha256 !== row.sourceSha256) {
    throw new PhotoFault(
      'file-unreadable',
      'The file is not the one that was checked. Start again with --start-over: what is stored stays.',
    );
  }
  if (sha256 === row.sha256 && row.type !== undefined) return { bytes: file, type: row.type, sha256 };
  return readPhoto(file, limits);
}

function everythingFails({ says = '' }: RowResult): Failure {
  return new Failure('service-failed', {
    what: `${FAILURES_IN_A_ROW} rows in sequence failed, the last with: ${says}`,
    toDo: 'Fix that, and run the same command again: it goes on where it ended.',
  });
}

function defect(error: unknown): Failure {
  const what = `This program did not expect that: ${error instanceof Error ? error.message : 'an error without a message'}.`;
  return new Failure(
    'defect',
    { what, toDo: 'Run the same command again: it goes on where it ended. Report it with NODE_DEBUG=ops.' },
    { cause: error },
  );
}
