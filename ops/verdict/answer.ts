import { EXIT_CODES, type ExitCode, Failure, type FailureCode } from '../failures/failures';
import type { StageVerdicts } from '../stage/stage';
import type { Reply } from './signed-question';

/** What an answer says, and what follows for the step that was asked for. */
export interface Meaning {
  readonly answer: 'yes' | 'no' | 'not-yet' | 'none';
  /** Why, in the endpoint's own words; empty for a yes. */
  readonly reasons: readonly string[];
  /** A sentence. */
  readonly means: string;
  readonly exitCode: ExitCode;
}

const REFUSE = 'Do not allow the step';

/** Each reason of a no. A test holds their names to those that the function gives. */
export const REASONS = {
  'unknown-transaction':
    'no start of it is on record: it was not started through this stage, or of a workflow without a photo, or more than a day ago',
  'of-somebody-else': 'another user started it',
  'another-workflow': 'it is of another workflow',
  'too-old': 'it was started before the match was asked for (--asked-at), or is older than verdicts.maxAgeMinutes',
  used: 'it was decided before, for another step or another --asked-at. The same question is one with the same of both',
  rejected: 'Microblink rejected the match',
  failed: 'Microblink could not finish it',
  'unknown-status': 'Microblink gives it no status that means anything',
  gone: 'Microblink no longer knows it',
} as const;

/** Each problem after which the same question may be put again. */
const AGAIN: Readonly<Record<string, readonly [answer: 'not-yet' | 'none', why: string]>> = {
  'not-finished': ['not-yet', 'the match is not finished'],
  'in-review': ['not-yet', 'people at Microblink’s dashboard may still decide it'],
  'read-credentials-refused': ['none', 'Microblink refuses the key that reads: npm run ops -- credentials check --for reading --online'],
  'verdict-unavailable': ['none', 'the table or Microblink cannot be reached now'],
  'unreadable-result': [
    'none',
    'Microblink’s answer is not of the expected form: npm run ops -- verdict probe <transactionId> says what to change in the settings',
  ],
  'credentials-not-set': ['none', 'there is no key that reads: npm run ops -- credentials set --for reading'],
};

/**
 * Reads an answer. Nothing but a 200 with `"verdict": "yes"` is a yes.
 * @throws Failure for an answer that is no verdict
 */
export function meaningOf(reply: Reply, verdicts: StageVerdicts): Meaning {
  const { status, retryAfter, body } = reply;
  if (status === 200 && body.verdict === 'yes')
    return { answer: 'yes', reasons: [], means: 'The user passed the match: allow this step, and no other.', exitCode: EXIT_CODES.done };
  if (status === 200 && body.verdict === 'no') {
    const reasons = [body.reasons].flat().filter((reason) => typeof reason === 'string');
    const why = reasons.map((reason) => (REASONS as Readonly<Record<string, string>>)[reason] ?? reason).join('; ');
    return { answer: 'no', reasons, means: `${REFUSE}: ${why}.`, exitCode: EXIT_CODES.checkFailed };
  }
  const [answer, why] = AGAIN[String(body.code)] ?? [];
  if (answer === undefined || why === undefined) throw noVerdict(reply, verdicts);
  const wait = retryAfter === undefined ? '' : ` after ${retryAfter} seconds`;
  return {
    answer,
    reasons: [String(body.code)],
    means: `${REFUSE} yet: ${why}. Ask the same question again${wait}.`,
    exitCode: EXIT_CODES.unavailable,
  };
}

/** Codes of API Gateway's own 403 that are about the signature and not about who signed (lib/verdict/verdict-answers.ts). */
const OF_CREDENTIALS: Readonly<Record<string, readonly [code: FailureCode, toDo: string]>> = {
  'expired-token': ['credentials-expired', 'Sign in again (aws sso login, or with what gave you the keys) and run the command again.'],
  'invalid-signature': [
    'credentials-refused',
    'Check the clock of this machine, whether the key is still active (aws sts get-caller-identity), and that no proxy changes the request.',
  ],
};

/** What to do where API Gateway refuses a signed question. */
function refused({ url }: StageVerdicts, code: unknown): Failure {
  const [failure, toDo] = OF_CREDENTIALS[String(code)] ?? [];
  if (failure !== undefined && toDo !== undefined)
    return new Failure(failure, {
      what: `The API for verdicts does not take the signature (403, ${code}).`,
      where: new URL(url).host,
      toDo,
    });
  return new Failure('not-permitted', {
    what: `The API for verdicts refuses who signed the question (403${typeof code === 'string' ? `, ${code}` : ''}).`,
    where: new URL(url).host,
    toDo: 'Sign with a role whose ARN is in "verdicts.callers" of the file of the stage (then deploy); a role of another account also needs execute-api:Invoke on this API in a policy of its own. aws sts get-caller-identity says who signs.',
  });
}

function noVerdict({ status, body: { code, requestId } }: Reply, verdicts: StageVerdicts): Failure {
  if (status === 403) return refused(verdicts, code);
  const { host: where } = new URL(verdicts.url);
  const named = typeof code === 'string' ? `, ${code}` : '';
  if (status === 429)
    return new Failure('throttled', {
      what: `The API for verdicts asks to slow down (429${named}).`,
      where,
      toDo: 'Wait a moment; "verdicts.throttle" in the file of the stage says how many questions it takes.',
    });
  if (status === 400)
    return new Failure('invalid-input', {
      what: `The endpoint does not take the question (400${named}).`,
      where,
      toDo: 'Check --asked-at: a time with its zone such as 2026-11-28T10:00:00Z, at most 60 seconds ahead of the clock there.',
    });
  const id = typeof requestId === 'string' ? ` npm run ops -- request '${requestId}' says what the logs have of it.` : '';
  return new Failure('service-failed', {
    what: `That is no verdict: the endpoint answered ${status}${named}.`,
    where,
    toDo: `${REFUSE}; ask the same question again.${id}`,
  });
}
