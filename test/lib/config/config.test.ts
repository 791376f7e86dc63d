import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkConfig } from '../../../lib/config/check';
import { readConfig } from '../../../lib/config/config';
import { checked, settings } from '../../support/template';

const POOL_ARN = 'arn:aws:cognito-idp:eu-central-1:222233334444:userpool/eu-central-1_Customers';
const KEY_ARN = 'arn:aws:kms:eu-central-1:222233334444:key/1111-2222';
const ROLE = 'arn:aws:iam::222233334444:role/Enrolment';
const existingPool = { existing: { userPoolArn: POOL_ARN, clientIds: ['app1'] } };
const existingBucket = { bucketName: 'photos', keyArn: KEY_ARN, requireChecksum: true };
const inject = { 'wf-1': { field: 'faceImage', image: 'face' } };

/** The paths of the faults that the changes give rise to. */
function faults(changes: Readonly<Record<string, unknown>>): string[] {
  return [...refusal(settings(changes)).matchAll(/^ {2}(.+?): is /gm)].map(([, name]) => String(name));
}

function refusal(input: unknown): string {
  try {
    checkConfig(input, 'config/x.json');
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

const newPool = (more: object): Record<string, unknown> => ({ callers: { pool: { new: {} }, ...more } });

describe('settings are refused', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['with an unknown purpose', { purpose: 'prod' }, 'purpose'],
    ['with a member that does not exist', { callerz: {} }, 'callerz'],
    ['with neither region nor url of the agent', { agent: {} }, 'agent'],
    ['with both region and url of the agent', { agent: { region: 'eu', url: 'https://api.eu.platform.microblink.com/agent/' } }, 'agent'],
    ['with an agent that is not Microblink’s', { agent: { url: 'https://api.eu.platform.microblink.com.evil.test/agent/' } }, 'agent.url'],
    ['with an agent over plain http', { agent: { url: 'http://api.eu.platform.microblink.com/agent/' } }, 'agent.url'],
    ['with an agent on this computer, unless throw-away', { agent: { url: 'http://127.0.0.1:8080/agent/' } }, 'agent.url'],
    ...[
      'Authorization',
      'cookie',
      'Host',
      'content-length',
      'Connection',
      'te',
      'transfer-encoding',
      'Accept-Encoding',
      'user-agent',
      'x-api-key',
      'bad header',
    ].map((name): [string, Record<string, unknown>, string] => [
      `that forward ${name}`,
      { agent: { region: 'eu', forwardHeaders: [name] } },
      'agent.forwardHeaders[0]',
    ]),
    ['with neither a new nor an existing pool', { callers: { pool: {} } }, 'callers.pool'],
    ['with a new and an existing pool', { callers: { pool: { new: {}, ...existingPool } } }, 'callers.pool'],
    [
      'with an existing pool without clients',
      { callers: { pool: { existing: { userPoolArn: POOL_ARN, clientIds: [] } } } },
      'callers.pool.existing.clientIds',
    ],
    [
      'with password sign-in, unless throw-away',
      { callers: { pool: { new: { passwordSignIn: true } } } },
      'callers.pool.new.passwordSignIn',
    ],
    ['with access tokens without scopes', newPool({ tokens: 'access' }), 'callers.scopes'],
    ['with ID tokens with scopes', newPool({ scopes: ['a'] }), 'callers.scopes'],
    ['with a scope that no token of a new pool can carry', newPool({ tokens: 'access', scopes: ['photos/start'] }), 'callers.scopes'],
    ...['email', 'phone_number', 'preferred_username', 'name', 'custom:'].map((claim): [string, Record<string, unknown>, string] => [
      `with the subject in ${claim}, which a user may write or which is none`,
      newPool({ subjectClaim: claim }),
      'callers.subjectClaim',
    ]),
    ['with a subject claim that ID tokens lack', newPool({ subjectClaim: 'username' }), 'callers.subjectClaim'],
    [
      'with a subject claim that access tokens lack',
      newPool({ tokens: 'access', scopes: ['aws.cognito.signin.user.admin'], subjectClaim: 'custom:id' }),
      'callers.subjectClaim',
    ],
    [
      'with a custom subject of an existing pool that may be writable',
      { callers: { pool: existingPool, subjectClaim: 'custom:id' } },
      'callers.pool.existing.subjectClaimIsNotWritableByUsers',
    ],
    ['without an image kind', { images: {} }, 'images'],
    ['with a kind that is no plain word', { images: { 'a/b': { key: 'x/{subject}' }, face: { key: 'faces/{subject}' } } }, 'images["a/b"]'],
    ...[
      '{subject}',
      'faces{subject}',
      'faces/',
      'faces/{subject}/{subject}',
      '/faces/{subject}',
      'a/../{subject}',
      'a//{subject}',
      'f*/{subject}',
      'faces/{subject}x',
      'faces/{subject}/..',
    ].map((key): [string, Record<string, unknown>, string] => [`with the key ${key}`, { images: { face: { key } } }, 'images.face.key']),
    ['with two kinds under one prefix', { images: { face: { key: 'p/{subject}' }, side: { key: 'p/{subject}/side' } } }, 'images.side.key'],
    [
      'with a kind inside another’s prefix',
      { images: { face: { key: 'p/{subject}' }, side: { key: 'p/side/{subject}' } } },
      'images.side.key',
    ],
    ['with photos above 10 MiB', { images: { face: { key: 'f/{subject}', maxBytes: 10 * 1024 * 1024 + 1 } } }, 'images.face.maxBytes'],
    ['in production without operators', { purpose: 'production', images: { face: { key: 'f/{subject}', retentionDays: 9 } } }, 'operators'],
    [
      'in production without retention',
      { purpose: 'production', operators: { enrol: [ROLE], erase: [ROLE] } },
      'images.face.retentionDays',
    ],
    [
      'with a retention that lasts above three years with old versions',
      { images: { face: { key: 'f/{subject}', retentionDays: 1080 } } },
      'images.face.retentionDays',
    ],
    ['with an operator by wildcard', { operators: { enrol: ['arn:aws:iam::222233334444:role/*'], erase: [ROLE] } }, 'operators.enrol[0]'],
    [
      'with operators of an existing bucket',
      { bucket: { existing: existingBucket }, operators: { enrol: [ROLE], erase: [ROLE] } },
      'operators',
    ],
    [
      'with retention in an existing bucket',
      { bucket: { existing: existingBucket }, images: { face: { key: 'f/{subject}', retentionDays: 9 } } },
      'images.face.retentionDays',
    ],
    [
      'with an existing bucket without its key',
      { bucket: { existing: { bucketName: 'photos', requireChecksum: true } } },
      'bucket.existing.keyArn',
    ],
    [
      'with an existing bucket without a choice on checksums',
      { bucket: { existing: { bucketName: 'photos', keyArn: KEY_ARN } } },
      'bucket.existing.requireChecksum',
    ],
    [
      'with a bucket of another account that cannot say what is missing',
      { bucket: { existing: { ...existingBucket, account: '333344445555' } } },
      'bucket.existing.missingKey',
    ],
    ['without a workflow', { workflows: {} }, 'workflows'],
    ['with a workflow id that is none', { workflows: { inject: { ...inject, 'a b': inject['wf-1'] } } }, 'workflows.inject["a b"]'],
    [
      'with an image that is not configured',
      { workflows: { inject: { 'wf-1': { field: 'faceImage', image: 'portrait' } } } },
      'workflows.inject.wf-1.image',
    ],
    ['with a workflow in both lists', { workflows: { inject, passThrough: ['wf-1'] } }, 'workflows.passThrough[0]'],
    ['with a workflow twice', { workflows: { passThrough: ['wf-2', { workflow: 'wf-2' }] } }, 'workflows.passThrough[1]'],
    [
      'with a photo’s field among the caller’s, in another spelling',
      { workflows: { inject, passThrough: [{ workflow: 'wf-2', callerFields: ['FACEIMAGE'] }] } },
      'workflows.passThrough[0].callerFields[0]',
    ],
    ['without origins', { cors: {} }, 'cors.origins'],
    ...[
      'https://a.test/',
      'https://a.test/x',
      'http://a.test',
      'a.test',
      'https://*.a.test',
      'null',
      'https://a.test:443',
      'https://A.test',
      'https://a.test"',
    ].map((origin): [string, Record<string, unknown>, string] => [
      `with the origin ${origin}`,
      { cors: { origins: [origin] } },
      'cors.origins[0]',
    ]),
    ['with a timer that outlasts the deadline', { limits: { deadlineSeconds: 20 } }, 'limits.agentReplyStallSeconds'],
    ['with a deadline that API Gateway would not wait for', { limits: { deadlineSeconds: 29 } }, 'limits.deadlineSeconds'],
    ['with a body that Lambda would not take', { limits: { callerBodyBytes: 3 * 1024 * 1024 + 1 } }, 'limits.callerBodyBytes'],
    ['with a retention that CloudWatch has not', { logs: { retentionDays: 8 } }, 'logs.retentionDays'],
  ])('%s', (_, changes, fault) => expect(faults(changes)).toEqual([fault]));
});

describe('settings are accepted', () => {
  test.each<[string, Record<string, unknown>]>([
    ['with an agent on this computer in a throw-away stage', { purpose: 'throw-away', agent: { url: 'http://[::1]:8080/agent' } }],
    [
      'with the username of access tokens',
      newPool({ tokens: 'access', scopes: ['aws.cognito.signin.user.admin'], subjectClaim: 'username' }),
    ],
    ['with any scope of an existing pool', { callers: { pool: existingPool, tokens: 'access', scopes: ['photos/start'] } }],
    ['with every workflow of the organisation, said in full', { workflows: { passThrough: 'every-workflow-of-the-organisation' } }],
    ['with apps’ own origins', { cors: { origins: ['capacitor://localhost', 'http://localhost:5173'] } }],
    [
      'with a bucket of another account where 403 means absent',
      { bucket: { existing: { ...existingBucket, account: '333344445555', missingKey: 'plain-403-means-absent' } } },
    ],
  ])('%s', (_, changes) => expect(refusal(settings(changes))).toBe(''));

  test('with every default filled in', () => {
    const { limits, api, logs, images, callers } = checked();
    expect(limits).toEqual({
      callerBodyBytes: 16384,
      agentReplyBytes: 1048576,
      deadlineSeconds: 25,
      faceReadStallSeconds: 5,
      agentWriteStallSeconds: 5,
      agentReplyStallSeconds: 20,
      attempts: { injecting: 10, others: 30, windowMinutes: 60, whenTableIsDown: 'refuse' },
    });
    expect(api).toMatchObject({ throttle: { ratePerSecond: 50, burst: 100 }, firewall: { mode: 'on' }, loggingRole: 'already-present' });
    expect(logs.retentionDays).toBe(365);
    expect(images.face?.maxBytes).toBe(2 * 1024 * 1024);
    expect(callers).toMatchObject({ tokens: 'id', subjectClaim: 'sub', consentUserId: 'must-match', consentGate: 'consent-required' });
  });
});

describe('the one error', () => {
  test('lists wrong shapes and broken rules together, each with path, value and what is accepted', () => {
    const message = refusal(
      settings({
        purpose: 'production',
        agent: { url: 'https://evil.test/agent' },
        images: {
          face: { key: 'p/{subject}', maxBytes: '2' },
          side: { key: 'p/{subject}' },
          back: { key: 'p/{subject}', retentionDays: 5 },
        },
        workflows: { inject: { 'a b': { field: 1 } }, passThrough: ['x y', { flow: 'z' }] },
        limits: { deadlineSeconds: 10 },
      }),
    );
    expect(message).toMatch(/^config\/x\.json: 12 faults\n/);
    expect(message).toContain('  agent.url: is "https://evil.test/agent"; accepted: https://api.<region>.platform.microblink.com/agent/');
    expect(message).toContain('  images.face.maxBytes: is "2"; accepted: a whole number of bytes from 1 to 10485760');
    expect(message).toContain('  images.back.key: is "p/{subject}"; accepted: a prefix that');
    expect(message).toContain('  workflows.passThrough[1].flow: is "z"; accepted: only the members workflow, callerFields');
    expect(message).toContain('  limits.agentReplyStallSeconds: is 20 by default; accepted: less than limits.deadlineSeconds, which is 10');
    expect(message).toContain('  operators: is missing; accepted: the roles');
  });

  test('makes no new faults out of another', () => {
    expect(faults({ callers: { pool: { new: {} }, tokens: 'acess', scopes: ['a'] } })).toEqual(['callers.tokens']);
    expect(faults({ images: { face: { key: '{subject}' } } })).toEqual(['images.face.key']);
    expect(faults({ workflows: { passThrough: ['a b'] } })).toEqual(['workflows.passThrough[0]']);
    expect(faults({ workflows: { inject: 7 } })).toEqual(['workflows.inject']);
    const api = { loggingRole: 'managed-here', throttle: { burst: 'many' } };
    expect(faults({ api, loggingRoleBoundary: 'Boundary' })).toEqual(['api.throttle.burst']);
  });

  test.each([null, [], 'text', 7])('says that %p is no settings', (input) => expect(refusal(input)).toContain('the settings: is'));

  test('shows no secret that went astray, and no long value in full', () => {
    const message = refusal(
      settings({
        agent: { url: 'https://me:hunter2@evil.test/', clientSecret: 'abc' },
        extra: { password: 'pw1', deep: 'A1b2'.repeat(20) },
        more: 'x y '.repeat(99),
      }),
    );
    for (const secret of ['hunter2', 'abc', 'pw1', 'A1b2A1b2', 'x y '.repeat(30)]) expect(message).not.toContain(secret);
  });
});

describe('a stage’s file', () => {
  const write = (text: string): string => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'config-')), 'stage.json');
    writeFileSync(file, text);
    return file;
  };

  test('that does not exist is named, with the stages that do', () => {
    expect(() => readConfig({ stage: 'staging' })).toThrow(/config\/staging\.json.*dev, local, prod/);
  });

  test('is never looked for outside the folder', () => {
    expect(() => readConfig({ stage: '../package' })).toThrow(/The stage "\.\.\/package" is not accepted/);
  });

  test.each([
    ['{"a": 1,\n "b": x}', 'line 2, column 7'],
    ['{"a": 1,\n "b": ', 'line 2, column 7'],
    ['{"a": 1,}', 'line 1, column 8'],
  ])('that is not JSON says where: %p', (text, place) => {
    const file = write(text);
    expect(() => readConfig({ stage: 'x', file })).toThrow(`${file} is not JSON: ${place}`);
  });

  test('may begin with a byte order mark', () => {
    expect(readConfig({ stage: 'x', file: write(`\uFEFF${JSON.stringify(settings())}`) }).purpose).toBe('development');
  });

  test('of a throw-away stage takes another agent from the context, and of no other stage', () => {
    expect(readConfig({ stage: 'local', agentUrl: 'http://127.0.0.1:7000/agent/' }).agent.url).toBe('http://127.0.0.1:7000/agent/');
    expect(() => readConfig({ stage: 'prod', agentUrl: 'http://127.0.0.1:7000/agent/' })).toThrow(/only with purpose "throw-away"/);
    expect(() => readConfig({ stage: 'local', agentUrl: 'http://evil.test/agent/' })).toThrow(/agent\.url/);
  });
});
