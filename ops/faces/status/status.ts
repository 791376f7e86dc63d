import { EXIT_CODES, type ExitCode, Failure } from '../../failures/failures';
import type { Job } from '../../job';
import { keyOf } from '../image-kind';
import type { PhotoBucket } from '../photo-bucket';
import type { PhotoVersion } from '../photo-version';
import { type KindOption, type PhotoWork, startPhotoWork } from '../photo-work';
import { requireSubject, type SubjectOption } from '../subject';
import type { PhotoStatus } from './status-report';
import { statusReport } from './status-report';
import { judge } from './usability';

export interface StatusOptions extends KindOption, SubjectOption {
  /** False with `--no-read`: the photo itself is not opened. */
  readonly read: boolean;
}

/** `faces status <subject>`. Exit code 1 when the function would not use a photo of this subject. */
export async function status(job: Job, options: StatusOptions, [subject = '']: readonly string[]): Promise<ExitCode> {
  const work = await startPhotoWork(job, options);
  requireSubject(subject, work.subjects);
  const found = await look(work, keyOf(work.kind, subject), options.read, job.parts.now());
  const report = statusReport({ ...work, subject, found });
  job.terminal.result(report.value, () => report.lines(job.terminal));
  return report.isUsed === false ? EXIT_CODES.checkFailed : EXIT_CODES.done;
}

async function look({ bucket, kind }: PhotoWork, key: string, read: boolean, now: Date): Promise<PhotoStatus> {
  const versions = await permitted(() => versionsOfKey(bucket, key));
  const photo = read ? await permitted(async () => (await bucket.open(key).catch(unreadable)) ?? 'none') : 'not-asked';
  if (versions === 'not-permitted' && photo === 'not-permitted') throw blind(`${key} in ${bucket.name}`);
  if (photo instanceof Failure) {
    const verdict = { isAccepted: false, reasons: [{ code: 'face-unusable', says: `${photo.text.what} ${photo.text.toDo}` }] } as const;
    return { versions, photo: 'unreadable', verdict };
  }
  if (typeof photo === 'string') return { versions, photo, verdict: undefined };
  const verdict = await judge(photo, kind, now);
  const { type, bytes, enrolledAt, version, hasWholeChecksum, requestId } = photo;
  return { versions, photo: { type, bytes, enrolledAt, version, hasWholeChecksum, requestId }, verdict };
}

/** Every version and marker of one key; the list goes on with keys that begin with it. */
export async function versionsOfKey(bucket: PhotoBucket, key: string): Promise<PhotoVersion[]> {
  const found: PhotoVersion[] = [];
  for await (const version of bucket.versions(key)) {
    if (version.key !== key) break;
    found.push(version);
  }
  return found;
}

function unreadable(error: unknown): Failure {
  if (error instanceof Failure && error.code === 'photo-unreadable') return error;
  throw error;
}

async function permitted<Found>(ask: () => Promise<Found>): Promise<Found | 'not-permitted'> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Failure && error.code === 'not-permitted') return 'not-permitted';
    throw error;
  }
}

function blind(where: string): Failure {
  return new Failure('not-permitted', {
    what: 'This role may neither list the versions of a photo nor read it, so it cannot see whether there is one.',
    where,
    toDo: 'Use a role of operators.erase, which may list, or of operators.read, which may read.',
  });
}
