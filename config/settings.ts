/**
 * The settings of a stage as types, made from the same schema as schema.json by npm run docs: an app that uses the construct needs no zod to
 * understand them.
 */

export interface ConfigInput {
  /**
   * Where an editor finds the schema of this file: ./schema.json
   */
  $schema?: string;
  /**
   * production: data stays when the stack is deleted; operators and retention are required. development: data stays too, with warnings in place of requirements. throw-away: everything is deleted with the stack.
   */
  purpose: 'production' | 'development' | 'throw-away';
  /**
   * The Agent API, to which transactions are sent.
   */
  agent: {
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
  };
  /**
   * Who may call, and which claim says who it is.
   */
  callers: {
    /**
     * Where your users sign in: "new" or "existing".
     */
    pool: {
      /**
       * A user pool that belongs to this stack: no self sign-up, SRP sign-in, no OAuth flows.
       */
      new?: {
        /**
         * Life of ID and access tokens, in minutes.
         */
        tokenMinutes?: number;
        /**
         * Life of a refresh token, in hours: how long a user stays signed in.
         */
        refreshHours?: number;
        /**
         * Whether clients may send the password itself instead of a proof (SRP). Only with purpose "throw-away".
         */
        passwordSignIn?: boolean;
        /**
         * Whether users may or must sign in with a second factor, an authenticator app.
         */
        mfa?: 'optional' | 'required';
        /**
         * Whether Cognito refuses sign-ins that look stolen. Needs its Plus plan, which costs money for each active user.
         */
        threatProtection?: 'off' | 'enforced';
        /**
         * Whether Anna@ and anna@ are one user. Cognito refuses to change it later: "exact-as-this-pool-was-made" is for a stage that was first deployed without this setting.
         */
        emailCase?: 'ignored' | 'exact-as-this-pool-was-made';
      };
      /**
       * Your existing user pool.
       */
      existing?: {
        /**
         * ARN of the user pool, in the region of the stack.
         */
        userPoolArn: string;
        /**
         * App clients whose tokens are accepted. Tokens of all others are refused.
         *
         * @minItems 1
         */
        clientIds: string[];
        /**
         * You state that no user of the pool can write or choose the subject claim, through any app client. Required unless that is "sub".
         */
        subjectClaimIsNotWritableByUsers?: true;
      };
    };
    /**
     * Which tokens callers send. Access tokens need scopes.
     */
    tokens?: 'id' | 'access';
    /**
     * Scopes, of which an access token must hold one. Required with access tokens, refused with ID tokens.
     *
     * @minItems 1
     */
    scopes?: string[];
    /**
     * Claim that says whose photo is used.
     */
    subjectClaim?: string;
    /**
     * Oldest accepted sign-in, in minutes. Default: any age.
     */
    maxAuthAgeMinutes?: number;
    /**
     * A user id in the request that is not the subject is refused ("must-match") or replaced by the subject.
     */
    consentUserId?: 'must-match' | 'replace';
    /**
     * Whether a photo is only used after the user agreed to processing and storing.
     */
    consentGate?: 'consent-required' | 'start-without-consent-for-android-1.0-and-1.1';
  };
  /**
   * The kinds of photo that you keep, each under its own prefix.
   */
  images: {
    [k: string]: {
      /**
       * Object key with {subject} exactly once, after a prefix that no other kind shares, such as faces/{subject}.
       */
      key: string;
      /**
       * Largest photo that is used, in bytes.
       */
      maxBytes?: number;
      /**
       * Days from enrolment until a photo expires. Required in production. Default: never. Only for a new bucket.
       */
      retentionDays?: number;
      /**
       * A photo enrolled more recently is not used, so that there is time to notice a swapped one. Default: any age.
       */
      minimumAgeHours?: number;
    };
  };
  /**
   * Where the photos are: "new" or "existing".
   */
  bucket: {
    /**
     * A bucket and a key that belong to this stack.
     */
    new?: {
      /**
       * Days for which a replaced, expired or deleted photo remains as an old version.
       */
      oldVersionDays?: number;
    };
    /**
     * Your existing bucket and key, with your policies and lifecycle.
     */
    existing?: {
      /**
       * Name of the bucket, in the region of the stack.
       */
      bucketName: string;
      /**
       * The key that encrypts its objects, in the region of the stack.
       */
      keyArn: string;
      /**
       * Whether a photo is refused whose checksum cannot be verified (uploaded long ago, or in parts). Required.
       */
      requireChecksum: boolean;
      /**
       * The account that owns the bucket, if it is not the account of the stack. Needs missingKey.
       */
      account?: string;
      /**
       * How a missing photo is distinguished from a missing permission. Across accounts S3 does not say: then any 403 must mean a missing photo.
       */
      missingKey?: 'message-names-list-bucket' | 'plain-403-means-absent';
    };
  };
  /**
   * The only roles that touch photos in a new bucket. Required in production.
   */
  operators?: {
    /**
     * Roles that may put the first photo of a user, and cannot overwrite or read one.
     *
     * @minItems 1
     */
    enrol: string[];
    /**
     * Roles that may overwrite a photo, and cannot read it; none of operators.enrol.
     *
     * @minItems 0
     */
    replace?: string[];
    /**
     * Roles that may read photos.
     *
     * @minItems 0
     */
    read?: string[];
    /**
     * Roles that may delete photos and their old versions.
     *
     * @minItems 1
     */
    erase: string[];
  };
  /**
   * What callers may start. A workflow in neither list is refused.
   */
  workflows: {
    /**
     * Workflows that get the photo of the caller.
     */
    inject?: {
      [k: string]: {
        /**
         * Form field that takes the photo, as named in the workflow.
         */
        field: string;
        /**
         * Name of the image kind, a member of "images".
         */
        image: string;
        /**
         * Form fields of the caller that are passed on with any content. Default: none.
         *
         * @minItems 0
         */
        callerFields?: string[];
      };
    };
    /**
     * Other workflows that a caller may start with your credentials.
     */
    passThrough?:
      | 'every-workflow-of-the-organisation'
      | (
          | string
          | {
              /**
               * Id of the workflow.
               */
              workflow: string;
              /**
               * Form fields of the caller that are passed on with any content. Default: none.
               *
               * @minItems 0
               */
              callerFields?: string[];
            }
        )[];
  };
  /**
   * The verdict: an endpoint that tells your backend whether a user passed the match that it asked for. Left out, there is none, and starts are not recorded.
   */
  verdicts?: {
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
  };
  /**
   * Calls from browsers.
   */
  cors: {
    /**
     * Origins of the web pages that may call from a browser. Apps on phones need none, but the setting is required.
     */
    origins: '*' | string | string[];
  };
  /**
   * Sizes, times, and attempts of one subject.
   */
  limits?: {
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
  };
  /**
   * The REST API.
   */
  api?: {
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
    /**
     * The firewall before the API.
     */
    firewall?: {
      /**
       * Whether a web application firewall (AWS WAF) is before the API.
       */
      mode?: 'on' | 'off-and-the-api-open-to-floods';
      /**
       * Requests from one address in five minutes, preflights included, above which the address is blocked until it slows down. Many phones share the address of their carrier.
       */
      requestsPerAddress?: number;
      /**
       * Rules of the managed groups that block your own users: these only count. The article of the alarm firewall-blocks says how to find the name.
       *
       * @minItems 0
       */
      rulesThatOnlyCount?: (
        | 'AWSManagedIPReputationList'
        | 'AWSManagedReconnaissanceList'
        | 'AWSManagedIPDDoSList'
        | 'JavaDeserializationRCE_HEADER'
        | 'JavaDeserializationRCE_BODY'
        | 'JavaDeserializationRCE_URIPATH'
        | 'JavaDeserializationRCE_QUERYSTRING'
        | 'Host_localhost_HEADER'
        | 'PROPFIND_METHOD'
        | 'ExploitablePaths_URIPATH'
        | 'Log4JRCE_HEADER'
        | 'Log4JRCE_QUERYSTRING'
        | 'Log4JRCE_BODY'
        | 'Log4JRCE_URIPATH'
        | 'ReactJSRCE_BODY'
        | 'NoUserAgent_HEADER'
        | 'UserAgent_BadBots_HEADER'
        | 'SizeRestrictions_QUERYSTRING'
        | 'SizeRestrictions_Cookie_HEADER'
        | 'SizeRestrictions_BODY'
        | 'SizeRestrictions_URIPATH'
        | 'EC2MetaDataSSRF_BODY'
        | 'EC2MetaDataSSRF_COOKIE'
        | 'EC2MetaDataSSRF_URIPATH'
        | 'EC2MetaDataSSRF_QUERYARGUMENTS'
        | 'GenericLFI_QUERYARGUMENTS'
        | 'GenericLFI_URIPATH'
        | 'GenericLFI_BODY'
        | 'RestrictedExtensions_URIPATH'
        | 'RestrictedExtensions_QUERYARGUMENTS'
        | 'GenericRFI_QUERYARGUMENTS'
        | 'GenericRFI_BODY'
        | 'GenericRFI_URIPATH'
        | 'CrossSiteScripting_COOKIE'
        | 'CrossSiteScripting_QUERYARGUMENTS'
        | 'CrossSiteScripting_BODY'
        | 'CrossSiteScripting_URIPATH'
      )[];
    };
    /**
     * Your own host name. The address that AWS gives is then switched off.
     */
    domain?: {
      /**
       * Host name of the API, such as "faces.example.org".
       */
      name: string;
      /**
       * Certificate for the name, in AWS Certificate Manager in the region of the stack.
       */
      certificateArn: string;
      /**
       * Route 53 zone that gets the records of the name. Left out, you point the name at the API yourself.
       */
      hostedZone?: {
        /**
         * Id of the zone.
         */
        id: string;
        /**
         * Name of the zone: the domain name itself, or one above it.
         */
        name: string;
      };
    };
    /**
     * API Gateway writes logs with one role for the whole account and region. A new account has none: "managed-here" makes and keeps one, and replaces an existing one.
     */
    loggingRole?: 'managed-here' | 'already-present';
  };
  /**
   * The function.
   */
  function?: {
    /**
     * Memory of the function, and with it its share of a processor.
     */
    memoryMB?: number;
    /**
     * Requests at one time that are reserved for the function, and the most that it serves. Lambda refuses it if less than 100 would be left for the rest of the account, as in a new one. Default: none.
     */
    reservedConcurrency?: number;
  };
  /**
   * How a new version of the function takes over. An alarm can roll back only while both versions serve; ten per cent of little traffic may be none, so prefer linear to canary.
   */
  rollout?:
    | 'all-at-once'
    | 'linear-10-percent-every-minute'
    | 'linear-10-percent-every-2-minutes'
    | 'linear-10-percent-every-3-minutes'
    | 'linear-10-percent-every-10-minutes'
    | 'canary-10-percent-for-5-minutes'
    | 'canary-10-percent-for-10-minutes'
    | 'canary-10-percent-for-15-minutes'
    | 'canary-10-percent-for-30-minutes';
  /**
   * The log groups of the function, of the API and of its firewall.
   */
  logs?: {
    /**
     * Days for which logs are kept.
     */
    retentionDays?:
      | 1
      | 3
      | 5
      | 7
      | 14
      | 30
      | 60
      | 90
      | 120
      | 150
      | 180
      | 365
      | 400
      | 545
      | 731
      | 1096
      | 1827
      | 2192
      | 2557
      | 2922
      | 3288
      | 3653;
  };
  /**
   * The alarms, which are always there: their receivers.
   */
  alarms?: {
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
  };
  /**
   * The record of who touched a photo.
   */
  auditTrail?: {
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
  };
  /**
   * What the synthesis says when the region of the stack and that of your organisation at Microblink are on different continents, or cannot be compared.
   */
  residency?: 'warning' | 'error' | 'other-continents-are-intended';
  /**
   * Tags for every resource of the stage, such as a cost centre. It also has its own: application, stage, data-classification.
   */
  tags?: {
    [k: string]: string;
  };
  /**
   * Managed policy, by its name or ARN, that bounds every role of the stack, even against the role’s own policies. The stages of this repository name the one that bootstrap/bootstrap.sh makes; an account that was prepared in another way has none of this name (docs/bootstrap.md).
   */
  permissionsBoundary?: string;
  /**
   * Managed policy, by its name or ARN, that bounds the role that api.loggingRole "managed-here" makes, in place of permissionsBoundary: API Gateway refuses a role that may not read logs, and no other role may. Default: permissionsBoundary.
   */
  loggingRoleBoundary?: string;
}

/** Settings with every default filled in. */
export interface Config {
  $schema?: string;
  purpose: 'production' | 'development' | 'throw-away';
  agent: {
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
  };
  callers: {
    pool: {
      new?: {
        tokenMinutes: number;
        refreshHours: number;
        passwordSignIn: boolean;
        mfa: 'optional' | 'required';
        threatProtection: 'off' | 'enforced';
        emailCase: 'ignored' | 'exact-as-this-pool-was-made';
      };
      existing?: {
        userPoolArn: string;
        clientIds: string[];
        subjectClaimIsNotWritableByUsers?: true;
      };
    };
    tokens: 'id' | 'access';
    scopes?: string[];
    subjectClaim: string;
    maxAuthAgeMinutes?: number;
    consentUserId: 'must-match' | 'replace';
    consentGate: 'consent-required' | 'start-without-consent-for-android-1.0-and-1.1';
  };
  images: {
    [k: string]: {
      key: string;
      maxBytes: number;
      retentionDays?: number;
      minimumAgeHours?: number;
    };
  };
  bucket: {
    new?: {
      oldVersionDays: number;
    };
    existing?: {
      bucketName: string;
      keyArn: string;
      requireChecksum: boolean;
      account?: string;
      missingKey: 'message-names-list-bucket' | 'plain-403-means-absent';
    };
  };
  operators?: {
    enrol: string[];
    replace: string[];
    read: string[];
    erase: string[];
  };
  workflows: {
    inject: {
      [k: string]: {
        field: string;
        image: string;
        callerFields?: string[];
      };
    };
    passThrough:
      | 'every-workflow-of-the-organisation'
      | (
          | string
          | {
              workflow: string;
              callerFields?: string[];
            }
        )[];
  };
  verdicts?: {
    callers: string[];
    maxAgeMinutes: number;
    throttle: {
      ratePerSecond: number;
      burst: number;
    };
  };
  cors: {
    origins: '*' | string | string[];
  };
  limits: {
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
  };
  api: {
    throttle: {
      ratePerSecond: number;
      burst: number;
    };
    firewall: {
      mode: 'on' | 'off-and-the-api-open-to-floods';
      requestsPerAddress: number;
      rulesThatOnlyCount: (
        | 'AWSManagedIPReputationList'
        | 'AWSManagedReconnaissanceList'
        | 'AWSManagedIPDDoSList'
        | 'JavaDeserializationRCE_HEADER'
        | 'JavaDeserializationRCE_BODY'
        | 'JavaDeserializationRCE_URIPATH'
        | 'JavaDeserializationRCE_QUERYSTRING'
        | 'Host_localhost_HEADER'
        | 'PROPFIND_METHOD'
        | 'ExploitablePaths_URIPATH'
        | 'Log4JRCE_HEADER'
        | 'Log4JRCE_QUERYSTRING'
        | 'Log4JRCE_BODY'
        | 'Log4JRCE_URIPATH'
        | 'ReactJSRCE_BODY'
        | 'NoUserAgent_HEADER'
        | 'UserAgent_BadBots_HEADER'
        | 'SizeRestrictions_QUERYSTRING'
        | 'SizeRestrictions_Cookie_HEADER'
        | 'SizeRestrictions_BODY'
        | 'SizeRestrictions_URIPATH'
        | 'EC2MetaDataSSRF_BODY'
        | 'EC2MetaDataSSRF_COOKIE'
        | 'EC2MetaDataSSRF_URIPATH'
        | 'EC2MetaDataSSRF_QUERYARGUMENTS'
        | 'GenericLFI_QUERYARGUMENTS'
        | 'GenericLFI_URIPATH'
        | 'GenericLFI_BODY'
        | 'RestrictedExtensions_URIPATH'
        | 'RestrictedExtensions_QUERYARGUMENTS'
        | 'GenericRFI_QUERYARGUMENTS'
        | 'GenericRFI_BODY'
        | 'GenericRFI_URIPATH'
        | 'CrossSiteScripting_COOKIE'
        | 'CrossSiteScripting_QUERYARGUMENTS'
        | 'CrossSiteScripting_BODY'
        | 'CrossSiteScripting_URIPATH'
      )[];
    };
    domain?: {
      name: string;
      certificateArn: string;
      hostedZone?: {
        id: string;
        name: string;
      };
    };
    loggingRole: 'managed-here' | 'already-present';
  };
  function: {
    memoryMB: number;
    reservedConcurrency?: number;
  };
  rollout:
    | 'all-at-once'
    | 'linear-10-percent-every-minute'
    | 'linear-10-percent-every-2-minutes'
    | 'linear-10-percent-every-3-minutes'
    | 'linear-10-percent-every-10-minutes'
    | 'canary-10-percent-for-5-minutes'
    | 'canary-10-percent-for-10-minutes'
    | 'canary-10-percent-for-15-minutes'
    | 'canary-10-percent-for-30-minutes';
  logs: {
    retentionDays:
      | 1
      | 3
      | 5
      | 7
      | 14
      | 30
      | 60
      | 90
      | 120
      | 150
      | 180
      | 365
      | 400
      | 545
      | 731
      | 1096
      | 1827
      | 2192
      | 2557
      | 2922
      | 3288
      | 3653;
  };
  alarms: {
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
  };
  auditTrail: {
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
  };
  residency: 'warning' | 'error' | 'other-continents-are-intended';
  tags: {
    [k: string]: string;
  };
  permissionsBoundary?: string;
  loggingRoleBoundary?: string;
}
