import { type AlarmRow, counted } from './alarm-row';
import { ratio } from './metrics';

/**
 * Every alarm of the stack. Each has an article of the same name in docs/runbook.md, which a test holds to this table. Step-up checks come
 * rarely and in bursts, so shares are only taken of enough requests, and the absence of requests is no alarm.
 */
export const ALARMS: readonly AlarmRow[] = [
  {
    id: 'api-server-errors',
    says: 'Callers get answers with a status of 500 or above.',
    firesAt: '5 % of the requests within 5 minutes, if 5 or more failed',
    because: 'Single ones happen on any network; a twentieth of all is something that does not pass by itself.',
    metric: (metrics) => ratio({ part: metrics.api('5XXError'), of: metrics.api('Count'), atLeast: 5 }),
    threshold: () => 5,
    periodMinutes: 5,
  },
  refusal('agent-refused-credentials', 1, 5, 'Microblink refuses our credentials.', 'One is enough: until they are right, nothing starts.'),
  refusal('credentials-not-set', 1, 5, 'The secret is empty or has no usable form.', 'One is enough: until it is set, nothing starts.'),
  refusal(
    'credentials-unavailable',
    3,
    5,
    'The secret cannot be read.',
    'A single failure of Secrets Manager has been tried twice already.',
  ),
  refusal(
    'face-store-unavailable',
    3,
    5,
    'Photos cannot be read.',
    'A single failure of S3 has been tried twice; three are a permission, a key or an outage.',
  ),
  refusal(
    'attempts-unavailable',
    3,
    5,
    'Starts cannot be counted, and are refused.',
    'A single failure of DynamoDB has been tried twice; three are a permission, a key or an outage.',
  ),
  refusal(
    'face-unusable',
    1,
    60,
    'A photo on record is too large, cut off, no image, or not what its checksum says.',
    'Each is a person who fails until enrolled again, or a photo that somebody changed.',
    { severity: 'tomorrow' },
  ),
  refusal('internal-errors', 1, 5, 'The function met an error that no step expects.', 'There should be none: it is a fault of the code.', {
    code: 'internal',
    severity: 'tomorrow',
  }),
  refusal(
    'agent-unreachable',
    3,
    5,
    'No connection to Microblink comes about, or it breaks.',
    'Single connections break; three are an outage or a wrong address.',
  ),
  refusal(
    'agent-bad-responses',
    3,
    5,
    'Microblink answers with something that cannot be relayed.',
    'One may be a cut connection; three are a change at Microblink. Each may have created a transaction.',
    { code: 'agent-bad-response' },
  ),
  refusal(
    'agent-timeouts',
    3,
    5,
    'Microblink does not answer in time.',
    'One may be one bad connection; and each may have created a transaction.',
    { code: 'agent-timeout' },
  ),
  {
    id: 'agent-slow',
    severity: 'tomorrow',
    says: 'Microblink answers slowly.',
    firesAt: '40 % of limits.deadlineSeconds for the 99th percentile, in 2 of 3 periods of 5 minutes',
    because:
      'It is long before a request fails, and longer than people wait; little traffic makes the percentile the maximum, so one period is not believed.',
    metric: (metrics) => metrics.ofStarts('AgentTime', 'p99'),
    threshold: ({ deadlineSeconds }) => deadlineSeconds * 400,
    periodMinutes: 5,
    of: { breaching: 2, last: 3 },
  },
  {
    id: 'agent-rejections',
    says: 'Microblink rejects what the proxy sends, with a status of 400 to 499.',
    firesAt: '20 % of the answers within 5 minutes, if 5 or more were rejected',
    because: 'A single app may send nonsense; a fifth of all is a workflow that was changed, or a release that builds wrong bodies.',
    metric: (metrics) =>
      ratio({ part: metrics.ofStarts('AgentStatus4xx', 'Sum'), rest: metrics.ofStarts('AgentStatus2xx', 'Sum'), atLeast: 5 }),
    threshold: () => 20,
    periodMinutes: 5,
  },
  counted({
    id: 'api-throttled',
    says: 'API Gateway turns requests away as too many (429).',
    count: 10,
    within: 5,
    because: 'A burst may touch the limit; ten within five minutes are users who were told to wait.',
    metric: (metrics) => metrics.apiThrottled(),
  }),
  counted({
    id: 'function-throttled',
    says: 'Lambda turns calls away, for no concurrency is left.',
    count: 1,
    within: 5,
    because: 'API Gateway answers each with an error, and below the quota there is none.',
    metric: (metrics) => metrics.lambda('Throttles'),
  }),
  refusal(
    'identity-mismatches',
    3,
    15,
    'Requests name another user than the one who is signed in.',
    'One may be an app with an old session; three are a fault of an app or somebody who tries.',
    { code: 'identity-mismatch', severity: 'tomorrow' },
  ),
  refusal(
    'client-supplied-faces',
    1,
    15,
    'A request brought its own photo.',
    'No SDK behind this proxy does so: it is an app built the unsafe way, or an attack.',
    { code: 'client-supplied-face', severity: 'tomorrow' },
  ),
  refusal(
    'too-many-attempts',
    10,
    15,
    'Users start more transactions than limits.attempts allows.',
    'Somebody impatient is refused once or twice; ten are somebody who guesses, or an app that tries again by itself.',
    { severity: 'tomorrow' },
  ),
  counted({
    id: 'function-errors',
    severity: 'tomorrow',
    says: 'The function ended without an answer: crash, timeout or out of memory.',
    count: 1,
    within: 5,
    because: 'It answers every error itself, so there should be none.',
    metric: (metrics) => metrics.lambda('Errors'),
  }),
  counted({
    id: 'new-version-errors',
    severity: 'tomorrow',
    says: 'The version that was deployed last crashes, is cut off, or meets an error that no step expects.',
    count: 1,
    within: 5,
    because:
      'There should be none. What the version before does, what callers are refused and what other services answer is not counted, so none of them can take a release back.',
    metric: (metrics) => metrics.newVersionErrors(),
    rollsBack: true,
  }),
  {
    id: 'function-near-timeout',
    severity: 'tomorrow',
    says: 'A request went on after its deadline, towards the timeout of the function.',
    firesAt: 'the middle between limits.deadlineSeconds and the timeout, reached by one invocation within 5 minutes',
    because: 'The deadline ends each request; later it is no longer held, and the next thing is a cut-off.',
    metric: (metrics) => metrics.lambda('Duration', 'Maximum'),
    threshold: ({ deadlineSeconds, timeoutSeconds }) => (deadlineSeconds + timeoutSeconds) * 500,
    periodMinutes: 5,
  },
  {
    id: 'function-concurrency',
    says: 'Few concurrent executions are left.',
    firesAt: '80 % of function.reservedConcurrency or, without one, of alarms.accountConcurrency, in 2 of 3 minutes',
    because: 'Beyond the limit nothing is served; a fifth leaves time to ask AWS for more. One minute alone may be a burst.',
    metric: (metrics, { reservedConcurrency }) =>
      reservedConcurrency === undefined ? metrics.claimedConcurrency() : metrics.lambda('ConcurrentExecutions', 'Maximum'),
    threshold: ({ reservedConcurrency, accountConcurrency }) => Math.floor((reservedConcurrency ?? accountConcurrency) * 0.8),
    periodMinutes: 1,
    of: { breaching: 2, last: 3 },
  },
  counted({
    id: 'firewall-blocks',
    severity: 'tomorrow',
    says: 'The firewall blocks requests.',
    count: 100,
    within: 5,
    because: 'Scanners find every address and get a few; a hundred are an attack, or a rule that blocks users.',
    metric: (metrics) => metrics.firewall('BlockedRequests'),
  }),
];

/** An alarm of refusals with one code, by default the alarm's own name. */
function refusal(
  id: string,
  count: number,
  within: number,
  says: string,
  because: string,
  { code = id, ...more }: { readonly code?: string } & Pick<AlarmRow, 'severity'> = {},
): AlarmRow {
  return counted({ id, count, within, says, because, ...more, metric: (metrics) => metrics.refusals(code) });
}
