import type { Fault } from '../faults';
import { namesOf } from '../input';
import type { SoundSections } from '../rule';
import { OWN_TAGS, TAG_KEY } from '../sections/stage';

/** A resource takes 50 tags, and CloudFormation adds some of its own ("Tag naming limits and requirements"). */
const MOST_TAGS = 40;

/** Names of tags from the input itself: what is wrong with a value must not hide what is wrong with its name. */
export function tagsRule(_: SoundSections, input: unknown): Fault[] {
  const names = namesOf(input, 'tags');
  const wrong = names.filter((name) => !TAG_KEY.test(name));
  const ours = names.filter((name) => OWN_TAGS.some((own) => own === name.toLowerCase()));
  return [
    ...wrong.map((name) => ({
      path: ['tags', name],
      accepts: 'a name of up to 128 letters, digits, spaces and _ . : / = + - @ that does not begin with "aws:"',
    })),
    ...ours.map((name) => ({ path: ['tags', name], accepts: `another name, since the stage sets ${OWN_TAGS.join(', ')} itself` })),
    ...(names.length > MOST_TAGS ? [{ path: ['tags'], accepts: `at most ${MOST_TAGS} tags` }] : []),
  ];
}

/** Records can only be made in the zone that the name is in. */
export function domainRule({ api }: SoundSections): Fault[] {
  const { name, hostedZone } = api?.domain ?? {};
  if (name === undefined || hostedZone === undefined) return [];
  if (name === hostedZone.name || name.endsWith(`.${hostedZone.name}`)) return [];
  return [{ path: ['api', 'domain', 'hostedZone', 'name'], accepts: `a name that ${name} is or ends with` }];
}

/** A boundary for a role that the stage does not make would have no effect, and look as if it had. */
export function loggingRoleBoundaryRule({ api, loggingRoleBoundary }: SoundSections): Fault[] {
  if (loggingRoleBoundary === undefined || api === undefined || api.loggingRole === 'managed-here') return [];
  return [
    { path: ['loggingRoleBoundary'], accepts: 'a policy with api.loggingRole "managed-here" alone, which makes the role that it bounds' },
  ];
}
