/** Where a verdict is asked for, below the stage of its API. */
export const VERDICT_PATH = '/verdicts';

/** The members of a question, all of them texts, in the order in which they are named to people. */
export const VERDICT_MEMBERS = ['transactionId', 'subject', 'workflowId', 'step', 'askedAt'] as const;
