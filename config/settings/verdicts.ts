export interface VerdictsSectionInput {
  /**
   * Roles of your backend that may ask for a verdict, of this account or another; `grantAsk` of the construct adds one. A role of another account also needs execute-api:Invoke in a policy of its own.
   *
   * @minItems 0
   */
  callers?: string[];
  /**
   * How old the start of a transaction may be for a yes, in minutes.
   */
  maxAgeMinutes?: number;
  /**
   * Above this, API Gateway answers 429 itself.
   */
  throttle?: {
    /**
     * Steady rate of all callers together.
     */
    ratePerSecond?: number;
    /**
     * Requests at one moment.
     */
    burst?: number;
  };
}

export interface VerdictsSection {
  callers: string[];
  maxAgeMinutes: number;
  throttle: {
    ratePerSecond: number;
    burst: number;
  };
}
