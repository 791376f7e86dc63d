const ACCOUNT = '111122223333';
const REGION = 'eu-central-1';

/**
 * Whole stages that are accepted, out of which docs/configuration.md shows each section. Between them each setting has a value, and a test
 * says which has none.
 */
export const SETTING_EXAMPLES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'a production stage with a pool and a bucket of its own': {
    purpose: 'production',
    agent: { region: 'eu', forwardHeaders: ['X-Request-Id'], forwardMembers: ['correlationId'] },
    callers: {
      pool: { new: { tokenMinutes: 15, refreshHours: 8, mfa: 'required', threatProtection: 'enforced', emailCase: 'ignored' } },
      maxAuthAgeMinutes: 60,
      consentUserId: 'must-match',
    },
    images: {
      face: { key: 'faces/{subject}', maxBytes: 2097152, retentionDays: 365, minimumAgeHours: 24 },
      documentFront: { key: 'documents/{subject}/front', retentionDays: 365 },
    },
    bucket: { new: { oldVersionDays: 30 } },
    operators: {
      enrol: [`arn:aws:iam::${ACCOUNT}:role/Enrolment`],
      replace: [`arn:aws:iam::${ACCOUNT}:role/Enrolment-supervisor`],
      read: [`arn:aws:iam::${ACCOUNT}:role/Disputes`],
      erase: [`arn:aws:iam::${ACCOUNT}:role/Privacy`],
    },
    workflows: {
      inject: {
        '65f0c0ffee65f0c0ffee65f0': { field: 'faceImage', image: 'face', callerFields: ['reference'] },
        '65f0c0ffee65f0c0ffee65f1': { field: 'documentFront', image: 'documentFront' },
      },
      passThrough: ['65f0c0ffee65f0c0ffee65f2', { workflow: '65f0c0ffee65f0c0ffee65f3', callerFields: ['note'] }],
    },
    cors: { origins: ['https://app.example.com', 'https://www.example.com'] },
    limits: {
      ...{ callerBodyBytes: 65536, agentReplyBytes: 1048576, deadlineSeconds: 25 },
      ...{ faceReadStallSeconds: 3, agentWriteStallSeconds: 5, agentReplyStallSeconds: 20 },
      attempts: { injecting: 10, others: 30, windowMinutes: 60, whenTableIsDown: 'refuse' },
    },
    api: {
      throttle: { ratePerSecond: 50, burst: 100 },
      firewall: { mode: 'on', requestsPerAddress: 1000, rulesThatOnlyCount: ['NoUserAgent_HEADER'] },
      domain: {
        name: 'faces.example.com',
        certificateArn: `arn:aws:acm:${REGION}:${ACCOUNT}:certificate/11111111-2222-3333-4444-555555555555`,
        hostedZone: { id: 'Z1111111111', name: 'example.com' },
      },
      loggingRole: 'managed-here',
    },
    function: { memoryMB: 512, reservedConcurrency: 50 },
    rollout: 'linear-10-percent-every-minute',
    logs: { retentionDays: 365 },
    alarms: {
      ...{ email: 'on-call@example.com', tomorrow: { email: 'team@example.com' } },
      ...{ watchers: { topicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:security` } },
      runbookBaseUrl: 'https://git.example.com/face-match-proxy/',
      accountConcurrency: 1000,
    },
    auditTrail: {
      ...{ trail: 'on', retentionDays: 1095, lock: 'governance', replacedPhotos: 'alarm', erasedPhotos: 'alarm' },
      linesTo: { firehose: `arn:aws:firehose:${REGION}:${ACCOUNT}:deliverystream/audit` },
    },
    residency: 'error',
    tags: { 'cost-centre': '4711' },
    permissionsBoundary: 'face-match-proxy-boundary',
    loggingRoleBoundary: `arn:aws:iam::${ACCOUNT}:policy/face-match-proxy-boundary-logging`,
  },
  'a pool and a bucket that you have, with access tokens': {
    purpose: 'production',
    agent: { region: 'us-east' },
    callers: {
      pool: {
        existing: {
          userPoolArn: `arn:aws:cognito-idp:${REGION}:${ACCOUNT}:userpool/${REGION}_Customers`,
          clientIds: ['webclient1', 'mobileclient2'],
        },
      },
      ...{ tokens: 'access', scopes: ['bank/step-up'], consentUserId: 'replace' },
      consentGate: 'start-without-consent-for-android-1.0-and-1.1',
    },
    images: { face: { key: 'people/faces/{subject}/portrait.jpg' } },
    bucket: {
      existing: {
        bucketName: 'bank-photos',
        keyArn: 'arn:aws:kms:eu-central-1:222233334444:key/11111111-2222-3333-4444-555555555555',
        requireChecksum: false,
        account: '222233334444',
        missingKey: 'plain-403-means-absent',
      },
    },
    workflows: { inject: { '65f0c0ffee65f0c0ffee65f0': { field: 'faceImage', image: 'face' } } },
    cors: { origins: 'https://app.example.com' },
    alarms: {
      topicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:on-call`,
      tomorrow: { topicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:team` },
      watchers: { eventBusArn: `arn:aws:events:${REGION}:222233334444:event-bus/security` },
    },
    auditTrail: {
      trail: 'off-because-an-organisation-trail-covers-this-bucket',
      linesTo: { destination: `arn:aws:logs:${REGION}:222233334444:destination:audit` },
    },
    residency: 'other-continents-are-intended',
  },
  'a pool that you have, whose customers have a number of their own': {
    purpose: 'development',
    agent: { region: 'eu' },
    callers: {
      pool: {
        existing: {
          userPoolArn: `arn:aws:cognito-idp:${REGION}:${ACCOUNT}:userpool/${REGION}_Customers`,
          clientIds: ['webclient1'],
          subjectClaimIsNotWritableByUsers: true,
        },
      },
      subjectClaim: 'custom:customerId',
    },
    images: { face: { key: 'faces/{subject}' } },
    bucket: { new: {} },
    workflows: { inject: { '65f0c0ffee65f0c0ffee65f0': { field: 'faceImage', image: 'face' } } },
    cors: { origins: 'https://app.example.com' },
    auditTrail: {
      deploymentRole: `arn:aws:iam::${ACCOUNT}:role/deployment`,
      linesTo: { stream: `arn:aws:kinesis:${REGION}:${ACCOUNT}:stream/audit` },
    },
  },
  'a trial that goes with the stack': {
    purpose: 'throw-away',
    agent: { url: 'https://api.eu.platform.microblink.com/agent/' },
    callers: { pool: { new: { passwordSignIn: true } } },
    images: { face: { key: 'faces/{subject}' } },
    bucket: { new: {} },
    workflows: {
      inject: { '65f0c0ffee65f0c0ffee65f0': { field: 'faceImage', image: 'face' } },
      passThrough: 'every-workflow-of-the-organisation',
    },
    cors: { origins: '*' },
    limits: { attempts: 'off-and-every-start-unlimited' },
    auditTrail: { linesTo: { function: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:audit` } },
  },
};
