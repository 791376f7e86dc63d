import { checkFormValues } from '../../lambda/form-values';
import { type JsonObject, parseJsonObject } from '../../lambda/json';
import { createWorkflows } from '../../lambda/workflows';
import { refusal } from '../support/refusal';

const workflows = createWorkflows(
  {
    inject: {
      'wf-face': { field: 'faceImage', image: 'face', callerFields: ['upload'] },
      'wf-document': { field: 'documentFront', image: 'face' },
    },
    passThrough: { 'wf-plain': {}, 'wf-form': { callerFields: ['upload', 'faceImage'] } },
  },
  { face: { key: 'faces/{subject}', maxBytes: 1000 } },
);
const JPEG = Buffer.concat([Buffer.from('ffd8ffe000104a464946', 'hex'), Buffer.alloc(90)]).toString('base64');

const check = (values: JsonObject, workflowId = 'wf-face') => checkFormValues(values, workflows.plan(workflowId), workflows);

describe('form values of the caller', () => {
  it('stay as they are when they are short texts', () => {
    const values = { reason: 'promjena lozinke – žurno', Reason: '', amount: '100', 'any name: at all': '<b>' };
    expect(check(values)).toEqual(values);
    expect(check({})).toEqual({});
  });

  it('keep a member that is called __proto__', () => {
    expect(JSON.stringify(check(parseJsonObject('{"__proto__":"text"}')))).toBe('{"__proto__":"text"}');
  });

  it('have at most 4 KiB each, counted in bytes', () => {
    expect(() => check({ a: 'x'.repeat(4096), b: 'ž'.repeat(2048) })).not.toThrow();
    expect(() => check({ a: 'x'.repeat(4097) })).toThrow(refusal('value-not-allowed', /4096 bytes/));
    expect(() => check({ a: `${'ž'.repeat(2048)}x` })).toThrow(refusal('value-not-allowed'));
  });

  it.each([[1], [true], [null], [[]], [['text']], [{}], [{ image: JPEG }]])('are refused when one is %j instead of a text', (value) => {
    expect(() => check({ reason: 'text', other: value as JsonObject })).toThrow(refusal('value-not-allowed'));
  });

  it.each([JPEG, ` ${JPEG}`, `data:image/jpeg;base64,${JPEG}`, 'data:,'])(
    'are refused when one is a picture (%.30s…) in a field that nobody listed',
    (value) => {
      for (const workflowId of ['wf-face', 'wf-plain']) {
        expect(() => check({ secondFace: value }, workflowId)).toThrow(refusal('value-not-allowed'));
      }
    },
  );

  it('may be whatever they are in a field that the workflow lists, and in that workflow alone', () => {
    for (const upload of [JPEG, 'x'.repeat(100_000), { a: [1] }]) {
      expect(check({ upload })).toEqual({ upload });
      expect(() => check({ upload }, 'wf-plain')).toThrow(refusal('value-not-allowed'));
    }
  });

  it('are listed by their exact names', () => {
    expect(() => check({ Upload: JPEG })).toThrow(refusal('value-not-allowed'));
  });

  it('are not quoted by a refusal, neither name nor value', () => {
    expect(() => check({ mySecretField: { secret: 1 } })).not.toThrow(/secret/i);
    expect(() => check({ FACEIMAGE: 'secret' })).not.toThrow(/secret|FACEIMAGE/);
  });
});

describe('a field that only the proxy fills', () => {
  it.each(['faceImage', 'FaceImage', 'FACEIMAGE', 'ｆaceImage', 'faceımage', 'documentFront', 'DOCUMENTFRONT'])(
    'is refused as %s, in every workflow',
    (field) => {
      for (const workflowId of ['wf-face', 'wf-document', 'wf-plain', 'wf-form']) {
        for (const value of [JPEG, 'short text', '', null, {}, 1]) {
          expect(() => check({ reason: 'text', [field]: value }, workflowId)).toThrow(refusal('client-supplied-face'));
        }
      }
    },
  );

  it('is refused even where the workflow lists it as a field of the caller', () => {
    expect(() => check({ faceImage: 'text' }, 'wf-form')).toThrow(refusal('client-supplied-face', /only the proxy fills/));
  });
});
