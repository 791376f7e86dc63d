import type { CallerRules } from '../../contract/environment';
import { isInnerName } from '../../contract/names';
import { startMembers } from '../../lambda/request/members';
import type { Stamp } from '../../lambda/request/props';
import {
  type BodyRules,
  type CanonicalBody,
  readCancellation,
  readTransaction,
  writeAround,
  writeWhole,
} from '../../lambda/request/transaction-body';
import { createWorkflows } from '../../lambda/request/workflows';
import { type Random, seeded } from '../support/random';

const CALLER = { subject: 'alice' };
const callerRules: CallerRules = { subjectClaim: 'sub', consentUserId: 'must-match', consentGate: 'consent-required' };
const workflows = createWorkflows(
  { inject: { 'wf-face': { field: 'faceImage', image: 'face' } }, passThrough: { 'wf-plain': {} } },
  { face: { key: 'faces/{subject}', maxBytes: 1000 } },
);
const RULES: BodyRules = { workflows, callerRules, startMembers: startMembers(['x', 'zzz']) };
const SDK = { platform: 'ios', sdkVersion: '1.10.3' };
const STAMP: Stamp = {
  ...{ faceMatchSubject: 'alice', faceMatchRequestId: 'request-1', faceMatchWorkflowId: 'wf-face' },
  faceMatchImage: 'face@v1',
};
/** Longer than any plain text may run. */
const PHOTO = '/9j/4AAQSkZJRgABAQ=='.repeat(4);
const consent = { userId: 'alice', isProcessingStoringAllowed: true };

const read = (body: object) => readTransaction(JSON.stringify({ ...body, ...SDK }), CALLER, RULES);

function filled(body: CanonicalBody, field = 'faceImage'): string {
  const { prefix, suffix } = writeAround(body, field, STAMP);
  return prefix + PHOTO + suffix;
}

describe('a body around a photo', () => {
  it('carries the photo in its field, the stamp in props, and everything of the caller', () => {
    const body = read({ workflowId: 'wf-face', x: { a: 1.5 }, consent, props: { mine: 1 }, formValues: { reason: 'x' } });
    expect(JSON.parse(filled(body))).toEqual({
      ...{ workflowId: 'wf-face', ...SDK, x: { a: 1.5 }, consent, props: { mine: 1, ...STAMP } },
      formValues: { reason: 'x', faceImage: PHOTO },
    });
  });

  it.each([{}, { formValues: {} }, { props: {} }, { props: {}, formValues: {} }])('is whole with as little as %j', (more) => {
    expect(JSON.parse(filled(read({ workflowId: 'wf-face', consent, ...more })))).toEqual({
      ...{ workflowId: 'wf-face', ...SDK, consent, props: STAMP },
      formValues: { faceImage: PHOTO },
    });
  });

  it('ends right behind the photo, so that only the closing bytes are left to hold back', () => {
    const body = read({ workflowId: 'wf-face', consent, formValues: { z: 'x' }, zzz: 'last' });
    expect(writeAround(body, 'faceImage', STAMP).suffix).toBe('"}}');
    expect(writeAround(body, 'faceImage', STAMP).prefix).toMatch(/,"faceImage":"$/);
  });

  it.each(['Document "front"', 'back\\slash', 'name\nwith a line', 'žurno', '__proto__'])('takes the field %j', (field) => {
    const { formValues } = JSON.parse(filled(read({ workflowId: 'wf-face', consent }), field));
    expect(Object.entries(formValues)).toEqual([[field, PHOTO]]);
  });

  it('cannot be made whole, or get its photo moved, by what a caller writes into it', () => {
    const traps = [
      '"}}',
      '","faceImage":"',
      '{{FACE}}',
      '"faceImage":""',
      '\\',
      '"',
      '\u2028',
      '\ud800',
      `${PHOTO}`.slice(0, 3),
      '$&',
      "$'",
    ];
    for (const trap of traps) {
      const name = isInnerName(trap) ? trap : 'name';
      const body = read({
        workflowId: 'wf-face',
        consent: { ...consent, note: trap },
        x: trap,
        props: { [name]: trap },
        formValues: { [name]: trap },
      });
      const { prefix } = writeAround(body, 'faceImage', STAMP);
      expect(() => JSON.parse(prefix)).toThrow(SyntaxError);
      expect(JSON.parse(filled(body)).formValues).toEqual({ [name]: trap, faceImage: PHOTO });
    }
  });
});

describe('a body without a photo', () => {
  it('carries the stamp and everything of the caller', () => {
    const { faceMatchImage: _, ...stamp } = STAMP;
    const given = {
      workflowId: 'wf-plain',
      ...SDK,
      x: 'y',
      consent,
      props: { FaceMatchImage: 'face@v9', a: 1 },
      formValues: { reason: 'x' },
    };
    expect(JSON.parse(writeWhole(read(given), stamp))).toEqual({ ...given, props: { a: 1, ...stamp } });
  });

  it('has no form values where the caller sent none', () => {
    expect(writeWhole(read({ workflowId: 'wf-plain' }))).toBe('{"workflowId":"wf-plain","platform":"ios","sdkVersion":"1.10.3"}');
    expect(writeWhole(read({ workflowId: 'wf-plain', formValues: {} }))).toBe(
      '{"workflowId":"wf-plain","platform":"ios","sdkVersion":"1.10.3","formValues":{}}',
    );
  });

  it('of a cancel request gets no stamp', () => {
    const body = readCancellation('{"reason":"denied","props":{"mine":1}}', 'wf-plain', CALLER, RULES);
    expect(body && writeWhole(body)).toBe('{}');
    const more = readCancellation('{"Consent":{"USERID":"alice","note":"x"}}', 'wf-plain', CALLER, RULES);
    expect(more && writeWhole(more)).toBe('{"consent":{"userId":"alice","note":"x"}}');
  });

  it('has the digits of the caller', () => {
    const text =
      '{"workflowId":"wf-plain","platform":"ios","sdkVersion":"1","consent":{"givenOn":754345600.12345605},"props":{"id":18446744073709551615}}';
    const written = writeWhole(readTransaction(text, CALLER, RULES));
    expect(written).toContain('"givenOn":754345600.12345605');
    expect(written).toContain('"id":18446744073709551615');
  });
});

describe('a body of random members', () => {
  const names = [
    'formValues',
    'FORMVALUES',
    'formvalues',
    'props',
    'Props',
    'consent',
    'CONSENT',
    'userId',
    'userid',
    'headers',
    'x',
    'toString',
  ];
  const keys = [
    'faceImage',
    'FaceImage',
    'reason',
    'userid',
    'userId',
    '__proto__',
    'faceMatchSubject',
    'FACEMATCHSUBJECT',
    'isProcessingStoringAllowed',
  ];
  const values = ['alice', 'bob', PHOTO, 'text', '"}}', true, null, 1, {}, ['x']];

  function randomBody(random: Random): string {
    const member = (key: string, value: unknown) => `${JSON.stringify(key)}:${JSON.stringify(value)}`;
    const inner = () => `{${Array.from({ length: random.whole(4) }, () => member(random.pick(keys), random.pick(values))).join(',')}}`;
    const outer = Array.from({ length: random.whole(4) }, () => `"${random.pick(names)}":${random.whole(4) > 0 ? inner() : '"alice"'}`);
    const agreed = random.whole(2) > 0 ? [`"consent":${JSON.stringify(consent)}`] : [];
    return `{${['"workflowId":"wf-face","platform":"ios","sdkVersion":"1"', ...agreed, ...outer].join(',')}}`;
  }

  it('is refused, or leaves with one photo, which is ours, one subject, which is the caller, and one spelling of each member', () => {
    const random = seeded(3);
    let accepted = 0;
    for (let round = 0; round < 20_000; round++) {
      const text = randomBody(random);
      const sent = attempt(text);
      if (sent === undefined) continue;
      accepted++;
      expect(faultsOf(sent)).toEqual([]);
    }
    expect(accepted).toBeGreaterThan(500);
  });

  function attempt(text: string): string | undefined {
    try {
      return filled(readTransaction(text, CALLER, RULES));
    } catch (error) {
      expect(error).toMatchObject({ name: 'Problem' });
      return undefined;
    }
  }

  /** What an agent that reads names without regard to case could find in a body, judged by other means than the proxy's own. */
  function faultsOf(sent: string): string[] {
    const body = JSON.parse(sent);
    const spelled = (object: object, name: string) => Object.keys(object).filter((key) => key.toLowerCase() === name.toLowerCase());
    const faults = ['formValues', 'props', 'consent'].filter((name) => spelled(body, name).join() !== name);
    if (spelled(body.formValues, 'faceImage').join() !== 'faceImage' || body.formValues.faceImage !== PHOTO) faults.push('photo');
    if (Object.entries(body.formValues).some(([name, value]) => name !== 'faceImage' && value === PHOTO)) faults.push('second photo');
    if (spelled(body.consent, 'userId').join() !== 'userId' || body.consent.userId !== 'alice') faults.push('user');
    if (body.consent.isProcessingStoringAllowed !== true) faults.push('consent');
    if (spelled(body.props, 'faceMatchSubject').join() !== 'faceMatchSubject' || body.props.faceMatchSubject !== 'alice')
      faults.push('stamp');
    if ([...spelled(body, 'userId'), ...spelled(body, 'headers')].length > 0) faults.push('dropped members');
    return faults;
  }
});
