import { fromIni } from '@aws-sdk/credential-provider-ini';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { memoize, type ParsedIniData, parseKnownFiles } from '@smithy/core/config';
import { Failure } from '../failures/failures';
import type { Prompts } from '../terminal/prompts';
import { credentialsFailure } from './credentials-failures';
import type { ClientSettings } from './stage';

/** What the SDK passes to a source of credentials: settings of the client that asks. */
type Asking = Parameters<ReturnType<typeof fromIni>>[0];
type Credentials = Awaited<ReturnType<ReturnType<typeof fromIni>>>;

export interface CredentialOptions {
  /** Of --profile. @default AWS_PROFILE, else the SDK's chain: variables, the profile "default", the container, the machine */
  readonly profile: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly prompts: Prompts;
  /** With which a role is assumed and a session is renewed. */
  readonly requestHandler: ClientSettings['requestHandler'];
}

/** Members of a profile that say where credentials come from. */
const SOURCES = /^(?:aws_access_key_id|role_arn|sso_\w+|credential_process|login_session|web_identity_token_file)$/;
/** New ones are fetched this long before the old ones end, as the SDK does. */
const EARLY_MS = 300_000;

/**
 * Credentials for every client of one command: found once, so that a code for a second factor is asked for once.
 * The SDK's chain goes on behind a profile that fails, to what it finds next, and then says only that nothing was found: so a profile
 * that somebody chose, and that says where its credentials come from, is asked by itself.
 * @throws Failure (the provider) that names the cause
 */
export function awsCredentials(options: CredentialOptions): (asking?: Asking) => Promise<Credentials> {
  let asking: Asking;
  const find = memoize(
    () => found(options, asking),
    ({ expiration }) => expiration !== undefined && expiration.getTime() - Date.now() < EARLY_MS,
    ({ expiration }) => expiration !== undefined,
  );
  return (given) => {
    asking = given;
    return find();
  };
}

async function found(options: CredentialOptions, asking: Asking): Promise<Credentials> {
  const chosen = options.profile ?? options.environment.AWS_PROFILE;
  const profiles = await parseKnownFiles({});
  const profile = chosen ?? 'default';
  const strays = strayRejections();
  const init = {
    ...(chosen && { profile: chosen }),
    clientConfig: { requestHandler: options.requestHandler },
    mfaCodeProvider: (serial: string) => askForCode(options.prompts, { profile, serial, strays }),
  };
  const isByItself = chosen !== undefined && (profiles[chosen] === undefined || saysWhere(profiles[chosen]));
  try {
    return await (isByItself ? fromIni(init) : defaultProvider(init))(asking);
  } catch (error) {
    const isSilent = isGeneral(error) && (chosen !== undefined || saysWhere(profiles.default));
    const cause = isSilent ? await ofProfile({ ...init, profile }, asking, error) : error;
    throw credentialsFailure(cause, { chosen, profiles });
  } finally {
    strays.end();
  }
}

function saysWhere(profile: ParsedIniData[string] | undefined): boolean {
  return Object.keys(profile ?? {}).some((name) => SOURCES.test(name));
}

/** The chain has skipped the profile without an error. */
async function ofProfile(init: Parameters<typeof fromIni>[0], asking: Asking, otherwise: unknown): Promise<unknown> {
  return await fromIni(init)(asking).then(
    () => otherwise,
    (error: unknown) => error,
  );
}

function isGeneral(error: unknown): boolean {
  return (error as Error).message === 'Could not load credentials from any providers';
}

interface CodeQuestion {
  readonly profile: string;
  readonly serial: string;
  readonly strays: Strays;
}

async function askForCode(prompts: Prompts, { profile, serial, strays }: CodeQuestion): Promise<string> {
  // What the role is assumed with is looked for at the same time; where that has failed, no code helps.
  await new Promise((resolve) => setImmediate(resolve));
  const besides = strays.first === undefined ? '' : ` Besides: ${(strays.first as Error).message}`;
  if (prompts.areAnswered && besides !== '') throw strays.first;
  if (!prompts.areAnswered) {
    throw new Failure('no-credentials', {
      what: `The profile "${profile}" asks for a one-time code (MFA, ${serial}), and there is no terminal to ask for it.${besides}`,
      where: 'standard input or standard error, which are not a terminal',
      toDo: 'Run the command in a terminal; for a script, get a session first (aws configure export-credentials, or aws sts assume-role) and set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.',
    });
  }
  const fault = (code: string) => (/^\d{6}$/.test(code) ? undefined : 'Six digits.');
  return await prompts.text(`One-time code of ${serial}, for the profile "${profile}"`, fault);
}

/** Failures that no one waits for yet. */
interface Strays {
  readonly first: unknown;
  end(): void;
}

/** While it asks for a code the SDK holds the source profile's credentials as a promise that it does not watch: their failure would end the process. */
function strayRejections(): Strays {
  let first: unknown;
  const keep = (reason: unknown) => {
    first ??= reason;
  };
  process.on('unhandledRejection', keep);
  return {
    get first() {
      return first;
    },
    end: () => void process.off('unhandledRejection', keep),
  };
}
