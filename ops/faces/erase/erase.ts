import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT_CODES, type ExitCode, Failure } from '../../failures/failures';
import { fileFailure } from '../../failures/file-failures';
import type { Job } from '../../job';
import { makePrivateFolder, stateFolder } from '../../state-folder';
import { kindsOf } from '../image-kind';
import { operatorIdentity } from '../operator-identity';
import { type KindOption, type PhotoWork, startPhotoWork } from '../photo-work';
import { requireSubject, type SubjectOption } from '../subject';
import { type ErasedVersion, type Erasure, eraseVersions, findVersions } from './erasure';
import { REMAINS } from './erasure-remains';

export interface EraseOptions extends KindOption, SubjectOption {
  readonly allKinds?: true;
  readonly yes?: true;
  readonly dryRun?: true;
  /** File of the receipt. @default `erasure-<time>.json` in the folder of state, out of the repository */
  readonly receipt?: string;
}

/** `faces erase <subject>`: every version and marker, with a receipt. Exit code 1 when something is left. */
export async function erase(job: Job, options: EraseOptions, [subject = '']: readonly string[]): Promise<ExitCode> {
  const { terminal } = job;
  const work = await startPhotoWork(job, options);
  const kinds = options.allKinds ? kindsOf(work.stage) : [work.kind];
  requireSubject(subject, work.subjects);
  const look = () => findVersions(work.bucket, kinds, subject);
  const versions = await look();
  const names = kinds.map(({ name }) => name).join(', ');
  if (versions.length === 0) throw nothingThere(subject, names, work);
  if (options.dryRun) {
    terminal.result({ dryRun: true, stage: work.stage.name, subject, versions }, () => [
      `${terminal.look.doubtful(terminal.look.sign.skipped)} This would be erased. Nothing was erased.`,
      ...terminal.columns(versions.map(versionRow)),
    ]);
    return EXIT_CODES.done;
  }
  for (const row of terminal.columns(versions.map(versionRow))) terminal.note(row);
  await job.prompts.agreeTo(
    `Erase ${counted(versions)} of ${subject} (${names}) in stage ${work.stage.name}? This cannot be undone.`,
    options.yes,
  );
  const by = await operatorIdentity(work.stage, job.signal);
  const startedAt = job.parts.now().toISOString();
  const file = options.receipt ?? (await receiptFile(job, startedAt));
  const keep = await openReceipt(file);
  const erasure = await eraseVersions(work.bucket, versions, look, { now: job.parts.now, signal: job.signal });
  const receipt = receiptOf(work, subject, { by, startedAt, finishedAt: job.parts.now().toISOString() }, erasure);
  await keep(receipt, () => terminal.note(JSON.stringify(receipt)));
  if (job.signal.aborted) throw interrupted(erasure, versions, file);
  terminal.result({ ...receipt, file }, () => receiptLines(job, erasure, file));
  return receipt.isComplete ? EXIT_CODES.done : EXIT_CODES.checkFailed;
}

async function receiptFile({ parts }: Job, startedAt: string): Promise<string> {
  const folder = join(stateFolder(parts), 'receipts');
  await makePrivateFolder(folder);
  return join(folder, `erasure-${startedAt.replace(/[:.]/g, '-')}.json`);
}

type ReceiptFile = Pick<FileHandle, 'writeFile' | 'sync' | 'close'>;

/** Opens the file before anything is erased: without a receipt nothing is erased. */
export async function openReceipt(
  path: string,
  openFile: (path: string) => Promise<ReceiptFile> = (file) => open(file, 'wx', 0o600),
): Promise<(receipt: object, otherwise: () => void) => Promise<void>> {
  const file = await openFile(path).catch((error: unknown) => {
    throw fileFailure(error, path);
  });
  return async (receipt, otherwise) => {
    try {
      await file.writeFile(`${JSON.stringify(receipt, null, 2)}\n`);
      await file.sync();
    } catch (error) {
      // The photos are gone, so the evidence must be kept: if no file takes it, it goes to standard error.
      otherwise();
      throw fileFailure(error, path);
    } finally {
      await file.close();
    }
  };
}

function receiptOf({ stage, bucket }: PhotoWork, subject: string, when: object, erasure: Erasure) {
  const { erased, failed, left, notListed } = erasure;
  return {
    receipt: 'erasure of photos by face-match-proxy',
    format: 1,
    ...{ stage: stage.name, region: stage.region, bucket: bucket.name, subject, ...when },
    isComplete: isComplete(erasure),
    ...{ erased, failed, leftInTheBucket: left ?? 'unknown', notListed },
    remainsElsewhere: REMAINS,
  };
}

/** Only a second listing that found nothing proves that nothing is left. */
function isComplete({ failed, left }: Erasure): boolean {
  return failed.length === 0 && left?.length === 0;
}

function receiptLines({ terminal: { look, columns } }: Job, erasure: Erasure, file: string): string[] {
  const { erased, failed, left = [], notListed } = erasure;
  const rest = notListed === undefined ? `${left.length} are left` : `whether anything is left is unknown: ${notListed}`;
  return [
    isComplete(erasure)
      ? `${look.good(look.sign.pass)} Erased ${counted(erased)}. A second listing found nothing left.`
      : `${look.bad(look.sign.fail)} Erased ${counted(erased)}; ${rest.replace(/\.$/, '')}. Run the command again for the rest.`,
    ...columns([
      ...failed.map(({ version, error }): string[] => [`  not erased`, `${version}: ${error}`]),
      ...left
        .filter(({ version }) => failed.every((other) => other.version !== version))
        .map(({ version }): string[] => ['  came since', version]),
      ['  receipt', file],
      ...REMAINS.map(({ what, why }): string[] => ['  remains', `${what}: ${why}`]),
    ]),
  ];
}

function versionRow({ kind, version, isMarker, bytes, enrolledAt }: ErasedVersion): string[] {
  return [`  ${kind}`, enrolledAt, isMarker ? 'deletion marker' : `${bytes} bytes`, version];
}

function counted(versions: readonly { readonly isMarker: boolean }[]): string {
  const markers = versions.filter(({ isMarker }) => isMarker).length;
  const photos = versions.length - markers;
  return `${photos} ${photos === 1 ? 'version' : 'versions'}${markers === 0 ? '' : ` and ${markers} deletion ${markers === 1 ? 'marker' : 'markers'}`}`;
}

function interrupted({ erased }: Erasure, versions: readonly ErasedVersion[], file: string): Failure {
  return new Failure('interrupted', {
    what: `The erasure was interrupted: ${erased.length} of ${versions.length} versions and markers are erased, and the receipt says which.`,
    where: file,
    toDo: 'For the rest, run the command again; it writes another receipt. The newest version goes last.',
  });
}

function nothingThere(subject: string, kinds: string, { bucket }: PhotoWork): Failure {
  return new Failure('not-found', {
    what: `There is no version and no marker of ${subject} (${kinds}); nothing was erased.`,
    where: bucket.name,
    toDo: 'Check the subject, --kind and --stage. For a proof that nothing is there: faces status --no-read --json.',
  });
}
