import type { Stage } from '../../stage/stage';
import type { Terminal } from '../../terminal/terminal';
import type { NamedKind } from '../image-kind';
import type { PhotoVersion } from '../photo-version';
import { canBeAUser, type SubjectRule } from '../subject';
import type { Verdict } from './usability';

/** What could be found out; `not-permitted` and `not-asked` are knowledge, too. */
export interface PhotoStatus {
  readonly versions: readonly PhotoVersion[] | 'not-permitted';
  readonly photo:
    | {
        readonly type: string | undefined;
        readonly bytes: number;
        readonly enrolledAt: Date | undefined;
        readonly version: string | undefined;
        readonly hasWholeChecksum: boolean;
        readonly requestId: string | undefined;
      }
    | 'none'
    /** S3 gives it to no one in this state. */
    | 'unreadable'
    | 'not-permitted'
    | 'not-asked';
  readonly verdict: Verdict | undefined;
}

export interface StatusReport {
  /** Undefined when it could not be found out. */
  readonly isUsed: boolean | undefined;
  readonly value: object;
  lines(terminal: Terminal): readonly string[];
}

/** In addition to what is wrong with the photo itself. */
const NO_USER = {
  code: 'no-user',
  says: 'No user of this stage has this subject: it is not of the form of the claim that the stage reads.',
};

/** What `faces status` says. */
export function statusReport({
  stage,
  kind,
  subject,
  subjects,
  found,
}: {
  stage: Stage;
  kind: NamedKind;
  subject: string;
  subjects: SubjectRule;
  found: PhotoStatus;
}): StatusReport {
  const { versions, photo, verdict } = found;
  const newest = typeof versions === 'string' ? undefined : versions[0];
  const isEnrolled =
    typeof photo === 'object' || photo === 'unreadable' ? true : photo === 'none' ? false : newest !== undefined && !newest.isMarker;
  const isOfAUser = canBeAUser(subject, subjects);
  const isUsed = isEnrolled && isOfAUser ? verdict?.isAccepted : false;
  const reasons = [...(isOfAUser ? [] : [NO_USER]), ...(verdict?.reasons ?? [])];
  const seen = typeof photo === 'object' ? { since: photo.enrolledAt, bytes: photo.bytes } : { since: newest?.at, bytes: newest?.bytes };
  return {
    isUsed,
    value: {
      ...{ stage: stage.name, kind: kind.name, subject, isEnrolled, isUsed, ...(isEnrolled ? seen : {}) },
      ...(typeof photo === 'object' ? photo : { read: photo }),
      ...{ reasons, versions },
    },
    lines: ({ look, columns }) => {
      const sign =
        isUsed === true ? look.good(look.sign.pass) : isUsed === false ? look.bad(look.sign.fail) : look.doubtful(look.sign.unknown);
      return [
        `${sign} ${headline(isEnrolled, isUsed)}`,
        ...columns([
          ['  subject', `${subject} (${kind.name}, stage ${stage.name})`],
          ...(isEnrolled ? [['  enrolled', `${seen.since?.toISOString() ?? 'at an unknown time'}, ${seen.bytes} bytes`]] : []),
          ...(typeof photo === 'object'
            ? [
                ['  type', photo.type ?? 'unknown'],
                ['  checksum', photo.hasWholeChecksum ? 'over the whole photo' : 'none over the whole photo'],
              ]
            : []),
          ...reasons.map(({ code, says }) => [`  ${code}`, says]),
          ...versionRows(versions),
          ...unreadRows(photo),
        ]),
      ];
    },
  };
}

function headline(isEnrolled: boolean, isUsed: boolean | undefined): string {
  if (!isEnrolled) return 'No photo is on record; the function answers no-face-on-record.';
  if (isUsed === undefined) return 'A photo is on record. Whether the function uses it was not checked.';
  return isUsed ? 'A photo is on record, and the function uses it.' : 'A photo is on record, and the function does not use it.';
}

function versionRows(versions: PhotoStatus['versions']): string[][] {
  if (versions === 'not-permitted') return [['  versions', 'not known: this role may not list them (operators.erase may)']];
  return versions.map(({ version, at, bytes, isMarker, isNewest }) => [
    '  version',
    `${version}  ${at.toISOString()}  ${isMarker ? 'deletion marker' : `${bytes} bytes`}${isNewest ? ', the newest' : ''}`,
  ]);
}

function unreadRows(photo: PhotoStatus['photo']): string[][] {
  if (photo === 'not-permitted') return [['  not read', 'this role may not read photos (operators.read may)']];
  return photo === 'not-asked' ? [['  not read', 'as --no-read asks']] : [];
}
