/** Reasons for wildcards in the resources of a policy, whose findings repeat the resource and so depend on the settings. */
export const WILDCARDS = {
  'photos-of-all-subjects':
    'The subject is known only in the request; the permission ends at the prefix of each kind of photo and holds no action but reading.',
  'log-streams-of-the-trail':
    'CloudTrail names the streams of its log group itself, from the account and the region, with a suffix of its own.',
  'traces-have-no-resource':
    'A segment of X-Ray belongs to no resource that a policy could name, so sending one is allowed on every resource or not at all.',
  'alarms-are-seen-at-once':
    'CodeDeploy asks for the state of alarms in a way that AWS does not describe, and its own policy allows it on every resource; the action reads, and changes no alarm.',
  'logs-of-every-api':
    'API Gateway checks the role of the account against the policy that AWS documents for it, which names every resource; it holds no action that deletes a log.',
} as const;
