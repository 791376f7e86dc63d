import { Failure } from '../failures/failures';
import type { Job } from '../job';
import { requireTarget } from './export/private-file';
import { savePhoto } from './export/saved-photo';
import { keyOf } from './image-kind';
import { type KindOption, startPhotoWork } from './photo-work';
import { requireSubject, type SubjectOption } from './subject';

export interface GetOptions extends KindOption, SubjectOption {
  readonly out: string;
  readonly force?: true;
  readonly versionId?: string;
}

/** `faces get <subject> --out <file>`. */
export async function get(job: Job, options: GetOptions, [subject = '']: readonly string[]): Promise<undefined> {
  await requireTarget(options.out, options.force === true);
  const { stage, kind, bucket, subjects } = await startPhotoWork(job, options);
  requireSubject(subject, subjects);
  const key = keyOf(kind, subject);
  const photo = await bucket.open(key, options.versionId);
  if (photo === undefined) throw noPhoto(subject, `${key} in ${bucket.name}`);
  const sha256 = await savePhoto(options.out, photo, `S3, GetObject of ${key} in ${bucket.name}`);
  const { bytes, type, version, enrolledAt, requestId } = photo;
  const value = {
    stage: stage.name,
    kind: kind.name,
    subject,
    key,
    version,
    enrolledAt,
    type,
    bytes,
    sha256,
    requestId,
    file: options.out,
  };
  job.terminal.result(value, () => [
    ...job.terminal.columns([
      [`${job.terminal.look.good(job.terminal.look.sign.pass)} Written to`, `${options.out}, readable only by you`],
      ['  photo', `${type ?? 'of unknown type'}, ${bytes} bytes, enrolled ${enrolledAt?.toISOString() ?? 'at an unknown time'}`],
      ['  SHA-256', sha256],
      ...(version === undefined ? [] : [['  version', version]]),
    ]),
  ]);
  if (!stage.isLocal) job.terminal.note(trailNote(requestId));
}

/** Each read of a photo is recorded; the reader should know. */
export function trailNote(requestId: string | undefined): string {
  return `This read is in the audit trail${requestId === undefined ? '' : ` (request ${requestId})`} and fires the alarm photo-read-by-others. Delete the file when you no longer need it.`;
}

export function noPhoto(subject: string, where: string): Failure {
  return new Failure('not-found', {
    what: `There is no photo of ${subject}.`,
    where,
    toDo: 'Check the subject, --kind and --stage; faces list shows who is on record.',
  });
}
