import { lastingCause } from './aws-lasting';
import { Failure, type FailureCode, type FailureText } from './failures';
import { unreachable } from './unreachable';

/** The members of an error of the AWS SDK, or of Node beneath it, that say what happened. */
interface Thrown {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

type Kind = Exclude<FailureCode, 'usage'>;

const BY_NAME: readonly (readonly [names: RegExp, kind: Kind])[] = [
  [/^(AbortError|TimeoutSignal)$/, 'interrupted'],
  [/^(ExpiredToken|ExpiredTokenException|RequestExpired|TokenRefreshRequired)$/, 'credentials-expired'],
  [/^(CredentialsProviderError|MissingAuthenticationToken|MissingAuthenticationTokenException)$/, 'no-credentials'],
  [
    /^(InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|InvalidSignatureException|InvalidAccessKeyId|AuthFailure)$/,
    'credentials-refused',
  ],
  [
    /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|Forbidden|AuthorizationError|AuthorizationErrorException|NotAuthorized)$/,
    'not-permitted',
  ],
  [
    /^(Throttling|ThrottlingException|TooManyRequestsException|RequestLimitExceeded|LimitExceededException|SlowDown|ProvisionedThroughputExceededException)$/,
    'throttled',
  ],
  [
    /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ENOTFOUND|EAI_\w+|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ETIMEDOUT|TimeoutError|CERT_\w+|ERR_TLS\w*|ERR_SSL\w*|ERR_PROXY\w*|EPROTO|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)$/,
    'unreachable',
  ],
  [
    /^(ResourceNotFoundException|NoSuchKey|NoSuchBucket|NoSuchVersion|NoSuchEntity|NotFound|NotFoundException|ParameterNotFound|UserNotFoundException)$/,
    'not-found',
  ],
];

/**
 * One sentence for anything that an AWS client threw. Errors that are ours already pass through; what no service said becomes a defect.
 * @param during What was being done, such as `CloudFormation, DescribeStacks of FaceMatchProxy-dev`.
 */
export function awsFailure(error: unknown, during: string): Failure {
  if (error instanceof Failure) return error;
  const thrown = unwrapped((typeof error === 'object' && error !== null ? error : {}) as Thrown);
  const lasting = lastingCause(thrown.name ?? '', thrown.message ?? '');
  if (lasting !== undefined) return new Failure(lasting.code, { where: during, ...lasting.text }, { cause: error });
  const kind = kindOf(thrown);
  return new Failure(kind, { where: during, ...TEXTS[kind](thrown) }, { cause: error });
}

/** Runs one call, and turns what it throws into a sentence. */
export async function asking<T>(during: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw awsFailure(error, during);
  }
}

/** Where an error is not an Error of its own realm, the SDK puts another around it, with name and code in the message. */
function unwrapped(thrown: Thrown): Thrown {
  const { message = '', $metadata } = thrown;
  const [, name, code] = /^AWS SDK error wrapper for (\w+)(?:: \w+ (E[A-Z_]+)\b)?/.exec(message) ?? [];
  return name === undefined ? thrown : { name, code: thrown.code ?? code, message, $metadata };
}

function kindOf(thrown: Thrown): keyof typeof TEXTS {
  const { name = '', code = '', message = '' } = thrown;
  if (/\b(token|session|credentials?)\b.*\b(expired|has expired)\b/i.test(message)) return 'credentials-expired';
  // The SDK reads `aws configure sso` and `credential_process` itself, and says in the message alone what went wrong there.
  if (name === 'CredentialsProviderError' || /Could not load credentials/.test(message)) return 'no-credentials';
  const found = BY_NAME.find(([names]) => names.test(name) || names.test(code));
  if (found !== undefined) return found[1] as keyof typeof TEXTS;
  const status = thrown.$metadata?.httpStatusCode;
  if (status === 403) return 'not-permitted';
  if (status === 404) return 'not-found';
  if (status !== undefined || thrown.$metadata !== undefined) return 'service-failed';
  return 'defect';
}

const RUN_AGAIN = 'Wait a moment and run the command again; it does nothing twice.';

const TEXTS = {
  interrupted: () => ({ what: 'The command was interrupted.', toDo: 'Run it again.' }),
  'no-credentials': () => ({
    what: 'There are no AWS credentials.',
    toDo: 'Sign in (aws sso login), choose a profile with --profile, or set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.',
  }),
  'credentials-expired': (thrown) => ({
    what: `The AWS credentials have expired${said(thrown)}`,
    toDo: 'Sign in again (aws sso login, or at the source of your keys) and run the command again.',
  }),
  'credentials-refused': (thrown) => ({
    what: `AWS does not accept these credentials (${nameOf(thrown)})${said(thrown)}`,
    toDo: 'Check which profile is used (aws sts get-caller-identity), whether its key is still active, and whether the region is enabled in the account: those opened since 2019 are off until somebody switches them on, and refuse every key (aws account get-region-opt-status).',
  }),
  'not-permitted': (thrown) => ({
    what: `AWS refuses this to the identity that asked${denied(thrown)}`,
    toDo: 'Use a role that may do it: docs/operations.md lists the permissions of each command. An explicit deny comes from a policy of the bucket, the key or the organisation.',
  }),
  'not-found': (thrown) => ({
    what: `AWS finds nothing there (${nameOf(thrown)}).`,
    toDo: 'Check --stage, --region and --profile: they decide in which account and region is looked.',
  }),
  throttled: ({ name }) => ({ what: `AWS asks to slow down (${name}).`, toDo: RUN_AGAIN }),
  unreachable: ({ code, name = '', message = '' }) => unreachable(code ?? name, message, 'that --region names a region'),
  'service-failed': (thrown) => ({ what: `The service answered with an error (${nameOf(thrown)})${said(thrown)}`, toDo: RUN_AGAIN }),
  defect: ({ message }) => ({
    what: `This program did not expect that: ${message ?? 'an error without a message'}.`,
    toDo: 'Run it again with NODE_DEBUG=ops for its trace, and report it.',
  }),
} satisfies Partial<Record<FailureCode, (thrown: Thrown) => FailureText>>;

/** Which action on what, from the sentence that IAM answers with: the rest of it names only the caller. */
function denied({ message = '' }: Thrown): string {
  const [, action, resource] = /not authorized to perform:? (\S+?)(?: on (?:the )?resource:? "?([^\s"]+))?(?=["\s]|$)/.exec(message) ?? [];
  if (action === undefined) return said({ message });
  const because = / because (?:no |an? )([^.]*?)(?:: arn:\S+)?$/.exec(message)?.[0] ?? '';
  return `: ${action}${resource === undefined ? '' : ` on ${resource}`}${because}.`;
}

function nameOf({ name = 'no name', $metadata }: Thrown): string {
  return $metadata?.httpStatusCode === undefined ? name : `${name}, ${$metadata.httpStatusCode}`;
}

/** The service's own sentence, which ends ours. */
function said({ name, message = '' }: Thrown): string {
  if (message === '' || message === name) return '.';
  return `: ${message}${/[.!?]$/.test(message) ? '' : '.'}`;
}
