import { type NO_REASONS, PROBLEM_CODES, VERDICT_PROBLEM_CODES } from './codes';

export { NO_REASONS, PROBLEM_CODES, VERDICT_PROBLEM_CODES } from './codes';

/** A code of the API that the SDKs call. docs/problems.md says what an app does with each. */
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** A code of the API for verdicts. */
export type VerdictProblemCode = (typeof VERDICT_PROBLEM_CODES)[number];

/** A refusal (RFC 9457). A newer proxy may have a code that this list does not know. */
export interface Problem<Code extends string = string> {
  readonly type: `urn:face-match-proxy:problem:${Code}`;
  readonly title: string;
  readonly status: number;
  /** For people; programs decide by `code`. */
  readonly detail: string;
  readonly code: Code;
  /** Under which the operator finds the request. */
  readonly requestId: string;
}

/** What a backend asks: did this user pass the match that I asked for? */
export interface VerdictQuestion {
  readonly transactionId: string;
  /** Of the backend's own session, never of the device. */
  readonly subject: string;
  readonly workflowId: string;
  /** Id of this attempt at the sensitive step, unique: 1 to 128 printable ASCII characters. */
  readonly step: string;
  /** When the backend asked for the match, RFC 3339. */
  readonly askedAt: string;
}

export type NoReason = (typeof NO_REASONS)[number];

export interface VerdictYes {
  readonly verdict: 'yes';
  /** RFC 3339, as is `startedAt`. */
  readonly decidedAt: string;
  /** `kind@version` of the photo that was compared. */
  readonly photo: string;
  readonly startedAt: string;
}

export interface VerdictNo {
  readonly verdict: 'no';
  /** At least one. */
  readonly reasons: readonly NoReason[];
}

/** The body of a 200. Any other status is a problem, and no yes. */
export type Verdict = VerdictYes | VerdictNo;

/** Whether a parsed body is a refusal of this product. Without it, the answer is Microblink's own. */
export function isProblem(body: unknown): body is Problem {
  if (typeof body !== 'object' || body === null) return false;
  const { type, code, requestId } = body as Partial<Record<string, unknown>>;
  return typeof code === 'string' && type === `urn:face-match-proxy:problem:${code}` && typeof requestId === 'string';
}

/** Narrows a code of the API that the SDKs call, for a `switch` that names each. */
export function isProblemCode(code: string): code is ProblemCode {
  return (PROBLEM_CODES as readonly string[]).includes(code);
}

/** The same for the API for verdicts. */
export function isVerdictProblemCode(code: string): code is VerdictProblemCode {
  return (VERDICT_PROBLEM_CODES as readonly string[]).includes(code);
}

/** Whether the parsed body of a 200 is a yes: the one word, and nothing that looks like it. */
export function isYes(body: unknown): body is VerdictYes {
  return typeof body === 'object' && body !== null && (body as { readonly verdict?: unknown }).verdict === 'yes';
}
