/** The log group of the stack that a query reads. The last three are not in every stack. */
export type QueriedLog = 'function' | 'access' | 'firewall' | 'trail' | 'verdict';

/** A query of CloudWatch Logs Insights: what one looks at first when an alarm fires. */
export interface AlarmQuery {
  readonly log: QueriedLog;
  /** Its commands; a pipe stands between them. */
  readonly lines: readonly string[];
}

/**
 * The query of each alarm that has one, saved in the account under `<stack>/<alarm>`, where the runbook sends its reader. The names of the fields are in docs/reference.md; those of the trail are CloudTrail's.
 */
export const ALARM_QUERIES: Readonly<Record<string, AlarmQuery>> = {
  'api-server-errors': ofFunction(
    'filter type = "request" and status >= 500',
    'stats count(*) as requests by outcome, status, upstreamStatus',
    'sort requests desc',
  ),
  'agent-refused-credentials': latest('agent-refused-credentials', 'upstreamStatus, reason, workflowId, requestId'),
  'credentials-not-set': latest('credentials-not-set', 'reason, requestId'),
  'credentials-unavailable': latest('credentials-unavailable', 'reason, errorName, errorCode, workflowId, requestId'),
  'face-store-unavailable': latest('face-store-unavailable', 'reason, errorName, errorCode, faceFirstByteMs, requestId'),
  'attempts-unavailable': latest('attempts-unavailable', 'reason, errorName, errorCode, countMs, requestId'),
  'face-unusable': ofFunction(
    'fields @timestamp, reason, subject, workflowId, requestId',
    'filter type = "request" and outcome = "face-unusable"',
    'stats count(*) as requests by subject, reason',
  ),
  'internal-errors': latest('internal', 'operation, errorName, errorCode, errorAt, workflowId, requestId'),
  'agent-unreachable': latest('agent-unreachable', 'reason, errorName, errorCode, workflowId, requestId'),
  'agent-bad-responses': latest('agent-bad-response', 'reason, upstreamStatus, replyBytes, workflowId, requestId'),
  'agent-timeouts': latest('agent-timeout', 'reason, credentialsMs, faceFirstByteMs, agentMs, totalMs, requestId'),
  'agent-slow': ofFunction(
    'filter type = "request" and operation = "start-transaction" and ispresent(agentMs)',
    'stats count(*) as requests, pct(agentMs, 50) as half, pct(agentMs, 99) as slowest, max(photoBytes) as largest by bin(15m)',
  ),
  'agent-rejections': ofFunction(
    'filter type = "request" and operation = "start-transaction" and upstreamStatus >= 400 and upstreamStatus < 500',
    'stats count(*) as requests by upstreamStatus, workflowId',
    'sort requests desc',
  ),
  'api-throttled': {
    log: 'access',
    lines: ['filter errorResponseType = "THROTTLED"', 'stats count(*) as requests by sourceIp', 'sort requests desc', 'limit 20'],
  },
  'identity-mismatches': bySubject('identity-mismatch'),
  'client-supplied-faces': bySubject('client-supplied-face'),
  'too-many-attempts': bySubject('too-many-attempts'),
  'function-errors': ofFunction(
    'fields @timestamp, @message',
    'filter @message like /Task timed out|Runtime exited|Runtime\\.|OutOfMemory/',
    'sort @timestamp desc',
    'limit 20',
  ),
  'new-version-errors': ofFunction(
    'fields @timestamp, @message',
    'filter @message like /"outcome":"internal"|Task timed out|Runtime exited|Runtime\\.|OutOfMemory/',
    'sort @timestamp desc',
    'limit 20',
  ),
  'function-near-timeout': ofFunction(
    'fields @timestamp, outcome, reason, credentialsMs, faceFirstByteMs, agentMs, totalMs, requestId',
    'filter type = "request" and totalMs > 20000',
    'sort @timestamp desc',
    'limit 50',
  ),
  // The rule of a managed group stands in a list, at a place that is the group's, so it is taken from the text.
  'firewall-blocks': {
    log: 'firewall',
    lines: [
      'filter action = "BLOCK"',
      'parse @message /"terminatingRule":\\s*\\{\\s*"ruleId":\\s*"(?<rule>\\w+)"/',
      'stats count(*) as requests, count_distinct(httpRequest.clientIp) as addresses by terminatingRuleId, rule',
      'sort requests desc',
    ],
  },
  'start-unrecorded': ofFunction(
    'fields @timestamp, recordMs, totalMs, workflowId, requestId',
    'filter type = "request" and unrecorded = 1',
    'sort @timestamp desc',
    'limit 50',
  ),
  'unreadable-result': ofVerdict('unreadable-result'),
  'read-credentials-refused': ofVerdict('read-credentials-refused'),
  'verdict-unavailable': {
    log: 'verdict',
    lines: ['filter type = "verdict" and status >= 500', 'stats count(*) as questions by answer, reason, errorName', 'sort questions desc'],
  },
  'verdict-of-somebody-else': {
    log: 'verdict',
    lines: [
      'filter type = "verdict" and @message like /of-somebody-else/',
      'stats count(*) as questions by subject, workflowId',
      'sort questions desc',
    ],
  },
  'photo-read-by-others': whoOfTrail('eventSource = "s3.amazonaws.com" and managementEvent = 0', 'eventName, errorCode'),
  'photo-replaced': ofTrail(
    'eventSource = "s3.amazonaws.com" and eventName = "PutObject"',
    'requestParameters.key, `responseElements.x-amz-version-id`',
  ),
  'photo-erased': ofTrail(
    'eventSource = "s3.amazonaws.com" and eventName like /DeleteObject/',
    'requestParameters.key, requestParameters.versionId',
  ),
  'function-invoked-directly': whoOfTrail('eventSource = "lambda.amazonaws.com" and eventName = "Invoke"', 'userIdentity.invokedBy'),
  'function-changed': ofTrail(
    'eventSource in ["lambda.amazonaws.com", "codedeploy.amazonaws.com"] and managementEvent = 1',
    'requestParameters.functionName, requestParameters.applicationName',
  ),
  'deployed-by-others': ofTrail(
    'eventSource in ["cloudformation.amazonaws.com", "cloudcontrolapi.amazonaws.com"]',
    'requestParameters.stackName, requestParameters.roleARN',
  ),
  'function-role-borrowed': ofTrail(
    'eventSource = "lambda.amazonaws.com" and eventName like /CreateFunction|UpdateFunctionConfiguration/',
    'awsRegion, requestParameters.functionName, requestParameters.role',
  ),
  'role-changed': ofTrail('eventSource = "iam.amazonaws.com"', 'requestParameters.roleName, requestParameters.policyArn'),
  'api-changed': ofTrail('eventSource in ["apigateway.amazonaws.com", "wafv2.amazonaws.com"]', 'requestParameters.restApiId'),
  'callers-changed': ofTrail('eventSource = "cognito-idp.amazonaws.com"', 'requestParameters.userPoolId'),
  'table-changed': ofTrail('eventSource = "dynamodb.amazonaws.com"', 'requestParameters.tableName'),
  'verdict-changed': ofTrail(
    'eventSource in ["dynamodb.amazonaws.com", "secretsmanager.amazonaws.com"]',
    'requestParameters.tableName, requestParameters.secretId',
  ),
  'secret-changed': ofTrail('eventSource = "secretsmanager.amazonaws.com"', 'requestParameters.secretId'),
  'key-changed': ofTrail('eventSource = "kms.amazonaws.com"', 'requestParameters.keyId'),
  'photo-bucket-changed': ofTrail('eventSource = "s3.amazonaws.com" and managementEvent = 1', 'requestParameters.bucketName'),
  'audit-trail-changed': ofTrail(
    'eventSource in ["cloudtrail.amazonaws.com", "s3.amazonaws.com"] and managementEvent = 1',
    'requestParameters.name, requestParameters.bucketName',
  ),
  'audit-log-changed': ofTrail('eventSource = "logs.amazonaws.com"', 'requestParameters.logGroupName'),
  'watchers-changed': ofTrail(
    'eventSource in ["events.amazonaws.com", "monitoring.amazonaws.com", "sns.amazonaws.com"]',
    'requestParameters.name, requestParameters.topicArn',
  ),
};

function ofFunction(...lines: readonly string[]): AlarmQuery {
  return { log: 'function', lines };
}

/** The latest refusals with a code. */
function latest(code: string, fields: string): AlarmQuery {
  return ofFunction(`fields @timestamp, ${fields}`, `filter type = "request" and outcome = "${code}"`, 'sort @timestamp desc', 'limit 50');
}

/** The latest questions with a code. */
function ofVerdict(code: string): AlarmQuery {
  return {
    log: 'verdict',
    lines: [
      'fields @timestamp, reason, errorName, workflowId, transactionId, requestId',
      `filter type = "verdict" and answer = "${code}"`,
      'sort @timestamp desc',
      'limit 50',
    ],
  };
}

/** Refusals with a code: of one person, or of many? */
function bySubject(code: string): AlarmQuery {
  return ofFunction(
    `filter type = "request" and outcome = "${code}"`,
    'stats count(*) as requests by subject, workflowId',
    'sort requests desc',
  );
}

/** Events: what, by whom, from where. No error: it was allowed. */
function ofTrail(filter: string, fields: string): AlarmQuery {
  const who = 'userIdentity.arn, sourceIPAddress, userAgent, errorCode';
  return {
    log: 'trail',
    lines: [`fields @timestamp, eventName, ${fields}, ${who}`, `filter ${filter}`, 'sort @timestamp desc', 'limit 50'],
  };
}

/** By whom, and how often: what the function and API Gateway do in the course of things is among the events, and would fill a list. */
function whoOfTrail(filter: string, by: string): AlarmQuery {
  return {
    log: 'trail',
    lines: [
      `filter ${filter}`,
      `stats count(*) as events, max(@timestamp) as last by userIdentity.arn, ${by}`,
      'sort last desc',
      'limit 50',
    ],
  };
}
