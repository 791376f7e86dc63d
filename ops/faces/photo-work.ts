import { S3Client } from '@aws-sdk/client-s3';
import type { Command } from 'commander';
import { Failure } from '../failures/failures';
import type { Job } from '../job';
import type { Stage } from '../stage/stage';
import { quoted } from '../terminal/quoted';
import { kindOf, maxBytesOf, type NamedKind } from './image-kind';
import { PhotoFault } from './photo/fault';
import { readPhotoFile } from './photo/file';
import { MAX_SIDE, MIN_SIDE, type PhotoLimits } from './photo/limits';
import { type Photo, readPhoto } from './photo/photo';
import { type PhotoBucket, photoBucket } from './photo-bucket';
import { ANY_KIND, ANY_KIND_SAYS, type SubjectOption, type SubjectRule, subjectRule } from './subject';

export interface KindOption {
  readonly kind: string;
}

export interface SideOptions {
  readonly minSide: number;
  readonly maxSide: number;
}

/** What a command on photos works with. */
export interface PhotoWork {
  readonly stage: Stage;
  readonly kind: NamedKind;
  readonly bucket: PhotoBucket;
  readonly subjects: SubjectRule;
}

export function addKindOption(command: Command): Command {
  return command.option('--kind <name>', 'kind of photo, a member of "images" of the stage', 'face');
}

export function addSubjectOption(command: Command): Command {
  return command.option(ANY_KIND, ANY_KIND_SAYS);
}

export function addSideOptions(command: Command): Command {
  return command
    .option('--min-side <pixels>', 'what the shorter side of a photo must have', pixels, MIN_SIDE)
    .option('--max-side <pixels>', 'what the longer side of a photo may have', pixels, MAX_SIDE);
}

/** @throws Failure when there is no such stage, or the stage has no such kind. */
export async function startPhotoWork(
  job: Job,
  options: KindOption & SubjectOption,
  { maxAttempts, isEndedBySignal = true }: { readonly maxAttempts?: number; readonly isEndedBySignal?: boolean } = {},
): Promise<PhotoWork> {
  const stage = await job.connect();
  const client = new S3Client({ ...stage.client('s3'), ...(maxAttempts && { maxAttempts }) });
  const bucket = photoBucket(client, stage.bucketName, isEndedBySignal ? job.signal : undefined);
  return { stage, kind: kindOf(stage, options.kind), bucket, subjects: subjectRule(stage, options) };
}

export function limitsOf(kind: NamedKind, { minSide, maxSide }: SideOptions): PhotoLimits {
  return { maxBytes: maxBytesOf(kind), minSide, maxSide };
}

/** A photo out of a file that was named on the command line. @throws Failure that names the file. */
export async function photoFromFile(path: string, limits: PhotoLimits): Promise<Photo> {
  try {
    return await readPhoto(await readPhotoFile(path), limits);
  } catch (error) {
    if (!(error instanceof PhotoFault)) throw error;
    const code = error.code === 'file-unreadable' ? 'file-not-readable' : 'invalid-input';
    throw new Failure(code, { ...sentences(error.message), where: quoted(path) }, { cause: error });
  }
}

/** The last sentence of a fault says what to do. */
function sentences(message: string): { what: string; toDo: string } {
  const at = message.lastIndexOf('. ', message.length - 2);
  return at === -1 ? { what: message, toDo: 'Choose another file.' } : { what: message.slice(0, at + 1), toDo: message.slice(at + 2) };
}

function pixels(text: string): number {
  const value = Number(text);
  if (/^\d{1,5}$/.test(text) && value >= 1 && value <= 32_000) return value;
  throw new Failure('usage', {
    what: `"${text.slice(0, 20)}" is no number of pixels.`,
    where: '--min-side, --max-side',
    toDo: 'Give a whole number from 1 to 32000.',
  });
}
