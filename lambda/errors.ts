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

/** A request is to be retried: nothing that the Agent API could accept has been sent. Never reaches a caller. */
export class StaleConnection extends Error {
  override readonly name = 'StaleConnection';
}
