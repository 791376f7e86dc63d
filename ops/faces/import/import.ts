import { rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { type ExitCode, Failure } from '../../failures/failures';
import { fileFailure } from '../../failures/file-failures';
import type { Job } from '../../job';
import { makePrivateFolder, ownName, stateFolder } from '../../state-folder';
import { quoted } from '../../terminal/quoted';
import { type KindOption, limitsOf, type PhotoWork, type SideOptions, startPhotoWork } from '../photo-work';
import { checkedRows } from './check';
import { ImportJournal } from './journal';
import { type PlanHead, planRows, readPlanHead, writePlan } from './plan';
import { createProgress } from './progress';
import { reportImport } from './report';
import { writeResults } from './results';
import { type Existing, rowStore } from './row';
import { runRows } from './run';
import { rowSource } from './source/open-source';
import type { RowSource, Survey } from './source/row-source';

export interface ImportOptions extends KindOption, SideOptions {
  readonly existing: Existing;
  readonly unseen?: true;
  /** False with `--no-read`. */
  readonly read: boolean;
  readonly leaveOutInvalid?: true;
  readonly dryRun?: true;
  readonly concurrency: number;
  readonly journal?: string;
  readonly startOver?: true;
  readonly results?: string;
}

/** Files of an import, in the folder of its journal. */
interface Places {
  readonly folder: string;
  readonly plan: string;
  readonly journal: string;
  readonly results: string;
}

/** Tries of one request, the SDK's own, with its growing pauses: an import can wait where a person would not. */
const TRIES = 8;

/** `faces import <input>`. Exit code 0 when every row is in, 1 when some are not; it goes on where it ended when it is run again. */
export async function importPhotos(job: Job, options: ImportOptions, [input = '']: readonly string[]): Promise<ExitCode> {
  const work = await startPhotoWork(job, options, { maxAttempts: TRIES, isEndedBySignal: false });
  const source = await rowSource(input, work.stage, work.subjects);
  const survey = await source.survey();
  if (survey.found === 0) throw nothingFound(input, source, survey);
  if (survey.notice !== undefined) job.terminal.note(survey.notice);
  // Named from its root: the same input is the same import, from any folder.
  const root = input.startsWith('s3://') ? input : resolve(input);
  const places = await takePlaces(root, job, work, options);
  const head = await checkedPlan(job, options, { work, source, input: root, places, survey });
  const faulty = await countFaults(places.plan);
  if (options.dryRun || (faulty > 0 && !options.leaveOutInvalid)) {
    const summary = await writeResults(places.results, planRows(places.plan), undefined);
    // Nothing was stored: with the input put right, the same command starts from the beginning.
    await rm(places.plan, { force: true });
    return reportImport(job, { ...summary, ...places, head, isDryRun: options.dryRun === true });
  }
  return storeAll(job, options, { work, source, places, head });
}

async function takePlaces(
  input: string,
  job: Job,
  { stage, kind, bucket }: PhotoWork,
  { journal, results, startOver }: ImportOptions,
): Promise<Places> {
  const name = ownName(basename(input) || 'photos', input, stage.name, bucket.name, kind.name);
  const folder = journal ?? join(stateFolder(job.parts), 'imports', name);
  const places = {
    folder,
    plan: join(folder, 'plan.jsonl'),
    journal: join(folder, 'journal.jsonl'),
    results: results ?? join(folder, 'results.jsonl'),
  };
  await makePrivateFolder(folder);
  try {
    if (startOver) await Promise.all([rm(places.plan, { force: true }), rm(places.journal, { force: true })]);
  } catch (error) {
    throw fileFailure(error, folder);
  }
  return places;
}

interface Checking {
  readonly work: PhotoWork;
  readonly source: RowSource;
  readonly input: string;
  readonly places: Places;
  readonly survey: Survey;
}

/** The plan that there is, if it is of this very import; else every row is checked, and one is made. */
async function checkedPlan(
  job: Job,
  options: ImportOptions,
  { work, source, input, places, survey: { digest, rows } }: Checking,
): Promise<PlanHead> {
  const { stage, kind, bucket } = work;
  const limits = limitsOf(kind, options);
  const wanted: PlanHead = {
    ...{ plan: 'import of photos by face-match-proxy', format: 1, input, digest, rows },
    ...{ stage: stage.name, bucket: bucket.name, kind: kind.name, key: kind.key, limits },
  };
  const found = await readPlanHead(places.plan);
  if (found !== undefined && isSame(found, wanted, places.folder, await isFinished(places, found))) return found;
  await rm(places.journal, { force: true });
  const progress = createProgress(job.terminal, { what: 'Checking', total: rows });
  try {
    await writePlan(places.plan, wanted, checkedRows(source, limits, job.signal), ({ fault }) => progress.advance(fault !== undefined));
  } finally {
    progress.stop();
  }
  return wanted;
}

/**
 * Whether an import goes on. With another input, or into another bucket, it would store what no one checked.
 * @returns false when the one before is at its end, so that this one starts from the beginning
 */
function isSame(found: PlanHead, wanted: PlanHead, where: string, isEnded: boolean): boolean {
  const names = ['input', 'stage', 'bucket', 'kind', 'key', 'limits', 'rows', 'digest'] as const;
  const changed = names.filter((name) => JSON.stringify(found[name]) !== JSON.stringify(wanted[name]));
  if (changed.length === 0 || isEnded) return changed.length === 0;
  const what = changed.map((name) => (name === 'digest' ? 'content of the input' : name)).join(', ');
  throw new Failure('invalid-input', {
    what: `Another import was begun there: another ${what}.`,
    where,
    toDo: 'Run it as it was begun, give this one another folder with --journal, or forget the other with --start-over: what is stored stays.',
  });
}

/** A finished import blocks no other. */
async function isFinished({ plan, journal: path }: Places, { rows }: PlanHead): Promise<boolean> {
  const journal = await ImportJournal.open(path);
  try {
    return journal.done + (await countFaults(plan)) >= rows;
  } finally {
    await journal.close();
  }
}

async function countFaults(plan: string): Promise<number> {
  let count = 0;
  for await (const { fault } of planRows(plan)) count += fault === undefined ? 0 : 1;
  return count;
}

interface Storing extends Omit<Checking, 'input' | 'survey'> {
  readonly head: PlanHead;
}

async function storeAll(job: Job, options: ImportOptions, { work, source, places, head }: Storing): Promise<ExitCode> {
  const journal = await ImportJournal.open(places.journal);
  if (journal.done > 0) job.terminal.note(`Going on: ${journal.done} of ${head.rows} rows were done before.`);
  const progress = createProgress(job.terminal, { what: 'Storing', total: head.rows, from: journal.done });
  const store = rowStore(work.bucket, { existing: options.existing, unseen: options.unseen === true, read: options.read });
  try {
    await runRows({
      ...{ rows: planRows(places.plan), source, store, journal, kind: work.kind, limits: head.limits },
      ...{ concurrency: options.concurrency, signal: job.signal },
      onResult: (outcome) => progress.advance(outcome === 'failed' || outcome === 'refused'),
    }).finally(() => progress.stop());
    if (job.signal.aborted) throw interrupted(journal.done, head.rows, places.folder);
    const summary = await writeResults(places.results, planRows(places.plan), journal);
    return reportImport(job, { ...summary, ...places, head, isDryRun: false });
  } finally {
    await journal.close();
  }
}

function interrupted(done: number, rows: number, where: string): Failure {
  return new Failure('interrupted', {
    what: `The import was interrupted: ${done} of ${rows} rows are done, and nothing is half done.`,
    where,
    toDo: 'Run the same command again: it goes on where it ended.',
  });
}

/** No row is an error: a path was mistyped, or an export was empty. */
function nothingFound(input: string, { lookedFor }: RowSource, { rows }: Survey): Failure {
  return new Failure('not-found', {
    what: `There is nothing to import${rows === 0 ? '' : `: ${rows} ${rows === 1 ? 'entry is' : 'entries are'} there, and none of them is of the expected form`}. Nothing was stored.`,
    where: quoted(input),
    toDo: `Check the path and what is in it. Expected are ${lookedFor}.`,
  });
}
