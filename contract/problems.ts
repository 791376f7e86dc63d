/** For what may be over in a moment, and may stay until somebody does something. */
const LASTING = 'Try again; if it lasts, give the request id to the operator.';

/**
 * Every way in which this function can refuse or fail. A code is the contract with clients, alarms and docs/problems.md;
 * its sentence is public, so it says what to do and nothing about another person, a key, a header or a stack trace.
 */
export const PROBLEMS = {
  'not-json': [400, 'The body is not JSON', 'Send a JSON object in UTF-8.'],
  'invalid-request': [400, 'The request is not valid', 'Send each known member once, in the form that the Microblink SDK sends it.'],
  'wrong-token': [403, 'The token does not fit this API', 'Sign in again with the app client of this API and send its token.'],
  'subject-unusable': [
    403,
    'The name of this user cannot be used here',
    'Have the operator choose another claim for the subject; signing in again does not help.',
  ],
  'identity-mismatch': [403, 'The request names somebody else', 'Leave the user id to the token, or send the id of the signed-in user.'],
  'client-supplied-face': [403, 'The request brings its own photo', 'Leave the photo out; it is added here.'],
  'workflow-not-allowed': [403, 'This workflow may not be started here', 'Use a workflow id that the operator has configured.'],
  'value-not-allowed': [
    403,
    'A form value may not be sent',
    'Send booleans, numbers or short plain texts, or have the operator list the field.',
  ],
  'consent-required': [403, 'Consent is missing', 'Ask the user, then send consent with isProcessingStoringAllowed set to true.'],
  'no-face-on-record': [409, 'There is no photo of this user', 'Have the operator enrol a photo of this user.'],
  'face-too-new': [409, 'The photo of this user is too new', 'Try again when the waiting time after an enrolment is over.'],
  'body-too-large': [413, 'The body is too large', 'Send a smaller body; photos never travel in it.'],
  'too-many-attempts': [429, 'There were too many attempts for this user', 'Try again after the seconds in Retry-After.'],
  'face-unusable': [500, 'The photo of this user cannot be used', 'Have the operator enrol the photo of this user again.'],
  internal: [500, 'Something went wrong here', LASTING],
  'agent-refused-credentials': [502, 'Microblink refused the credentials of this service', 'Give the request id to the operator.'],
  'agent-unreachable': [502, 'Microblink could not be reached', LASTING],
  'agent-bad-response': [502, 'Microblink sent an answer that cannot be relayed', LASTING],
  'credentials-not-set': [503, 'This service has no usable Microblink credentials yet', 'Have the operator set them.'],
  'credentials-unavailable': [503, 'The credentials of this service cannot be read now', LASTING],
  'attempts-unavailable': [503, 'The attempts of this user cannot be counted now', LASTING],
  'face-store-unavailable': [503, 'The photo cannot be read now', LASTING],
  'agent-timeout': [504, 'Microblink did not answer in time', 'Start a new request; this one may or may not have been accepted.'],
} as const satisfies Record<string, readonly [status: number, title: string, remedy: string]>;

/** What the verdict refuses with besides; the SDKs never see one of these. */
export const VERDICT_PROBLEMS = {
  'not-finished': [409, 'The transaction is not finished', 'Ask again after the seconds in Retry-After.'],
  'in-review': [409, 'People may still decide this transaction', 'Ask again after the seconds in Retry-After, or start another match.'],
  'read-credentials-refused': [503, 'Microblink refused the reading of this service', 'Give the request id to the operator.'],
  'unreadable-result': [503, 'The answer of Microblink cannot be judged', 'Do not allow the step; give the request id to the operator.'],
  'verdict-unavailable': [503, 'There is no verdict now', 'Do not allow the step; ask the same question again.'],
} as const satisfies Record<string, readonly [status: number, title: string, remedy: string]>;

/** Those of the first table that a question for a verdict can get, too. */
export const SHARED_PROBLEMS = [
  'not-json',
  'invalid-request',
  'body-too-large',
  'internal',
  'credentials-not-set',
] as const satisfies readonly (keyof typeof PROBLEMS)[];

/** The refusals that come with `Retry-After`, and the seconds in it. Of `too-many-attempts` an example: it is what is left of a window. */
export const RETRY_AFTER_SECONDS: Readonly<Partial<Record<ProblemCode, number>>> & Readonly<Record<'not-finished' | 'in-review', number>> =
  {
    'too-many-attempts': 1800,
    'not-finished': 2,
    'in-review': 30,
  };

export type ProblemCode = keyof typeof PROBLEMS | keyof typeof VERDICT_PROBLEMS;

export function isProblemCode(text: string): text is ProblemCode {
  return Object.hasOwn(PROBLEMS, text) || Object.hasOwn(VERDICT_PROBLEMS, text);
}

/** Status, title and remedy of a code. */
export function problemOf(code: ProblemCode): readonly [status: number, title: string, remedy: string] {
  return { ...PROBLEMS, ...VERDICT_PROBLEMS }[code];
}

/**
 * The `type` of a problem; docs/problems.md has a section for each. A name and not an address, since it must stay true when the
 * documentation moves (RFC 9457 section 3.1.1).
 */
export function problemType(code: string): string {
  return `urn:face-match-proxy:problem:${code}`;
}
