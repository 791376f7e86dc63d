import { type ParsedIniData, parseKnownFiles } from '@smithy/core/config';
import { Failure } from '../failures';

/** Names that are listed for somebody who wrote another. */
const MOST_NAMES = 20;

/**
 * The region of a profile of the AWS configuration.
 * @param chosen Profile that somebody named. @default default
 * @throws Failure `no-credentials` for a profile that there is not, `no-region` for one that names no region
 */
export async function regionOfProfile(chosen: string | undefined): Promise<string> {
  const profiles = await parseKnownFiles({});
  if (chosen !== undefined && profiles[chosen] === undefined) throw noProfile(chosen, profiles);
  const { region } = profiles[chosen ?? 'default'] ?? {};
  if (region) return region;
  throw new Failure('no-region', {
    what: 'No AWS region is chosen.',
    where: 'the AWS configuration of this machine',
    toDo: 'Name it with --region, or set AWS_REGION or the region of your profile (aws configure set region eu-central-1).',
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
  const names = Object.keys(profiles).sort();
  if (names.length === 0) return 'No profile is configured at all: check AWS_CONFIG_FILE, or run aws configure sso.';
  const rest = names.length - MOST_NAMES;
  return `Choose one of: ${names.slice(0, MOST_NAMES).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`;
}
