import { Failure } from '../failures/failures';
import type { Job } from '../job';
import { keyOf } from './image-kind';
import { isSame } from './photo/digest';
import type { Photo } from './photo/photo';
import type { PhotoBucket } from './photo-bucket';
import { type KindOption, limitsOf, photoFromFile, type SideOptions, startPhotoWork } from './photo-work';
import type { PutOutcome } from './put-report';
import { putReport } from './put-report';
import { requireSubject, type SubjectOption } from './subject';

export interface PutOptions extends KindOption, SideOptions, SubjectOption {
  readonly replace?: true;
  readonly unseen?: true;
  readonly dryRun?: true;
}

/** `faces put <subject> <file>`. */
export async function put(job: Job, options: PutOptions, [subject = '', file = '']: readonly string[]): Promise<undefined> {
  const { stage, kind, bucket, subjects } = await startPhotoWork(job, options);
  requireSubject(subject, subjects);
  const key = keyOf(kind, subject);
  const photo = await photoFromFile(file, limitsOf(kind, options));
  const outcome = await store({ ...options, bucket, key, photo });
  const report = putReport({ stage, kind, subject, key, file, photo, outcome, now: job.parts.now() });
  job.terminal.result(report.value, () => report.lines(job.terminal));
}

interface Storing extends Pick<PutOptions, 'replace' | 'unseen' | 'dryRun'> {
  readonly bucket: PhotoBucket;
  readonly key: string;
  readonly photo: Photo;
}

async function store(storing: Storing): Promise<PutOutcome> {
  const { bucket, key, photo, replace, unseen, dryRun } = storing;
  if (dryRun) return { outcome: 'dry-run' };
  if (replace) return unseen ? replaceUnseen(storing) : replaceSeen(storing);
  const written = await bucket.create(key, photo);
  if (!('onRecord' in written)) return { outcome: 'enrolled', written };
  throw onRecord(`${key} in ${bucket.name}`, written.mayBeOwn);
}

/** What is replaced is the photo that was seen, or nothing: another operator's, put in between, is not overwritten. */
async function replaceSeen({ bucket, key, photo }: Storing): Promise<PutOutcome> {
  const where = `${key} in ${bucket.name}`;
  const current = await bucket.open(key).catch((error: unknown) => {
    throw error instanceof Failure && error.code === 'not-permitted' ? unseenByThisRole(where, error) : error;
  });
  if (current === undefined) {
    const written = await bucket.create(key, photo);
    if ('onRecord' in written) throw changedMeanwhile(where);
    return { outcome: 'enrolled', written };
  }
  if (await isSame(current, photo, `S3, GetObject of ${where}`)) return { outcome: 'identical' };
  const written = await bucket.replace(key, photo, current.etag);
  if (written === 'changed') throw changedMeanwhile(where);
  return { outcome: 'replaced', written };
}

async function replaceUnseen({ bucket, key, photo }: Storing): Promise<PutOutcome> {
  const written = await bucket.replace(key, photo, 'unseen');
  if (written === 'changed') throw changedMeanwhile(`${key} in ${bucket.name}`);
  return { outcome: 'replaced', written };
}

function onRecord(where: string, mayBeOwn: boolean): Failure {
  const own = ' The request was sent more than once, so it may be this same one.';
  return new Failure('on-record', {
    what: `A photo is on record already; nothing was changed.${mayBeOwn ? own : ''}`,
    where,
    toDo: 'Look at it with faces status. To put this one in its place: --replace, with a role of operators.replace.',
  });
}

function changedMeanwhile(where: string): Failure {
  return new Failure('changed-meanwhile', {
    what: 'Somebody else enrolled, replaced or erased this photo at the same time; this one was not stored.',
    where,
    toDo: 'Find out who it was (docs/audit-trail.md), look with faces status, and run the command again if it is still needed.',
  });
}

/** S3 asks for `s3:GetObject` in addition to `s3:PutObject` where a write depends on what is there ("Conditional writes" in the S3 user guide). */
function unseenByThisRole(where: string, cause: Failure): Failure {
  return new Failure(
    'not-permitted',
    {
      what: 'This role may not see which photo it would replace, so another operator’s could be overwritten unnoticed. Nothing was changed.',
      where,
      toDo: 'Use a role that is in operators.replace and in operators.read, or pass --replace --unseen to overwrite what is there.',
    },
    { cause },
  );
}
