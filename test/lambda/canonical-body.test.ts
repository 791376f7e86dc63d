import type { CallerRules } from '../../lambda/environment';
import { type CanonicalBody, readCancellation, readTransaction, type Stamp, writeAround, writeWhole } from '../../lambda/transaction-body';
import { createWorkflows } from '../../lambda/workflows';
import { type Random, seeded } from '../support/random';

const CALLER = { subject: 'alice' };
const callerRules: CallerRules = { subjectClaim: 'sub', consentUserId: 'must-match', consentGate: 'consent-required' };
const workflows = createWorkflows(
  { inject: { 'wf-face': { field: 'faceImage', image: 'face' } }, passThrough: { 'wf-plain': {} } },
  { face: { key: 'faces/{subject}', maxBytes: 1000 } },
);
const STAMP: Stamp = {
  ...{ faceMatchSubject: 'alice', faceMatchRequestId: 'request-1', faceMatchWorkflowId: 'wf-face' },
  faceMatchImage: 'face@v1',
};
const PHOTO = '/9j/4AAQSkZJRgABAQ==';
const consent = { userId: 'alice', isProcessingStoringAllowed: true };

const read = (body: object) => readTransaction(JSON.stringify(body), CALLER, { workflows, callerRules });

function filled(body: CanonicalBody, field = 'faceImage'): string {
  const { prefix, suffix } = writeAround(body, field, STAMP);
  return prefix + PHOTO + suffix;
}

describe('a body around a photo', () => {
  it('carries the photo in its field, the stamp in props, and everything of the caller', () => {
    const body = read({ workflowId: 'wf-face', x: [1], consent, props: { mine: 1 }, formValues: { reason: 'x' } });
    expect(JSON.parse(filled(body))).toEqual({
      ...{ workflowId: 'wf-face', x: [1], consent, props: { mine: 1, ...STAMP } },
      formValues: { reason: 'x', faceImage: PHOTO },
    });
  });

  it.each([{}, { formValues: {} }, { props: {} }, { props: {}, formValues: {} }])('is whole with as little as %j', (more) => {
    expect(JSON.parse(filled(read({ workflowId: 'wf-face', consent, ...more })))).toEqual({
      ...{ workflowId: 'wf-face', consent, props: STAMP },
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
      const body = read({
        workflowId: 'wf-face',
        consent: { ...consent, note: trap },
        x: trap,
        props: { [trap]: trap },
        formValues: { [trap]: trap },
      });
      const { prefix } = writeAround(body, 'faceImage', STAMP);
      expect(() => JSON.parse(prefix)).toThrow(SyntaxError);
      expect(JSON.parse(filled(body)).formValues).toEqual({ [trap]: trap, faceImage: PHOTO });
    }
  });
});

describe('a body without a photo', () => {
  it('carries the stamp and everything of the caller', () => {
    const { faceMatchImage: _, ...stamp } = STAMP;
    const given = { workflowId: 'wf-plain', x: null, consent, props: { FaceMatchImage: 'face@v9', a: 1 }, formValues: { reason: 'x' } };
    expect(JSON.parse(writeWhole(read(given), stamp))).toEqual({ ...given, props: { a: 1, ...stamp } });
  });

  it('has no form values where the caller sent none', () => {
    expect(writeWhole(read({ workflowId: 'wf-plain' }))).toBe('{"workflowId":"wf-plain"}');
    expect(writeWhole(read({ workflowId: 'wf-plain', formValues: {} }))).toBe('{"workflowId":"wf-plain","formValues":{}}');
  });

  it('of a cancel request gets no stamp', () => {
    const body = readCancellation('{"reason":"denied"}', 'wf-plain', CALLER, { workflows, callerRules });
    expect(body && writeWhole(body)).toBe('{"reason":"denied"}');
    const more = readCancellation('{"props":{"mine":1,"FACEMATCHIMAGE":"x"}}', 'wf-plain', CALLER, { workflows, callerRules });
    expect(more && writeWhole(more)).toBe('{"props":{"mine":1}}');
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
    return `{${['"workflowId":"wf-face"', ...agreed, ...outer].join(',')}}`;
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
      return filled(readTransaction(text, CALLER, { workflows, callerRules }));
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
