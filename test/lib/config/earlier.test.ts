import { checkConfig } from '../../../lib/config/check';
import { renderFaults } from '../../../lib/config/faults';
import { EARLIER } from '../../../lib/config/rules/earlier';
import { compareVersions } from '../../../ops/doctor/versions';
import { version } from '../../../package.json';
import { settings } from '../../support/template';

const poolArn = (partition: string, region: string) => `arn:${partition}:cognito-idp:${region}:111122223333:userpool/${region}_Customers`;
const callers = (userPoolArn: string, more: object = {}) => ({ pool: { existing: { userPoolArn, clientIds: ['web'] } }, ...more });
const key = (region: string, partition = 'aws') => ({
  existing: { bucketName: 'photos', keyArn: `arn:${partition}:kms:${region}:111122223333:key/1`, requireChecksum: true },
});
const inject = (entry: object) => ({ workflows: { inject: { 'wf-1': { field: 'faceImage', image: 'face', ...entry } } } });
const operators = (list: string) => {
  const role = (partition: string) => [`arn:${partition}:iam::111122223333:role/Operator`];
  return { operators: { enrol: role('aws'), erase: role('aws'), [list]: role('aws-us-gov') } };
};

/** What 0.1.0 accepted, this version refuses, and the words that say what to write now. */
const REFUSED: readonly (readonly [what: string, path: string, changes: object, now: string])[] = [
  ['a larger reply', 'limits.agentReplyBytes', { limits: { agentReplyBytes: 5_242_880 } }, 'at most 2097152'],
  [
    'a user name of an existing pool',
    'callers.pool.existing.subjectClaimIsNotWritableByUsers',
    { callers: callers(poolArn('aws', 'eu-west-1'), { subjectClaim: 'cognito:username' }) },
    '"subjectClaimIsNotWritableByUsers": true',
  ],
  ['a pool of another region', 'callers.pool.existing.userPoolArn', { callers: callers(poolArn('aws', 'us-east-1')) }, 'AWS_REGION'],
  ['a key of another region', 'bucket.existing.keyArn', { bucket: key('us-east-1') }, 'AWS_REGION'],
  [
    'a pool of another partition',
    'callers.pool.existing.userPoolArn',
    { callers: callers(poolArn('aws-cn', 'cn-north-1')) },
    'partition aws',
  ],
  ['a key of another partition', 'bucket.existing.keyArn', { bucket: key('cn-north-1', 'aws-cn') }, 'partition aws'],
  ['a role that enrols of another partition', 'operators.enrol[0]', operators('enrol'), 'partition aws'],
  ['a role that reads of another partition', 'operators.read[0]', operators('read'), 'partition aws'],
  ['a role that erases of another partition', 'operators.erase[0]', operators('erase'), 'partition aws'],
  [
    'a workflow with a photo that differs from another in case alone',
    'workflows.inject.WF-1',
    { workflows: { inject: { 'wf-1': { field: 'a', image: 'face' }, 'WF-1': { field: 'b', image: 'face' } } } },
    'differ in case alone',
  ],
  [
    'a workflow without one that differs from another in case alone',
    'workflows.passThrough[1]',
    { workflows: { passThrough: ['wf-2', { workflow: 'WF-2', callerFields: ['x'] }] } },
    'differ in case alone',
  ],
  ['a field with a dollar sign', 'workflows.inject.wf-1.field', inject({ field: '$face' }), 'Unicode NFC'],
  [
    'a field of a caller in decomposed letters',
    'workflows.inject.wf-1.callerFields[0]',
    inject({ callerFields: ['Fla\u0308che'] }),
    'Unicode NFC',
  ],
  [
    'a field of another workflow that begins with a dot',
    'workflows.passThrough[0].callerFields[0]',
    { workflows: { passThrough: [{ workflow: 'wf-2', callerFields: ['.x'] }] } },
    'Unicode NFC',
  ],
  [
    'a workflow listed twice, in two cases',
    'workflows.passThrough[0]',
    { workflows: { ...inject({}).workflows, passThrough: ['WF-1'] } },
    'leave it out',
  ],
];

const refusal = (changes: object): string => {
  try {
    checkConfig(settings(changes as Record<string, unknown>), 'config/prod.json', 'eu-west-1');
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
};

describe('settings that an older version accepted', () => {
  test.each(REFUSED)('%s: the fault says until when, and what to write now', (_, path, changes, now) => {
    const lines = refusal(changes).split('\n');
    const line = lines.find((each) => each.startsWith(`  ${path}: `)) ?? '';
    expect(line).toContain('; accepted until version 0.1.0; now: ');
    expect(line).toContain(now);
    expect(lines.at(-1)).toBe(
      'If they were written for version 0.1.0: "Before you deploy" in CHANGELOG.md says what each version after it asks for.',
    );
  });

  test('every row of the table has such a fault, and is of a version before this one', () => {
    const steps = (path: string) => path.replaceAll(/\[(\d+)\]/g, '.$1').split('.');
    const used = REFUSED.map(([, path]) =>
      EARLIER.findIndex((row) => row.path.every((step, at) => step === '*' || step === steps(path)[at])),
    );
    expect([...new Set(used)].sort((a, b) => a - b)).toEqual(EARLIER.map((_, at) => at));
    for (const { until } of EARLIER) expect(compareVersions(version, until)).toBeGreaterThan(0);
  });
});

test.each<[string, object]>([
  ['a value that no version accepted', { limits: { agentReplyBytes: 5_242_881 } }],
  ['a misspelt member', { limits: { agentReplyByte: 1024 } }],
  ['a custom claim, which always needed the statement', { callers: callers(poolArn('aws', 'eu-west-1'), { subjectClaim: 'custom:id' }) }],
  ['a workflow listed twice in one spelling', { workflows: { ...inject({}).workflows, passThrough: ['wf-1'] } }],
  ['a list that no older version had', operators('replace')],
  ['a field that is no text', inject({ field: 7 })],
])('%s is no setting of an older version', (_, changes) => {
  expect(refusal(changes)).toContain('1 fault');
  expect(refusal(changes)).not.toMatch(/version|CHANGELOG/);
});

test('a member that was renamed is not only unknown: its new name is said, under any name of an entry', () => {
  const input = { images: { face: { maximum: 7 }, front: { other: 1 } } };
  const fault = (...path: string[]) => ({ path, accepts: 'only the members key, maxBytes' });
  const rows = [{ path: ['images', '*', 'maximum'], until: '0.3.0', accepted: () => true, now: 'write maxBytes' }];
  expect(renderFaults('x.json', [fault('images', 'face', 'maximum'), fault('images', 'front', 'other')], input, rows)).toBe(
    [
      'x.json: 2 faults',
      '  images.face.maximum: is 7; accepted: only the members key, maxBytes; accepted until version 0.3.0; now: write maxBytes',
      '  images.front.other: is 1; accepted: only the members key, maxBytes',
      'If they were written for version 0.3.0: "Before you deploy" in CHANGELOG.md says what each version after it asks for.',
    ].join('\n'),
  );
});
