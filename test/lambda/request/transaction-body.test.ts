import type { CallerRules } from '../../../contract/environment';
import { startMembers } from '../../../lambda/request/members';
import { type BodyRules, bodyRules, readCancellation, readTransaction } from '../../../lambda/request/transaction-body';
import { refusal } from '../../support/refusal';

const CALLER = { subject: 'alice' };
const callerRules: CallerRules = { subjectClaim: 'sub', consentUserId: 'must-match', consentGate: 'consent-required' };
const RULES: BodyRules = bodyRules({
  workflows: { inject: { 'wf-face': { field: 'faceImage', image: 'face' } }, passThrough: { 'wf-plain': {} } },
  images: { face: { key: 'faces/{subject}', maxBytes: 1000 } },
  callerRules,
  forwardMembers: ['correlationId'],
});
const { workflows } = RULES;
const SDK = { platform: 'ios', sdkVersion: '1.10.3' };
const consent = { userId: 'alice', isProcessingStoringAllowed: true };

/** An object gets what every SDK sends. */
const read = (body: object | string, rules = RULES) =>
  readTransaction(typeof body === 'string' ? body : JSON.stringify({ ...SDK, ...body }), CALLER, rules);
const cancel = (body: object | string, workflowId = 'wf-plain') =>
  readCancellation(typeof body === 'string' ? body : JSON.stringify(body), workflowId, CALLER, RULES);

describe('a start request', () => {
  it('becomes its plan, its members in canonical spelling, and its form values and props apart', () => {
    const body = read({
      ...{ WORKFLOWID: 'wf-face', CorrelationID: 'c-1', headers: { Authorization: 'Bearer t' }, UserId: 'alice', propertyBag: {} },
      ...{ Consent: { userid: 'alice', IsProcessingStoringAllowed: true }, formvalues: { reason: 'x' }, PROPS: { a: 'x' } },
    });
    expect(Object.fromEntries(body.members)).toEqual({
      ...{ workflowId: 'wf-face', ...SDK, correlationId: 'c-1' },
      consent: { userId: 'alice', isProcessingStoringAllowed: true },
    });
    expect(body).toMatchObject({ plan: workflows.plan('wf-face'), formValues: { reason: 'x' }, props: { a: 'x' }, dropped: 3 });
  });

  it('has no form values, props or consent that the caller did not send', () => {
    const body = read({ workflowId: 'wf-plain' });
    expect(body).toMatchObject({ formValues: undefined, props: undefined });
    expect(Object.fromEntries(body.members)).toEqual({ ...SDK, workflowId: 'wf-plain' });
  });

  it('gets the subject into a consent that names no one', () => {
    expect(read({ workflowId: 'wf-plain', consent: {} }).members.get('consent')).toEqual({ userId: 'alice' });
  });

  it.each(['faceMatchSubject', 'faceMatchRequestId', 'faceMatchWorkflowId', 'faceMatchImage'])(
    'loses its own %s, in every spelling',
    (name) => {
      const wide = `ｆ${name.slice(1)}`;
      const props = { [name]: 'bob', [name.toUpperCase()]: 'bob', [name.toLowerCase()]: 'bob', [wide]: 'bob', mine: { [name]: 'kept' } };
      expect(read({ workflowId: 'wf-plain', props }).props).toEqual({ mine: { [name]: 'kept' } });
    },
  );

  it('keeps props that are called __proto__', () => {
    expect(JSON.stringify(read('{"workflowId":"wf-plain","platform":"ios","sdkVersion":"1","props":{"__proto__":{"a":1}}}').props)).toBe(
      '{"__proto__":{"a":1}}',
    );
  });

  it('keeps a member that the operator names, whose name means something to JavaScript', () => {
    const rules = { ...RULES, startMembers: startMembers(['constructor', 'toJSON']) };
    const { members } = read({ workflowId: 'wf-plain', constructor: { a: 'x' }, toJSON: 'y', hasOwnProperty: false }, rules);
    expect(JSON.stringify(Object.fromEntries([...members].slice(3)))).toBe('{"constructor":{"a":"x"},"toJSON":"y"}');
  });

  it.each(['correlationId', 'formValues', 'props', 'consent', 'userId', 'headers', 'propertyBag'])(
    'is as if %s were not there when it is null',
    (name) => {
      expect(read({ workflowId: 'wf-plain', [name]: null })).toEqual(read({ workflowId: 'wf-plain' }));
    },
  );

  it('is as if a form value, a member of a consent or of a forwarded member were not there when it is null', () => {
    const given = {
      consent: { userId: null, note: null },
      formValues: { faceImage: null, reason: null },
      correlationId: { a: null, b: 'x' },
    };
    const { members, formValues } = read({ workflowId: 'wf-plain', ...given });
    expect([members.get('consent'), formValues, members.get('correlationId')]).toEqual([{ userId: 'alice' }, {}, { b: 'x' }]);
  });

  it('keeps null in props, where it is a value', () => {
    expect(read({ workflowId: 'wf-plain', props: { a: null, b: [null] } }).props).toEqual({ a: null, b: [null] });
  });

  it.each([true, 1.5, 'c-1', '', {}, { a: 'x', b: 1, c: false }])('takes %j as a forwarded member', (correlationId) => {
    expect(JSON.stringify(read({ workflowId: 'wf-plain', correlationId }).members.get('correlationId'))).toBe(
      JSON.stringify(correlationId),
    );
  });

  it('may have props of 8 KiB that nest four deep', () => {
    const padded = (bytes: number) => ({ a: { b: { c: ['ž'] } }, x: 'x'.repeat(bytes - 33) });
    const size = Buffer.byteLength(JSON.stringify(padded(8192)));
    const props = padded(8192 + 8192 - size);
    expect(Buffer.byteLength(JSON.stringify(props))).toBe(8192);
    expect(read({ workflowId: 'wf-plain', props }).props).toEqual(props);
  });
});

describe('a start request is refused', () => {
  it.each(['platform', 'sdkVersion'])('without %s, with the name of what is missing', (name) => {
    expect(() => read({ workflowId: 'wf-plain', [name]: '' })).toThrow(
      refusal('invalid-request', new RegExp(`^${name} is not a text of 1 to 64 printable characters`)),
    );
  });

  it.each([
    ['not-json', ''],
    ['not-json', 'workflowId=wf-face'],
    ['invalid-request', '[]'],
    ['invalid-request', {}],
    ['invalid-request', { workflowId: 7 }],
    ['invalid-request', { workflowId: 'wf-face\n' }],
    ['invalid-request', { workflowId: 'wf-plain', WorkflowId: 'wf-face' }],
    ['invalid-request', { workflowId: 'wf-plain', consent: { userid: 'alice', userId: 'alice' } }],
    ['invalid-request', { workflowId: 'wf-plain', 'formValues ': {} }],
    ['invalid-request', { workflowId: 'wf-plain', formValues: [{ faceImage: 'x' }] }],
    ['invalid-request', { workflowId: 'wf-plain', platform: undefined }],
    ['invalid-request', { workflowId: 'wf-plain', platform: null }],
    ['invalid-request', { workflowId: 'wf-plain', platform: '' }],
    ['invalid-request', { workflowId: 'wf-plain', platform: '  ' }],
    ['invalid-request', { workflowId: 'wf-plain', platform: 'x'.repeat(65) }],
    ['invalid-request', { workflowId: 'wf-plain', platform: 'ios\n' }],
    ['invalid-request', { workflowId: 'wf-plain', platform: ['ios'] }],
    ['invalid-request', { workflowId: 'wf-plain', sdkVersion: undefined }],
    ['invalid-request', { workflowId: 'wf-plain', sdkVersion: 1.1 }],
    ['invalid-request', { workflowId: 'wf-plain', sdkVersion: '1\u200b' }],
    ['invalid-request', { workflowId: 'wf-plain', props: { a: 'x'.repeat(8192) } }],
    ['invalid-request', { workflowId: 'wf-plain', props: { a: 'ž'.repeat(4096) } }],
    ['invalid-request', { workflowId: 'wf-plain', props: { a: { b: { c: { d: {} } } } } }],
    ['invalid-request', { workflowId: 'wf-plain', props: { a: [[[[]]]] } }],
    ['invalid-request', { workflowId: 'wf-plain', correlationId: { $type: 'x' } }],
    ['value-not-allowed', { workflowId: 'wf-plain', correlationId: [] }],
    ['value-not-allowed', { workflowId: 'wf-plain', correlationId: { a: {} } }],
    ['value-not-allowed', { workflowId: 'wf-plain', correlationId: 'x'.repeat(257) }],
    ['value-not-allowed', { workflowId: 'wf-plain', correlationId: { a: '<' } }],
    ['workflow-not-allowed', { workflowId: 'wf-other', consent }],
    ['workflow-not-allowed', { workflowId: 'WF-FACE' }],
    ['identity-mismatch', { workflowId: 'wf-face', consent: { ...consent, userId: 'bob' } }],
    ['identity-mismatch', { workflowId: 'wf-plain', consent: { USERID: 'bob' } }],
    ['identity-mismatch', { workflowId: 'wf-plain', userid: 'bob' }],
    ['identity-mismatch', { workflowId: 'wf-face', consent, UserID: 'bob' }],
    ['consent-required', { workflowId: 'wf-face' }],
    ['consent-required', { workflowId: 'wf-face', consent: { userId: 'alice', isProcessingStoringAllowed: false } }],
    ['client-supplied-face', { workflowId: 'wf-face', consent, formValues: { faceImage: 'x' } }],
    ['client-supplied-face', { workflowId: 'wf-plain', FORMVALUES: { FACEIMAGE: 'x' } }],
    ['value-not-allowed', { workflowId: 'wf-plain', formValues: { other: '/9j/4AAQSkZJRg'.repeat(5) } }],
  ] as const)('as %s: %j', (code, body) => {
    expect(() => read(body)).toThrow(refusal(code));
  });

  it('for what is malformed first, then for the workflow, the user, the consent, and the form values last', () => {
    const faults = [
      ['invalid-request', { platform: 7 }],
      ['workflow-not-allowed', { workflowId: 'wf-other' }],
      ['identity-mismatch', { userId: 'bob' }],
      ['consent-required', { consent: { userId: 'alice' } }],
      ['client-supplied-face', { formValues: { faceImage: 'x' } }],
    ] as const;
    const sound = { workflowId: 'wf-face', ...SDK, consent };
    for (const [at, [code]] of faults.entries()) {
      const body = Object.assign({}, sound, ...faults.slice(at).map(([, fault]) => fault));
      expect(() => read(body)).toThrow(refusal(code));
    }
    expect(() => read(sound)).not.toThrow();
  });

  it('without consent only where a photo would leave, and not where the gate is off', () => {
    const off = { ...RULES, callerRules: { ...callerRules, consentGate: 'start-without-consent-for-android-1.0-and-1.1' as const } };
    expect(() => read({ workflowId: 'wf-plain' })).not.toThrow();
    expect(() => read({ workflowId: 'wf-face' }, off)).not.toThrow();
  });

  it('for somebody else only where user ids must match; otherwise the subject takes their place', () => {
    const rules = { ...RULES, callerRules: { ...callerRules, consentUserId: 'replace' as const } };
    const { members } = read({ workflowId: 'wf-face', userId: 'bob', consent: { ...consent, userId: 'bob' } }, rules);
    expect(Object.fromEntries(members)).toEqual({ workflowId: 'wf-face', ...SDK, consent });
  });
});

describe('a cancel request', () => {
  it('may be empty, as SDKs send it', () => {
    expect(cancel('')).toBeUndefined();
  });

  it('obeys the workflow list, empty or not', () => {
    expect(() => cancel('', 'wf-other')).toThrow(refusal('workflow-not-allowed'));
    expect(() => cancel({}, 'wf-other')).toThrow(refusal('workflow-not-allowed'));
  });

  it('may name the workflow of the path, and no other', () => {
    expect(() => cancel({ WorkflowID: 'wf-plain' })).not.toThrow();
    expect(() => cancel({ workflowId: null })).not.toThrow();
    for (const workflowId of ['wf-face', 'WF-PLAIN', '', 7]) {
      expect(() => cancel({ workflowId })).toThrow(refusal('invalid-request', /another workflow/));
    }
  });

  it('has at most 4 KiB, counted in bytes before it is parsed', () => {
    const padded = (bytes: number) => `{"a":"${'x'.repeat(bytes - 8)}"}`;
    expect(() => cancel(padded(4096))).not.toThrow();
    expect(() => cancel(padded(4097))).toThrow(refusal('body-too-large', /4096 bytes/));
    expect(() => cancel('ž'.repeat(2049))).toThrow(refusal('body-too-large'));
  });

  it('needs no consent, and is bound to the caller by the rules of a start request', () => {
    expect(cancel({ consent: { UserId: 'alice' } }, 'wf-face')?.members.get('consent')).toEqual({ userId: 'alice' });
    expect(() => cancel({ consent: { userid: 'bob' } })).toThrow(refusal('identity-mismatch'));
    expect(() => cancel({ userID: 'bob' })).toThrow(refusal('identity-mismatch'));
    expect(() => cancel(' ')).toThrow(refusal('not-json'));
    expect(() => cancel('[]')).toThrow(refusal('invalid-request'));
  });

  it('lets a consent travel and nothing else', () => {
    const more = { ...SDK, workflowId: 'wf-plain', props: { a: 'x' }, formValues: { faceImage: 'x' }, correlationId: 'c-1', reason: 'x' };
    const body = cancel({ ...more, consent: { userId: 'alice', ipAddress: '10.0.0.1' } });
    expect(body).toMatchObject({ formValues: undefined, props: undefined, dropped: 7 });
    expect(body && [...body.members]).toEqual([['consent', { userId: 'alice' }]]);
  });

  it('obeys the rules for names, numbers and depth, in what travels and what does not', () => {
    for (const body of ['{"a b":1}', '{"a":{"b":[]},"a\u200b":1}', `{"a":${'9'.repeat(41)}}`, `{"a":${'['.repeat(32)}${']'.repeat(32)}}`]) {
      expect(() => cancel(body)).toThrow(refusal('invalid-request'));
    }
  });
});
