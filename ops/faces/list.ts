import type { Job } from '../job';
import { prefixOf, subjectOf } from './image-kind';
import type { PhotoVersion } from './photo-version';
import { type KindOption, startPhotoWork } from './photo-work';
import { canBeAUser } from './subject';

/** One subject, as far as the list of versions shows. */
export interface ListedPhoto {
  readonly subject: string;
  /** `deleted`: a plain deletion has hidden the photo, and its versions are still there. */
  readonly state: 'on-record' | 'deleted';
  readonly bytes: number;
  /** When the newest version or marker came. */
  readonly since: Date;
  /** Versions that can be read, the newest among them. */
  readonly versions: number;
  /** No user of the stage can have this subject. */
  readonly isOfNoUser?: true;
}

/** `faces list`: a page at a time, so that the first subjects show at once and memory holds one of them. */
export async function list(job: Job, options: KindOption): Promise<undefined> {
  const { kind, bucket, subjects } = await startPhotoWork(job, options);
  const { terminal } = job;
  const counts = { subjects: 0, others: 0, ofNoUser: 0 };
  for await (const versions of byKey(bucket.versions(prefixOf(kind)))) {
    const subject = subjectOf(kind, versions[0].key);
    if (subject === undefined) {
      counts.others += 1;
      continue;
    }
    counts.subjects += 1;
    const photo: ListedPhoto = { ...listed(subject, versions), ...(!canBeAUser(subject, subjects) && { isOfNoUser: true }) };
    if (photo.isOfNoUser) counts.ofNoUser += 1;
    terminal.row({ kind: kind.name, ...photo }, () => line(photo));
  }
  const nothing = counts.subjects + counts.others === 0 ? `: there is nothing under ${prefixOf(kind)}` : '';
  terminal.note(
    `${counts.subjects} ${counts.subjects === 1 ? 'subject' : 'subjects'} of the kind "${kind.name}" in ${bucket.name}${nothing}.`,
  );
  if (counts.ofNoUser > 0) {
    terminal.note(`${counts.ofNoUser} of them can belong to no user: the stage knows its users by the claim "${subjects.claim}".`);
  }
  if (counts.others > 0) {
    terminal.note(
      `${counts.others} objects under ${prefixOf(kind)} are at no key of the kind (${kind.key}); the function never reads them.`,
    );
  }
}

type Versions = [PhotoVersion, ...PhotoVersion[]];

async function* byKey(versions: AsyncIterable<PhotoVersion>): AsyncGenerator<Versions> {
  let group: Versions | undefined;
  for await (const version of versions) {
    if (group?.[0].key === version.key) {
      group.push(version);
      continue;
    }
    if (group !== undefined) yield group;
    group = [version];
  }
  if (group !== undefined) yield group;
}

function listed(subject: string, versions: Versions): ListedPhoto {
  const [newest] = versions;
  return {
    ...{ subject, state: newest.isMarker ? 'deleted' : 'on-record', bytes: newest.bytes, since: newest.at },
    versions: versions.filter(({ isMarker }) => !isMarker).length,
  };
}

/** Fixed columns: a list that streams cannot wait for its widest value. */
function line({ subject, state, bytes, since, versions, isOfNoUser }: ListedPhoto): string {
  const what = state === 'deleted' ? 'deleted' : `${bytes} B`;
  return `${since.toISOString()}  ${what.padStart(11)}  ${String(versions).padStart(3)} ${versions === 1 ? 'version ' : 'versions'}  ${subject}${isOfNoUser ? '  (no user has this subject)' : ''}`;
}
