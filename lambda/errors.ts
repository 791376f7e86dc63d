import { type ProblemCode, problemOf } from '../contract/problems';

/**
 * A refusal or failure with its public code.
 * `reason` is for the operator's log line, never for the caller; it names what and where, without a value of the caller's.
 */
export class Problem extends Error {
  override readonly name = 'Problem';
  /** When a new attempt can succeed, in whole seconds; undefined where no one knows. */
  readonly retryAfterSeconds: number | undefined;
  /** Public: said in the place of the code's own sentence. Undefined for all but what the company's backend asks. */
  readonly detail: string | undefined;

  constructor(
    readonly code: ProblemCode,
    readonly reason: string,
    options?: { readonly cause?: unknown; readonly retryAfterSeconds?: number; readonly detail?: string },
  ) {
    super(`${code}: ${reason}`, options);
    this.retryAfterSeconds = options?.retryAfterSeconds;
    this.detail = options?.detail;
  }

  get status(): number {
    return problemOf(this.code)[0];
  }
}

/** A reply that ended before it was whole: a fault of the way, and nothing that the Agent API says. */
export class BrokenReply extends Problem {
  constructor(reason: string, cause?: unknown) {
    super('agent-bad-response', reason, { cause });
  }
}

/** A request is to be retried: nothing that the Agent API could accept has been sent. Never reaches a caller. */
export class StaleConnection extends Error {
  override readonly name = 'StaleConnection';
}
