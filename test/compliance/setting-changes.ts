import type { ChangeClass, SettingChange, Settings } from './setting-change';

/** A change that sets one setting, by its path. */
function set(setting: string, value: unknown, is: ChangeClass = 'in place', more: Partial<SettingChange> = {}): SettingChange {
  return { setting, to: JSON.stringify(value) ?? 'left out', is, change: (settings) => put(settings, setting, value), ...more };
}

function put(settings: Settings, setting: string, value: unknown): void {
  const names = setting.replace('images.<name>', 'images.face').split('.');
  const last = names.pop() ?? '';
  const holder = names.reduce((at, name) => {
    at[name] ??= {};
    return at[name];
  }, settings);
  if (value === undefined) delete holder[last];
  else holder[last] = value;
}

/** The one workflow of the settings that gets a photo. */
function workflow(settings: Settings): Settings {
  return Object.values(settings.workflows.inject)[0];
}

const existing = { from: 'existing' } as const;

const asked = { from: 'verdicts' } as const;

const withDomain: Partial<SettingChange> = {
  first: (of) =>
    put(of, 'api.domain', {
      name: 'faces.bank.test',
      certificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/1',
      hostedZone: { id: 'Z1111111111', name: 'bank.test' },
    }),
};

/** One change at least of every setting that there is. */
export const SETTING_CHANGES: readonly SettingChange[] = [
  set('purpose', 'development', 'in place', { note: 'Data is retained as before; the duties of production become warnings.' }),
  set('purpose', 'throw-away', 'leaves data behind', {
    note: 'The bucket of access logs stays in the account. Nothing goes at once, but from then on the rest goes with the stack: never for a stage with photos of people.',
  }),
  set('agent.region', 'us-east'),
  {
    setting: 'agent.url',
    to: 'another URL',
    is: 'in place',
    change: (of) => {
      of.agent = { url: 'https://api.us.platform.microblink.com/agent/' };
    },
  },
  set('agent.forwardHeaders', ['x-request-id']),
  set('agent.forwardMembers', ['correlationId', 'campaign']),
  set('agent.reading.path', 'api/v2/transaction/{transactionId}', 'in place', asked),
  set('agent.reading.members.id', 'transactionId', 'in place', asked),
  set('agent.reading.members.processingStatus', 'status', 'in place', asked),
  set('agent.reading.members.verificationStatus', 'outcome', 'in place', asked),
  set('agent.reading.accepted.processingStatus', 'Pending', 'refused', asked),
  set('agent.reading.accepted.verificationStatus', 'Accepted', 'in place', asked),
  set('callers.pool.new.tokenMinutes', 20),
  set('callers.pool.new.refreshHours', 4),
  set('callers.pool.new.passwordSignIn', true, 'refused'),
  set('callers.pool.new.mfa', 'required', 'in place', { note: 'Users without a second factor must register one at the next sign-in.' }),
  set('callers.pool.new.threatProtection', 'off'),
  set('callers.pool.new.emailCase', 'exact-as-this-pool-was-made', 'refused', {
    note: 'AWS refuses it in both directions, the deployment rolls back, and no user is lost. `doctor` says before a deployment which value the pool has.',
  }),
  set(
    'callers.pool.existing.userPoolArn',
    'arn:aws:cognito-idp:eu-central-1:222233334444:userpool/eu-central-1_Others',
    'in place',
    existing,
  ),
  set('callers.pool.existing.clientIds', ['webclient1'], 'in place', existing),
  set('callers.pool.existing.subjectClaimIsNotWritableByUsers', undefined, 'refused', existing),
  {
    setting: 'callers.pool',
    to: '"existing" in place of "new"',
    is: 'leaves data behind',
    note: 'The stack’s own pool stays in the account with its users.',
    change: (of) => {
      of.callers.pool = {
        existing: { userPoolArn: 'arn:aws:cognito-idp:eu-central-1:222233334444:userpool/eu-central-1_Others', clientIds: ['one'] },
      };
    },
  },
  {
    setting: 'callers.tokens',
    to: '"access", with scopes',
    is: 'in place',
    change: (of) => Object.assign(of.callers, { tokens: 'access', scopes: ['aws.cognito.signin.user.admin'] }),
  },
  set('callers.scopes', ['bank/step-up'], 'refused', { note: 'ID tokens carry no scopes.' }),
  set('callers.subjectClaim', 'cognito:username', 'in place', { note: 'Photos are looked for under other keys: move them first.' }),
  set('callers.subjectClaim', 'custom:customerId', 'in place', { note: 'The pool gets an attribute, which it then keeps for ever.' }),
  set('callers.subjectClaim', 'sub', 'refused', {
    first: (of) => put(of, 'callers.subjectClaim', 'custom:customerId'),
    note: 'From a custom attribute of the stack’s own pool: Cognito removes no attribute, and CloudFormation rolls back.',
  }),
  set('callers.maxAuthAgeMinutes', 5),
  set('callers.consentUserId', 'replace'),
  set('callers.consentGate', 'start-without-consent-for-android-1.0-and-1.1'),
  set('images.<name>.key', 'people/{subject}', 'in place', {
    note: 'Photos under the old prefix are no longer found, and no longer protected by the bucket’s policy: move them first.',
  }),
  set('images.<name>.maxBytes', 1_000_000),
  set('images.<name>.retentionDays', 90, 'in place', { note: 'S3 removes within days what is older.' }),
  set('images.<name>.minimumAgeHours', 48),
  set('bucket.new.oldVersionDays', 7),
  set('bucket.existing.bucketName', 'another-bucket', 'in place', existing),
  set('bucket.existing.keyArn', 'arn:aws:kms:eu-central-1:222233334444:key/66666666-7777-8888-9999-000000000000', 'in place', existing),
  set('bucket.existing.requireChecksum', true, 'in place', existing),
  set('bucket.existing.account', '222233334444', 'refused', { ...existing, note: 'Needs missingKey as well.' }),
  set('bucket.existing.missingKey', 'plain-403-means-absent', 'in place', existing),
  {
    setting: 'bucket',
    to: '"existing" in place of "new"',
    is: 'leaves data behind',
    note: 'The stack’s own bucket and key stay in the account with the photos; their policies then name the function no longer.',
    change: (of) => {
      of.bucket = { existing: { bucketName: 'bank-photos', keyArn: 'arn:aws:kms:eu-central-1:222233334444:key/1', requireChecksum: true } };
      delete of.operators;
      delete of.images.face.retentionDays;
    },
  },
  set('operators.enrol', ['arn:aws:iam::111122223333:role/another']),
  set('operators.replace', ['arn:aws:iam::111122223333:role/another']),
  set('operators.read', ['arn:aws:iam::111122223333:role/another']),
  set('operators.erase', ['arn:aws:iam::111122223333:role/another']),
  set('operators', undefined, 'refused'),
  {
    setting: 'workflows.inject.<name>.field',
    to: 'another field',
    is: 'in place',
    change: (of) => Object.assign(workflow(of), { field: 'portrait' }),
  },
  {
    setting: 'workflows.inject.<name>.image',
    to: 'an image that is not configured',
    is: 'refused',
    change: (of) => Object.assign(workflow(of), { image: 'back' }),
  },
  {
    setting: 'workflows.inject.<name>.callerFields',
    to: '["note"]',
    is: 'in place',
    change: (of) => Object.assign(workflow(of), { callerFields: ['note'] }),
  },
  set('workflows.passThrough', ['wf-2']),
  {
    setting: 'workflows.passThrough[].workflow',
    to: 'a workflow',
    is: 'in place',
    change: (of) => put(of, 'workflows.passThrough', [{ workflow: 'wf-2' }]),
  },
  {
    setting: 'workflows.passThrough[].callerFields',
    to: '["note"]',
    is: 'in place',
    change: (of) => put(of, 'workflows.passThrough', [{ workflow: 'wf-2', callerFields: ['note'] }]),
  },
  set('verdicts.callers', ['arn:aws:iam::111122223333:role/another'], 'in place', asked),
  set('verdicts.callers', [], 'refused', asked),
  set('verdicts.maxAgeMinutes', 5, 'in place', asked),
  set('verdicts.throttle.ratePerSecond', 20, 'in place', asked),
  set('verdicts.throttle.burst', 40, 'in place', asked),
  {
    setting: 'verdicts',
    to: 'nothing',
    is: 'leaves data behind',
    ...asked,
    note: 'The table of transactions, the secret of the key that reads and the logs stay in the account.',
    change: (of) => {
      delete of.verdicts;
      delete of.agent.reading;
    },
  },
  set('cors.origins', 'https://bank.test'),
  set('limits.callerBodyBytes', 8192),
  set('limits.agentReplyBytes', 8192),
  set('limits.deadlineSeconds', 28),
  set('limits.faceReadStallSeconds', 4),
  set('limits.agentWriteStallSeconds', 4),
  set('limits.agentReplyStallSeconds', 10),
  set('limits.attempts.injecting', 5),
  set('limits.attempts.others', 10),
  set('limits.attempts.windowMinutes', 30),
  set('limits.attempts.whenTableIsDown', 'start-uncounted-when-the-table-is-down'),
  set('api.throttle.ratePerSecond', 20),
  set('api.throttle.burst', 40),
  set('api.firewall.mode', 'off-and-the-api-open-to-floods', 'leaves data behind', {
    note: 'The log of the firewall stays in the account.',
  }),
  set('api.firewall.requestsPerAddress', 200),
  set('api.firewall.rulesThatOnlyCount', ['NoUserAgent_HEADER']),
  set('api.domain.name', 'photos.bank.test', 'replaces what holds no data', {
    ...withDomain,
    note: 'The old name ends: tell the apps first.',
  }),
  set('api.domain.certificateArn', 'arn:aws:acm:eu-central-1:111122223333:certificate/2', 'in place', withDomain),
  set('api.domain.hostedZone.id', 'Z2222222222', 'replaces what holds no data', withDomain),
  set('api.domain.hostedZone.name', 'other.test', 'refused', withDomain),
  set('api.domain', undefined, 'in place', { ...withDomain, note: 'The address that AWS gives is on again, and the name ends.' }),
  set('api.loggingRole', 'managed-here', 'in place', {
    note: 'The role of the whole account and region is set, and stays when the stack goes.',
  }),
  set('function.memoryMB', 1024),
  set('function.reservedConcurrency', 50),
  set('rollout', 'all-at-once'),
  set('alarms.email', 'another@bank.test', 'replaces what holds no data', { note: 'The new address must confirm.' }),
  {
    setting: 'alarms.topicArn',
    to: 'a topic, in place of the address',
    is: 'in place',
    change: (of) => {
      of.alarms = { ...of.alarms, topicArn: 'arn:aws:sns:eu-central-1:111122223333:on-call' };
      delete of.alarms.email;
    },
  },
  set('alarms.tomorrow.email', 'team@bank.test', 'in place', { note: 'The address must confirm.' }),
  set('alarms.tomorrow.topicArn', 'arn:aws:sns:eu-central-1:111122223333:team'),
  set('alarms.watchers.topicArn', 'arn:aws:sns:eu-central-1:111122223333:security'),
  set('alarms.watchers.eventBusArn', 'arn:aws:events:eu-central-1:222233334444:event-bus/security'),
  set('alarms.runbookBaseUrl', 'https://wiki.bank.test/'),
  set('alarms.accountConcurrency', 400),
  set('auditTrail.trail', 'off', 'refused'),
  set('auditTrail.trail', 'off-because-an-organisation-trail-covers-this-bucket', 'leaves data behind', {
    note: 'The files of the trail, locked, and its log group stay in the account.',
  }),
  set('auditTrail.retentionDays', 400, 'in place', { note: 'Files that are there keep the lock that they were given.' }),
  set('auditTrail.lock', 'compliance-which-nobody-can-undo', 'in place', { note: 'For files that come from then on.' }),
  set('auditTrail.replacedPhotos', 'counted-without-an-alarm', 'in place', {
    first: (of) => put(of, 'operators.replace', ['arn:aws:iam::111122223333:role/another']),
  }),
  set('auditTrail.erasedPhotos', 'alarm'),
  set('auditTrail.deploymentRole', 'arn:aws:iam::111122223333:role/deployment', 'in place', {
    note: 'Counts where the synthesizer of the app names no role; else the synthesis warns.',
  }),
  set('auditTrail.linesTo.stream', 'arn:aws:kinesis:eu-central-1:111122223333:stream/audit'),
  set('auditTrail.linesTo.firehose', 'arn:aws:firehose:eu-central-1:111122223333:deliverystream/audit'),
  set('auditTrail.linesTo.function', 'arn:aws:lambda:eu-central-1:111122223333:function:audit'),
  set('auditTrail.linesTo.destination', 'arn:aws:logs:eu-central-1:111122223333:destination:audit'),
  set('logs.retentionDays', 30, 'in place', { note: 'CloudWatch removes what is older.' }),
  set('residency', 'error', 'in place', { note: 'Said at synthesis alone.' }),
  set('tags', { 'cost-centre': '4711' }),
  set('permissionsBoundary', 'another-boundary'),
  set('loggingRoleBoundary', 'face-match-proxy-boundary-logging', 'in place', {
    first: (of) => put(of, 'api.loggingRole', 'managed-here'),
  }),
];
