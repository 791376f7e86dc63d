export interface LimitsSectionInput {
  /**
   * Largest request body of a caller. No SDK sends 2 KiB by itself.
   */
  callerBodyBytes?: number;
  /**
   * Largest reply of the Agent API.
   */
  agentReplyBytes?: number;
  /**
   * Time for a whole request.
   */
  deadlineSeconds?: number;
  /**
   * Seconds without progress after which reading a photo ends. Shorter than deadlineSeconds.
   */
  faceReadStallSeconds?: number;
  /**
   * Seconds without progress after which writing to the Agent API ends. Shorter than deadlineSeconds.
   */
  agentWriteStallSeconds?: number;
  /**
   * Seconds without progress after which waiting for the reply of the Agent API ends. Shorter than deadlineSeconds.
   */
  agentReplyStallSeconds?: number;
  /**
   * How many transactions one subject may start. Each start may be billed.
   */
  attempts?:
    | 'off-and-every-start-unlimited'
    | {
        /**
         * Starts of all workflows that get a photo, for each subject in a window of the clock.
         */
        injecting?: number;
        /**
         * Starts of all other workflows, for each subject in a window of the clock.
         */
        others?: number;
        /**
         * Length of a window of the clock, in minutes; any period of that length can hold at most twice as many starts.
         */
        windowMinutes?: number;
        /**
         * What happens to a start that cannot be counted.
         */
        whenTableIsDown?: 'refuse' | 'start-uncounted-when-the-table-is-down';
      };
}

export interface LimitsSection {
  callerBodyBytes: number;
  agentReplyBytes: number;
  deadlineSeconds: number;
  faceReadStallSeconds: number;
  agentWriteStallSeconds: number;
  agentReplyStallSeconds: number;
  attempts:
    | 'off-and-every-start-unlimited'
    | {
        injecting: number;
        others: number;
        windowMinutes: number;
        whenTableIsDown: 'refuse' | 'start-uncounted-when-the-table-is-down';
      };
}
