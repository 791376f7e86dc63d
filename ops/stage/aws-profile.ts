import { type ParsedIniData, parseKnownFiles } from '@smithy/core/config';
import { Failure } from '../failures/failures';
import { quoted } from '../terminal/quoted';
import type { ClientSettings } from './stage';

/** Of every partition: `eu-central-1`, `us-gov-west-1`, `eusc-de-east-1`. */
const REGION = /^[a-z]{2,}(?:-[a-z]+)+-\d{1,2}$/;

/** Names that are listed for somebody who wrote another. */
const MOST_NAMES = 20;

/**
 * The region of a profile of the AWS configuration.
 * @param chosen Profile that somebody named. @default default
 * @throws Failure `no-credentials` for a profile that there is not, `no-region` for one that names no region, or none that can be one
 */
export async function regionOfProfile(chosen: string | undefined): Promise<string> {
  const profiles = await parseKnownFiles({});
  if (chosen !== undefined && profiles[chosen] === undefined) throw noProfile(chosen, profiles);
  const { region } = profiles[chosen ?? 'default'] ?? {};
  if (region) return requireRegion(region, `region of the profile "${chosen ?? 'default'}"`);
  throw new Failure('no-region', {
    what: 'No AWS region is chosen.',
    where: 'the AWS configuration of this machine',
    toDo: 'Name it with --region, or set AWS_REGION or the region of your profile (aws configure set region eu-central-1).',
  });
}

/**
 * A region that somebody named: a text, or what throws when it is asked for, as the region of a profile does.
 * @param where What has said so, for a person.
 * @throws Failure (the function) `no-region` for a text that can be no region: the SDK would make it a part of a host's name
 */
export function namedRegion(region: string, where: string): ClientSettings['region'] {
  return REGION.test(region) ? region : async () => requireRegion(region, where);
}

function requireRegion(region: string, where: string): string {
  if (REGION.test(region)) return region;
  throw new Failure('no-region', {
    what: `${quoted(region)} is not an AWS region.`,
    where,
    toDo: 'Write it as AWS does, such as eu-central-1: in lower-case letters, without the letter of a zone, quotes and spaces.',
  });
}

export function noProfile(name: string, profiles: ParsedIniData, cause?: unknown): Failure {
  return new Failure(
    'no-credentials',
    {
      what: `There is no profile "${name}" in the AWS configuration, so there are no AWS credentials.`,
      where: '--profile, or AWS_PROFILE',
      toDo: listed(profiles),
    },
    { cause },
  );
}

/** The profiles that there are. */
export function listed(profiles: ParsedIniData): string {
  // The SDK hands over sections of other kinds, too: [sso-session corp] as "sso-session.corp".
  const names = Object.keys(profiles)
    .filter((name) => !/^(?:sso-session|services)\./.test(name))
    .sort();
  if (names.length === 0) return 'No profile is configured: check AWS_CONFIG_FILE, or run aws configure sso.';
  const rest = names.length - MOST_NAMES;
  return `Choose one of: ${names.slice(0, MOST_NAMES).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`;
}
