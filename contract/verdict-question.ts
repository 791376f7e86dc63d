/** Where a verdict is asked for, below the stage of its API. */
export const VERDICT_PATH = '/verdicts';

/** The step that a yes is for: printable, so that it can stand in a log of the backend's. What it is, the backend knows. */
export const STEP = /^[\x20-\x7e]{1,128}$/;

/** The members of a question, all of them texts, in the order in which they are named to people. */
export const VERDICT_MEMBERS = ['transactionId', 'subject', 'workflowId', 'step', 'askedAt'] as const;

/** Why a question is answered with no. */
export const NO_REASONS = [
  'unknown-transaction',
  'of-somebody-else',
  'another-workflow',
  'too-old',
  'used',
  'rejected',
  'failed',
  'unknown-status',
  'gone',
] as const;

export type NoReason = (typeof NO_REASONS)[number];
