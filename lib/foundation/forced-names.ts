/** Beginnings of names that AWS forces; everything else in a stack is named by CloudFormation. */

/** WAF delivers to no log group whose name begins otherwise ("CloudWatch Logs" under "Logging web ACL traffic", WAF developer guide). */
export const FIREWALL_LOG_PREFIX = 'aws-waf-logs-';

/** API Gateway names a stage's execution log by this, the API's id, a slash and the stage ("Set up CloudWatch logging for REST APIs"). */
export const EXECUTION_LOG_PREFIX = 'API-Gateway-Execution-Logs_';
