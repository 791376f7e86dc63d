export interface AuditTrailSectionInput {
  /**
   * Whether a trail of the stack records who read or changed a photo, invoked the function, or changed a policy. "off" is refused in production. Default: "on" in production, else "off".
   */
  trail?: 'on' | 'off' | 'off-because-an-organisation-trail-covers-this-bucket';
  /**
   * Days for which the trail’s files are kept and locked. They can be searched for logs.retentionDays.
   */
  retentionDays?: number;
  /**
   * Who could delete a file of the trail too early: a role with a right that the bucket denies to all, or no one, not even the root user. Not with purpose "throw-away", which locks nothing.
   */
  lock?: 'governance' | 'compliance-which-nobody-can-undo';
  /**
   * Whether an alarm fires when a role of operators.replace overwrites a photo.
   */
  replacedPhotos?: 'alarm' | 'counted-without-an-alarm';
  /**
   * Whether an alarm fires when a photo or a version of one is deleted, after which another can be enrolled. Erasing is a duty, so the alarm is your choice.
   */
  erasedPhotos?: 'alarm' | 'counted-without-an-alarm';
  /**
   * The role with which CloudFormation deploys, if the app’s synthesizer names none: its changes fire no alarm. Default: the synthesizer’s; without either, each deployment fires alarms.
   */
  deploymentRole?: string;
  /**
   * Where the function’s lines of type "audit" also go: one of the four, in the region of the stack. Default: nowhere.
   */
  linesTo?: {
    /**
     * A Kinesis data stream.
     */
    stream?: string;
    /**
     * A Firehose stream.
     */
    firehose?: string;
    /**
     * A Lambda function of this account and region.
     */
    function?: string;
    /**
     * A destination of CloudWatch Logs, by which another account gets lines.
     */
    destination?: string;
  };
}

export interface AuditTrailSection {
  trail?: 'on' | 'off' | 'off-because-an-organisation-trail-covers-this-bucket';
  retentionDays: number;
  lock: 'governance' | 'compliance-which-nobody-can-undo';
  replacedPhotos: 'alarm' | 'counted-without-an-alarm';
  erasedPhotos: 'alarm' | 'counted-without-an-alarm';
  deploymentRole?: string;
  linesTo?: {
    stream?: string;
    firehose?: string;
    function?: string;
    destination?: string;
  };
}
