import type { CallerRules } from '../../lambda/environment';
import { type BodyRules, readCancellation, readTransaction } from '../../lambda/transaction-body';
import { createWorkflows } from '../../lambda/workflows';
import { refusal } from '../support/refusal';

const CALLER = { subject: 'alice' };
const callerRules: CallerRules = { subjectClaim: 'sub', consentUserId: 'must-match', consentGate: 'consent-required' };
const workflows = createWorkflows(
  { inject: { 'wf-face': { field: 'faceImage', image: 'face' } }, passThrough: { 'wf-plain': {} } },
  { face: { key: 'faces/{subject}', maxBytes: 1000 } },
);
const RULES: BodyRules = { workflows, callerRules };
const consent = { userId: 'alice', isProcessingStoringAllowed: true };

const read = (body: object | string, rules = RULES) =>
  readTransaction(typeof body === 'string' ? body : JSON.stringify(body), CALLER, rules);
const cancel = (body: object | string, workflowId = 'wf-plain') =>
  readCancellation(typeof body === 'string' ? body : JSON.stringify(body), workflowId, CALLER, RULES);

describe('a start request', () => {
  it('becomes its plan, its members in canonical spelling, and its form values and props apart', () => {
    const body = read({
      ...{ WORKFLOWID: 'wf-face', Platform: 'ios', correlationId: 'c-1', headers: { Authorization: 'Bearer t' }, UserId: 'alice' },
      ...{ Consent: { userid: 'alice', IsProcessingStoringAllowed: true }, formvalues: { reason: 'x' }, PROPS: { a: 1 } },
    });
    expect(Object.fromEntries(body.members)).toEqual({
      ...{ workflowId: 'wf-face', platform: 'ios', correlationId: 'c-1' },
      consent: { userId: 'alice', isProcessingStoringAllowed: true },
    });
    expect(body).toMatchObject({ plan: workflows.plan('wf-face'), formValues: { reason: 'x' }, props: { a: 1 } });
  });

  it('has no form values, props or consent that the caller did not send', () => {
    const body = read({ workflowId: 'wf-plain' });
    expect(body).toMatchObject({ formValues: undefined, props: undefined });
    expect([...body.members]).toEqual([['workflowId', 'wf-plain']]);
  });

  it('gets the subject into a consent that names nobody', () => {
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
    expect(JSON.stringify(read('{"workflowId":"wf-plain","props":{"__proto__":{"a":1}}}').props)).toBe('{"__proto__":{"a":1}}');
  });

  it('keeps unknown members whose names mean something to JavaScript', () => {
    const body = read('{"workflowId":"wf-plain","constructor":{"a":1},"hasOwnProperty":false,"toString":1,"toJSON":"x"}');
    expect(JSON.stringify(Object.fromEntries(body.members))).toBe(
      '{"workflowId":"wf-plain","constructor":{"a":1},"hasOwnProperty":false,"toString":1,"toJSON":"x"}',
    );
  });
});

describe('a start request is refused', () => {
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
    ['value-not-allowed', { workflowId: 'wf-plain', formValues: { other: '/9j/4AAQSkZJRg' } }],
  ] as const)('as %s: %j', (code, body) => {
    expect(() => read(body)).toThrow(refusal(code));
  });

  it('for what is malformed first, then for the workflow, the user, the consent, and the form values last', () => {
    const faults = [
      ['invalid-request', { props: 7 }],
      ['workflow-not-allowed', { workflowId: 'wf-other' }],
      ['identity-mismatch', { userId: 'bob' }],
      ['consent-required', { consent: { userId: 'alice' } }],
      ['client-supplied-face', { formValues: { faceImage: 'x' } }],
    ] as const;
    const sound = { workflowId: 'wf-face', consent };
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
    expect(Object.fromEntries(members)).toEqual({ workflowId: 'wf-face', consent });
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
    for (const workflowId of ['wf-face', 'WF-PLAIN', null, '', 7]) {
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
    expect(() => cancel({ formValues: { FaceImage: 'x' } })).toThrow(refusal('client-supplied-face'));
    expect(() => cancel(' ')).toThrow(refusal('not-json'));
    expect(() => cancel('[]')).toThrow(refusal('invalid-request'));
    expect(cancel({ props: { FACEMATCHSUBJECT: 'bob' } })?.props).toEqual({});
  });
});
