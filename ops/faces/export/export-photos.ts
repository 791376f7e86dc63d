import { join } from 'node:path';
import { Failure } from '../../failures/failures';
import { keyOf, type NamedKind } from '../image-kind';
import type { PhotoBucket } from '../photo-bucket';
import { versionsOfKey } from '../status/status';
import { savePhoto } from './saved-photo';

/** One photo, as the manifest has it. */
export interface ExportedPhoto {
  readonly kind: string;
  readonly key: string;
  readonly version: string | undefined;
  readonly isNewest: boolean;
  readonly enrolledAt: string | undefined;
  readonly type: string | undefined;
  readonly bytes: number;
  readonly sha256: string;
  /** Name in the folder. */
  readonly file: string;
  readonly requestId: string | undefined;
}

export interface Collecting {
  readonly bucket: PhotoBucket;
  readonly kinds: readonly NamedKind[];
  readonly subject: string;
  readonly folder: string;
  readonly newestOnly: boolean;
}

export interface Collected {
  readonly photos: readonly ExportedPhoto[];
  /** Whether older versions are among them, in words. */
  readonly olderVersions: string;
}

/** Writes every photo of a subject into a folder. A role that may read and not list gets the newest, and the manifest says so. */
export async function collectPhotos({ bucket, kinds, subject, folder, newestOnly }: Collecting): Promise<Collected> {
  const photos: ExportedPhoto[] = [];
  let olderVersions = newestOnly ? 'left out, as --newest-only asks' : 'among them';
  for (const kind of kinds) {
    const key = keyOf(kind, subject);
    const listed = newestOnly ? undefined : await readableVersions(bucket, key);
    if (listed === 'not-permitted') olderVersions = 'not looked for: this role may not list versions (operators.erase may)';
    const versions: Readable[] = Array.isArray(listed) ? listed : [{ version: undefined, isNewest: true }];
    for (const [at, version] of versions.entries()) {
      const photo = await collect(bucket, kind, { ...version, key, at, folder });
      if (photo !== undefined) photos.push(photo);
    }
  }
  return { photos, olderVersions };
}

async function readableVersions(bucket: PhotoBucket, key: string): Promise<Readable[] | 'not-permitted'> {
  try {
    return (await versionsOfKey(bucket, key)).filter(({ isMarker }) => !isMarker);
  } catch (error) {
    if (error instanceof Failure && error.code === 'not-permitted') return 'not-permitted';
    throw error;
  }
}

interface Readable {
  /** Undefined: the newest. */
  readonly version: string | undefined;
  readonly isNewest: boolean;
}

interface Place extends Readable {
  readonly key: string;
  readonly at: number;
  readonly folder: string;
}

async function collect(
  bucket: PhotoBucket,
  { name }: NamedKind,
  { key, version, isNewest, at, folder }: Place,
): Promise<ExportedPhoto | undefined> {
  const photo = await bucket.open(key, version);
  if (photo === undefined) return undefined;
  const file = `${name}-${at + 1}${photo.type === 'image/png' ? '.png' : '.jpg'}`;
  const sha256 = await savePhoto(join(folder, file), photo, `S3, GetObject of ${key} in ${bucket.name}`);
  const { type, bytes, enrolledAt, requestId } = photo;
  return {
    ...{ kind: name, key, version: photo.version, isNewest, enrolledAt: enrolledAt?.toISOString(), type, bytes },
    ...{ sha256, file, requestId },
  };
}
