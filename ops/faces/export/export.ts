import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../../failures/failures';
import { fileFailure } from '../../failures/file-failures';
import type { Job } from '../../job';
import { makePrivateFolder, ownName, stateFolder } from '../../state-folder';
import { quoted } from '../../terminal/quoted';
import { noPhoto, trailNote } from '../get';
import { kindsOf } from '../image-kind';
import { operatorIdentity } from '../operator-identity';
import { startPhotoWork } from '../photo-work';
import { requireSubject, type SubjectOption } from '../subject';
import { collectPhotos, type ExportedPhoto } from './export-photos';
import { writePrivately } from './private-file';

export interface ExportOptions extends SubjectOption {
  /** @default a new folder in that of state, out of the repository */
  readonly out?: string;
  readonly newestOnly?: true;
}

/** `faces export <subject> --out <folder>`: all photos of a subject, of every kind, with a manifest. The folder appears when it is whole. */
export async function exportPhotos(job: Job, options: ExportOptions, [subject = '']: readonly string[]): Promise<undefined> {
  if (options.out !== undefined) await requireFree(options.out);
  const { stage, bucket, subjects } = await startPhotoWork(job, { ...options, kind: 'face' });
  requireSubject(subject, subjects);
  const out = options.out ?? (await ownFolder(job, stage.name, subject));
  const by = await operatorIdentity(stage, job.signal);
  const unfinished = `${out}.${process.pid}.part`;
  try {
    await mkdir(unfinished, { mode: 0o700 }).catch((error: unknown) => {
      throw fileFailure(error, out);
    });
    const { photos, olderVersions } = await collectPhotos({
      bucket,
      kinds: kindsOf(stage),
      subject,
      folder: unfinished,
      newestOnly: options.newestOnly === true,
    });
    if (photos.length === 0) throw noPhoto(subject, bucket.name);
    const manifest = {
      ...{ export: 'photos of one subject by face-match-proxy', format: 1 },
      ...{ stage: stage.name, region: stage.region, bucket: bucket.name, subject, by, at: job.parts.now().toISOString() },
      ...{ olderVersions, photos },
    };
    const failure = (error: unknown) => fileFailure(error, out);
    await writePrivately(join(unfinished, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`, failure);
    await rename(unfinished, out).catch((error: unknown) => {
      throw fileFailure(error, out);
    });
    job.terminal.result({ ...manifest, folder: out }, () => lines(job, out, photos, olderVersions));
    if (!stage.isLocal) job.terminal.note(trailNote(undefined));
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

function lines({ terminal: { look, columns } }: Job, folder: string, photos: readonly ExportedPhoto[], olderVersions: string): string[] {
  return [
    `${look.good(look.sign.pass)} ${photos.length} ${photos.length === 1 ? 'photo' : 'photos'} in ${folder}, readable only by you, with manifest.json.`,
    ...columns([
      ...photos.map(({ file, bytes, enrolledAt }): string[] => [`  ${file}`, `${bytes} bytes`, `enrolled ${enrolledAt}`]),
      ['  older versions', olderVersions],
    ]),
  ];
}

async function ownFolder({ parts }: Job, stage: string, subject: string): Promise<string> {
  const folder = join(stateFolder(parts), 'exports');
  await makePrivateFolder(folder);
  return join(folder, `${ownName(subject, stage, subject)}-${parts.now().toISOString().replace(/[:.]/g, '-')}`);
}

async function requireFree(path: string): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw fileFailure(error, path);
  });
  if (found === undefined) return;
  throw new Failure('usage', {
    what: 'That name exists already; nothing was read.',
    where: quoted(path),
    toDo: 'Name a folder that does not exist: it is created.',
  });
}
