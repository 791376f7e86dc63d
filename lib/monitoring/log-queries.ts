/** Queries of CloudWatch Logs Insights over the function's log; the names of the fields are in docs/reference.md. */

/** The latest requests that were not served, and why. */
export const LATEST_REFUSALS = [
  'fields @timestamp, outcome, status, reason, errorName, errorCode, workflowId, requestId',
  'filter type = "request" and outcome != "ok"',
  'sort @timestamp desc',
  'limit 50',
];
