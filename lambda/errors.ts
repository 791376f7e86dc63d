import { type ProblemCode, problemOf } from '../contract/problems';

/**
 * A refusal or failure with its public code.
 * `reason` is for the operator's log line, never for the caller; it names what and where, without a value of the caller's.
 */
export class Problem extends Error {
  override readonly name = 'Problem';
  /** When a new attempt can succeed, in whole seconds; undefined where no one knows. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly code: ProblemCode,
    readonly reason: string,
    options?: { readonly cause?: unknown; readonly retryAfterSeconds?: number },
  ) {
    super(`${code}: ${reason}`, options);
    this.retryAfterSeconds = options?.retryAfterSeconds;
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
