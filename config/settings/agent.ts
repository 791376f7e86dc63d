export interface AgentSectionInput {
  /**
   * Region of your organisation at Microblink Platform, such as "eu" or "us-east". Either this or url.
   */
  region?: string;
  /**
   * Base URL of the Agent API. Either this or region. A loopback host only with purpose "throw-away".
   */
  url?: string;
  /**
   * Further headers of the caller that go to the Agent API.
   *
   * @minItems 0
   */
  forwardHeaders?: string[];
  /**
   * Members of a start that go to the Agent API in addition to workflowId, platform, sdkVersion, formValues, props and consent, each a short plain value or an object of them. Any other is dropped.
   *
   * @minItems 0
   */
  forwardMembers?: string[];
  /**
   * How Microblink is asked for the end of a transaction, where it is not as was found: `npm run ops -- verdict probe` says what to write here.
   */
  reading?: {
    /**
     * Path of the read, below the base URL of the Agent API.
     */
    path?: string;
    /**
     * What the members of the reply are called, at its root.
     */
    members?: {
      /**
       * Member that holds the id of the transaction.
       */
      id?: string;
      /**
       * Member that says how far the transaction is.
       */
      processingStatus?: string;
      /**
       * Member that says what the verification came to.
       */
      verificationStatus?: string;
    };
    /**
     * The one pair of words that a yes is made of.
     */
    accepted?: {
      /**
       * The word for a transaction that is complete.
       */
      processingStatus?: string;
      /**
       * The word for a verification that is accepted.
       */
      verificationStatus?: string;
    };
  };
}

export interface AgentSection {
  region?: string;
  url?: string;
  forwardHeaders: string[];
  forwardMembers: string[];
  reading?: {
    path: string;
    members: {
      id: string;
      processingStatus: string;
      verificationStatus: string;
    };
    accepted: {
      processingStatus: string;
      verificationStatus: string;
    };
  };
}
