import { prefixOf } from '../../../contract/image-key';
import { WORKFLOW_ID } from '../../../contract/operations';
import type { Fault } from '../faults';
import { namesOf, valueAt } from '../input';
import type { Operators } from '../parts';
import type { SoundSections } from '../rule';
import { IMAGE_NAME, LONGEST_RETENTION_DAYS } from '../sections/images';
import { WORKFLOW_ID_ACCEPTS } from '../sections/workflows';

/** Names of entries, from the input itself: what is wrong with an entry's value must not hide what is wrong with its name. */
export function entryNamesRule(_: SoundSections, input: unknown): Fault[] {
  const imageNames = namesOf(input, 'images').filter((name) => !IMAGE_NAME.test(name));
  const workflowIds = namesOf(input, 'workflows', 'inject').filter((id) => !WORKFLOW_ID.test(id) || id === '__proto__');
  return [
    ...imageNames.map((name) => ({
      path: ['images', name],
      accepts: 'a name of up to 32 letters and digits that begins with a lower-case letter',
    })),
    ...workflowIds.map((id) => ({ path: ['workflows', 'inject', id], accepts: `${WORKFLOW_ID_ACCEPTS} as the name` })),
  ];
}

/** Permissions, operators and lifecycle are given by prefix: one that holds another would give them for the other kind too. */
export function imagesRule({ images }: SoundSections, input: unknown): Fault[] {
  if (images === undefined) return [];
  if (namesOf(input, 'images').length === 0) return [{ path: ['images'], accepts: 'at least one kind of photo' }];
  const kinds = Object.entries(images).map(([name, { key }]) => ({ name, prefix: prefixOf(key) }));
  return kinds.flatMap(({ name, prefix }, at) =>
    kinds
      .slice(0, at)
      .filter((other) => prefix.startsWith(other.prefix) || other.prefix.startsWith(prefix))
      .map((other) => ({
        path: ['images', name, 'key'],
        accepts: `a prefix that neither is nor holds nor is in "${other.prefix}" of images.${other.name}`,
      })),
  );
}

/** Biometric data has a written end; in your own bucket no one else would set it. */
export function retentionRule({ images, bucket, purpose }: SoundSections): Fault[] {
  if (images === undefined || bucket === undefined) return [];
  return Object.entries(images).flatMap(([name, { retentionDays }]) => {
    const accepts = retentionFault(retentionDays, bucket, purpose);
    return accepts === undefined ? [] : [{ path: ['images', name, 'retentionDays'], accepts }];
  });
}

function retentionFault(
  days: number | undefined,
  bucket: NonNullable<SoundSections['bucket']>,
  purpose: SoundSections['purpose'],
): string | undefined {
  if (bucket.new === undefined) {
    return days === undefined ? undefined : 'nothing for an existing bucket, whose lifecycle is yours';
  }
  if (days === undefined)
    return purpose === 'production' ? `a whole number of days from 1 to ${LONGEST_RETENTION_DAYS} in production` : undefined;
  const most = LONGEST_RETENTION_DAYS - bucket.new.oldVersionDays;
  return days > most
    ? `at most ${most} days, so that with bucket.new.oldVersionDays a photo is gone after ${LONGEST_RETENTION_DAYS}`
    : undefined;
}

/** Who may touch photos is stated in production; nothing that this stack makes could hold it for a bucket that is not its own. */
export function operatorsRule({ operators, bucket, purpose }: SoundSections, input: unknown): Fault[] {
  if (bucket === undefined) return [];
  if (bucket.existing !== undefined) {
    return operators === undefined
      ? []
      : [{ path: ['operators'], accepts: 'nothing for an existing bucket, whose policy and key policy are yours' }];
  }
  if (operators !== undefined) return replacersRule(operators);
  if (purpose !== 'production' || valueAt(input, ['operators']) !== undefined) return [];
  return [{ path: ['operators'], accepts: 'the roles that may enrol, read and erase photos, in production' }];
}

/** A person who overwrites is known by their role alone: what a role of both did could be either. */
function replacersRule({ enrol, replace }: Operators): Fault[] {
  return replace.flatMap((role, at) =>
    enrol.includes(role)
      ? [
          {
            path: ['operators', 'replace', at],
            accepts: 'a role that is not in operators.enrol, so that the trail can distinguish the two',
          },
        ]
      : [],
  );
}
