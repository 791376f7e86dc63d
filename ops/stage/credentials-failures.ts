import type { ParsedIniData } from '@smithy/core/config';
import { awsFailure } from '../failures/aws-failures';
import { Failure } from '../failures/failures';
import { listed, noProfile } from './aws-profile';

export interface Chosen {
  /** The profile that somebody named; undefined for the SDK's own chain. */
  readonly chosen: string | undefined;
  readonly profiles: ParsedIniData;
}

const OTHER_WAYS =
  'Sign in (aws sso login), choose a profile with --profile, or set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.';

/** Why there are no credentials, in the SDK's own words, and what to do in this case. */
export function credentialsFailure(error: unknown, { chosen, profiles }: Chosen): Failure {
  const {
    name,
    message = '',
    code,
    $metadata,
  } = error as NodeJS.ErrnoException & { readonly $metadata?: { readonly httpStatusCode?: number } };
  const during = `the credentials of ${chosen === undefined ? 'this machine' : `the profile "${chosen}"`}`;
  // STS or the service for single sign-on has answered, or could not be reached.
  const isOfAService = $metadata !== undefined || (code !== undefined && code !== 'ENOENT');
  if (error instanceof Failure || isOfAService) return awsFailure(error, during);
  const profile = chosen ?? (profiles.default === undefined ? undefined : 'default');
  const data = profile === undefined ? undefined : profiles[profile];
  if (chosen !== undefined && data === undefined) return noProfile(chosen, profiles, error);
  // Not the SDK's own error: it looked into a section that is not there.
  const says = name === 'TypeError' ? 'The section [sso-session] that it names is not there.' : spoken(message);
  const what =
    message === 'Could not load credentials from any providers' ? 'There are no AWS credentials.' : `There are no AWS credentials. ${says}`;
  return new Failure('no-credentials', { what, where: during, toDo: advice(message, profile, profiles) }, { cause: error });
}

/** Without the arguments of a process, among which a password may be, and without what it wrote. */
function spoken(message: string): string {
  const [, command] = /^Command failed: (\S*)/.exec(message) ?? [];
  const text =
    command === undefined ? message.replace(/\s*\n\s*/g, ' ') : `The command ${command.includes('=') ? '' : `${command} `}failed.`;
  return /[.?]$/.test(text) ? text : `${text}.`;
}

function advice(message: string, profile: string | undefined, profiles: ParsedIniData): string {
  const data = profile === undefined ? undefined : profiles[profile];
  if (profile === undefined || data === undefined) return OTHER_WAYS;
  const { source_profile: source, sso_session: session } = data;
  if (/^Detected a cycle/.test(message))
    return `The source_profile of each of them names another: one of them has to hold credentials itself.`;
  if (source !== undefined && profiles[source] === undefined) {
    return `Its source_profile "${source}" is not in the AWS configuration. ${listed(profiles)}`;
  }
  if (source !== undefined && source !== profile)
    return `Its credentials come from "${source}" (source_profile): fix that profile first (aws sts get-caller-identity --profile ${source}).`;
  if (session !== undefined && profiles[`sso-session.${session}`] === undefined)
    return `The section [sso-session ${session}] is not in the AWS configuration: correct the name, or make it with aws configure sso --profile ${profile}.`;
  if (message.startsWith('Profile is configured with invalid SSO credentials'))
    return `Complete it: aws configure sso --profile ${profile}`;
  if (session !== undefined || data.sso_start_url !== undefined) return `Sign in: aws sso login --profile ${profile}`;
  if (data.login_session !== undefined) return `Sign in: aws login --profile ${profile}`;
  if (data.credential_process !== undefined) return ofProcess(profile, message);
  if (data.web_identity_token_file !== undefined) {
    return `web_identity_token_file of "${profile}" has to be a file that the source of the tokens (the CI, the cluster) keeps fresh.`;
  }
  if (data.credential_source !== undefined)
    return `credential_source of "${profile}" has to be Environment, Ec2InstanceMetadata or EcsContainer, and there have to be credentials.`;
  if (data.role_arn !== undefined)
    return `role_arn of "${profile}" says which role to take, and not with which credentials: add source_profile, or credential_source.`;
  return `The profile "${profile}" holds no complete credentials: aws configure --profile ${profile}, or aws configure sso.`;
}

function ofProcess(profile: string, message: string): string {
  const time = message.endsWith('expired credentials.') ? ' Expiration has to be in the future: sign in again where they come from.' : '';
  return `Run what credential_process of "${profile}" says by hand: it has to exit with 0 and print JSON with "Version": 1, AccessKeyId and SecretAccessKey.${time}`;
}
