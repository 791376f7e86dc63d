export interface ApiSectionInput {
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
}

export interface ApiSection {
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
}
