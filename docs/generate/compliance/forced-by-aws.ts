/** Where AWS leaves no choice, the stack departs from its own rules; each departure, and what stands in its place. */
export const FORCED_BY_AWS: readonly (readonly [rule: string, exception: string, instead: string])[] = [
  [
    'No resource has a physical name',
    'The log group of a web ACL must have a name that begins with `aws-waf-logs-`',
    'The rest is the stack’s name and id, so that a retained group is in no later stack’s way',
  ],
  [
    'No resource has a physical name',
    'API Gateway writes its execution log to the group `API-Gateway-Execution-Logs_<api id>/<stage>` and to no other',
    'The stack makes that group first, encrypted and with an end; it holds errors alone and never a body',
  ],
  [
    'No policy names every resource',
    'In the policy of a key, `*` is the key itself and the only value that KMS takes',
    'Each statement has a principal and, where it gives a use, a condition',
  ],
  [
    'The stack has no part in the account',
    'API Gateway writes logs with one role for all APIs of the account and region',
    'The stack leaves the role that is there alone, unless `api.loggingRole` is "managed-here"',
  ],
];
