import { z } from 'zod';

/** The groups of rules before the API, in AWS's words. */
export type ManagedGroup = keyof typeof MANAGED_RULES;

/**
 * The rules of each group, as AWS documents them ("Baseline rule groups" and "IP reputation rule groups" in the WAF developer guide, November 2026).
 * WAF ignores an override that names no rule of its group, without an error: so a name is checked here.
 */
export const MANAGED_RULES = {
  AWSManagedRulesAmazonIpReputationList: ['AWSManagedIPReputationList', 'AWSManagedReconnaissanceList', 'AWSManagedIPDDoSList'],
  AWSManagedRulesKnownBadInputsRuleSet: [
    ...['JavaDeserializationRCE_HEADER', 'JavaDeserializationRCE_BODY', 'JavaDeserializationRCE_URIPATH'],
    ...['JavaDeserializationRCE_QUERYSTRING', 'Host_localhost_HEADER', 'PROPFIND_METHOD', 'ExploitablePaths_URIPATH'],
    ...['Log4JRCE_HEADER', 'Log4JRCE_QUERYSTRING', 'Log4JRCE_BODY', 'Log4JRCE_URIPATH', 'ReactJSRCE_BODY'],
  ],
  AWSManagedRulesCommonRuleSet: [
    ...['NoUserAgent_HEADER', 'UserAgent_BadBots_HEADER'],
    ...['SizeRestrictions_QUERYSTRING', 'SizeRestrictions_Cookie_HEADER', 'SizeRestrictions_BODY', 'SizeRestrictions_URIPATH'],
    ...['EC2MetaDataSSRF_BODY', 'EC2MetaDataSSRF_COOKIE', 'EC2MetaDataSSRF_URIPATH', 'EC2MetaDataSSRF_QUERYARGUMENTS'],
    ...['GenericLFI_QUERYARGUMENTS', 'GenericLFI_URIPATH', 'GenericLFI_BODY'],
    ...['RestrictedExtensions_URIPATH', 'RestrictedExtensions_QUERYARGUMENTS'],
    ...['GenericRFI_QUERYARGUMENTS', 'GenericRFI_BODY', 'GenericRFI_URIPATH'],
    ...['CrossSiteScripting_COOKIE', 'CrossSiteScripting_QUERYARGUMENTS', 'CrossSiteScripting_BODY', 'CrossSiteScripting_URIPATH'],
  ],
} as const;

/** One rule of any of them: no two groups share a name. */
export const MANAGED_RULE = z.enum(Object.values(MANAGED_RULES).flat(), {
  error: `a rule of ${Object.keys(MANAGED_RULES).join(', ')}, as AWS documents its name, such as "CrossSiteScripting_BODY"`,
});
