/**
 * How Microblink Platform is asked for the end of a transaction, and what its words mean. Found in its documentation, its SDKs and its
 * dashboard in November 2026, none of it with a live key: `npm run ops -- verdict probe <transactionId>` says which of it holds, and
 * `agent.reading` in the settings replaces what does not.
 */
export interface Reading {
  /** Below the Agent API's base URL, with `{transactionId}` once. */
  readonly path: string;
  /** What the members of the reply are called. */
  readonly members: { readonly id: string; readonly processingStatus: string; readonly verificationStatus: string };
  /** The one pair of words that a yes is made of. */
  readonly accepted: { readonly processingStatus: string; readonly verificationStatus: string };
}

export const READING: Reading = {
  path: 'api/v1/transaction/{transactionId}',
  members: { id: 'id', processingStatus: 'processingStatus', verificationStatus: 'verificationStatus' },
  accepted: { processingStatus: 'Complete', verificationStatus: 'Accept' },
};

/** Words that are known to mean something else than accepted. No setting makes one of them a yes. */
export const PROCESSING_WORDS = {
  unfinished: ['Pending', 'Interactive', 'InProgress', 'Retrying'],
  failed: ['Error'],
  unknown: ['Unknown'],
} as const;
export const VERIFICATION_WORDS = { review: ['Review'], rejected: ['Reject'], unknown: ['Unknown'] } as const;
