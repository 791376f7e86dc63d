/** A number that a calculation starts from. */
export interface Input {
  readonly value: number;
  readonly unit: string;
  /** Where it comes from, or that it is assumed. */
  readonly source: string;
}

/** Traffic that is worked out, in transactions a minute on average. */
export const TRAFFIC = [10, 1_000, 100_000] as const;

/** What is assumed about traffic and times: put your own in and run `npm run docs`. */
export const INPUTS = {
  peakFactor: { value: 3, unit: '', source: 'assumed: the busiest second has this many times the average' },
  requestsPerTransaction: { value: 2, unit: 'requests', source: 'assumed: of a transaction: a start, and one workflow info or cancel' },
  startSeconds: {
    value: 1,
    unit: 's',
    source: 'assumed: for a start, nearly all of it waiting for Microblink, so measure yours (`AgentTime`)',
  },
  otherSeconds: { value: 0.3, unit: 's', source: 'assumed: for another request' },
  secretMinutes: { value: 5, unit: 'min', source: '`CACHE_MS` in lambda/agent/credentials.ts, for each running function' },
  signInsPerTransaction: { value: 1, unit: 'sign-ins', source: 'assumed: for a transaction' },
  questionsPerTransaction: {
    value: 2,
    unit: 'questions',
    source: 'assumed: of your backend for a transaction, where verdicts are asked for: one too early, one that is decided',
  },
  verdictsPerSecond: { value: 10, unit: 'questions/s', source: '`verdicts.throttle.ratePerSecond`, default' },
  throttlePerSecond: { value: 50, unit: 'requests/s', source: '`api.throttle.ratePerSecond`, default' },
} as const satisfies Record<string, Input>;

/** Limits that AWS publishes for a new account; they differ by region and by account, and most can be raised. */
export const QUOTAS = {
  gateway: { value: 10_000, unit: 'requests/s', source: 'API Gateway, throttle of the account in a region' },
  lambda: {
    value: 1_000,
    unit: 'at once',
    source: 'Lambda, concurrent executions of the account in a region; a young account may have 10',
  },
  kms: { value: 10_000, unit: 'requests/s', source: 'KMS, symmetric operations of the account in a region; some regions have more' },
  s3: { value: 5_500, unit: 'GET/s', source: 'S3, for each prefix, which it splits by itself as load grows' },
  secrets: { value: 10_000, unit: 'requests/s', source: 'Secrets Manager, `GetSecretValue` and `DescribeSecret` together' },
  cognito: { value: 120, unit: 'requests/s', source: 'Cognito, category UserAuthentication of the account in a region' },
  dynamoDb: {
    value: 4_000,
    unit: 'writes/s',
    source: 'DynamoDB, what a new table on demand takes at once; later twice its earlier peak, up to 40,000',
  },
} as const satisfies Record<string, Input>;
