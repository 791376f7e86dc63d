export interface AlarmsSectionInput {
  /**
   * Address that alarms are sent to, through an encrypted topic of the stack. It must confirm the subscription. Either this or topicArn. Default: no one.
   */
  email?: string;
  /**
   * An existing SNS topic, in the region of the stack. Its policy, and that of its key, must let CloudWatch publish, and events.amazonaws.com where the stack has a trail. Default: none.
   */
  topicArn?: string;
  /**
   * Receiver of the alarms that can wait until the next working day; the others go to email or topicArn. One of the two. Default: all go there.
   */
  tomorrow?: {
    /**
     * Address, through a separate encrypted topic. It must confirm the subscription. Either this or topicArn.
     */
    email?: string;
    /**
     * An existing SNS topic, in the region of the stack. Its policy, and that of its key, must let CloudWatch publish.
     */
    topicArn?: string;
  };
  /**
   * A further receiver of changes of what watches the stack: its alarms, rules, topic, trail and their logs. One of the two. Default: only the receivers of alarms.
   */
  watchers?: {
    /**
     * A second SNS topic, of the account and region of the stack. Its policy, and that of its key, must let events.amazonaws.com publish.
     */
    topicArn?: string;
    /**
     * The event bus of another account, in the region of the stack. Its policy must let this account put events.
     */
    eventBusArn?: string;
  };
  /**
   * Where your people read this repository, so that the link in an alarm opens: the address above docs/runbook.md. Default: the path alone.
   */
  runbookBaseUrl?: string;
  /**
   * Quota "Concurrent executions" of Lambda in the account and region; a new account has less. An alarm fires at 80 %.
   */
  accountConcurrency?: number;
}

export interface AlarmsSection {
  email?: string;
  topicArn?: string;
  tomorrow?: {
    email?: string;
    topicArn?: string;
  };
  watchers?: {
    topicArn?: string;
    eventBusArn?: string;
  };
  runbookBaseUrl?: string;
  accountConcurrency: number;
}
