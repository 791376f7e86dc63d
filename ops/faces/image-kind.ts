import { prefixOf as prefixOfKey, SUBJECT } from '../../contract/image-key';
import { isSubject } from '../../contract/subject';
import { Failure } from '../failures/failures';
import type { ImageKind } from '../stage/image-kinds';
import type { Stage } from '../stage/stage';
import { requireSubject } from './subject';

/** A kind of photo with its name, as every command here works on it. */
export interface NamedKind extends ImageKind {
  readonly name: string;
}

/** 2 MiB: the default of `images.<kind>.maxBytes`, for a stage that was deployed before its outputs said it. */
const DEFAULT_MAX_BYTES = 2 * 1024 * 1024;

/** @throws Failure `invalid-input` that lists the kinds of the stage. */
export function kindOf(stage: Stage, name: string): NamedKind {
  const kind = Object.hasOwn(stage.images, name) ? stage.images[name] : undefined;
  if (kind !== undefined) return { ...kind, name };
  throw new Failure('invalid-input', {
    what: `The stage ${stage.name} keeps no photos of the kind "${name}".`,
    where: '--kind',
    toDo: `Name one of: ${Object.keys(stage.images).join(', ')}.`,
  });
}

export function kindsOf(stage: Stage): NamedKind[] {
  return Object.keys(stage.images).map((name) => kindOf(stage, name));
}

export function maxBytesOf({ maxBytes = DEFAULT_MAX_BYTES }: ImageKind): number {
  return maxBytes;
}

/** Where the photo of a subject is. @throws Failure `invalid-input` for a text that is no subject. */
export function keyOf({ key }: ImageKind, subject: string): string {
  requireSubject(subject, { claim: undefined, isAnyKindTaken: true });
  return key.replace(SUBJECT, () => subject);
}

/** Everything before the subject: no other kind has photos there. */
export function prefixOf({ key }: ImageKind): string {
  return prefixOfKey(key);
}

/** @returns undefined for an object under the prefix that is no photo of the kind. */
export function subjectOf(kind: ImageKind, key: string): string | undefined {
  const [before = '', behind = ''] = kind.key.split(SUBJECT);
  if (!key.startsWith(before) || !key.endsWith(behind)) return undefined;
  const subject = key.slice(before.length, key.length - behind.length);
  return isSubject(subject) && key.length === before.length + subject.length + behind.length ? subject : undefined;
}
