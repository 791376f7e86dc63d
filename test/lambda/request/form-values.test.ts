import { checkFormValues } from '../../../lambda/request/form-values';
import { type JsonObject, type JsonValue, parseJsonObject } from '../../../lambda/request/json';
import { createWorkflows } from '../../../lambda/request/workflows';
import { refusal } from '../../support/refusal';

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
const number = (text: string): JsonValue => JSON.rawJSON(text);

const check = (values: JsonObject, workflowId = 'wf-face') => checkFormValues(values, workflows.plan(workflowId), workflows);

describe('form values of the caller', () => {
  it('stay as they are when they are booleans, numbers or short plain texts', () => {
    const values = { reason: 'promjena lozinke – žurno', Reason: '', yes: true, no: false, amount: number('100.50'), lines: 'a\r\n\tb' };
    expect(check(values)).toEqual(values);
    expect(check({})).toEqual({});
  });

  it('are without what is null, a protected field among them', () => {
    expect(check({ reason: null, faceImage: null, FACEIMAGE: null, other: 'x' })).toEqual({ other: 'x' });
  });

  it('keep a member that is called __proto__', () => {
    expect(JSON.stringify(check(parseJsonObject('{"__proto__":"text"}')))).toBe('{"__proto__":"text"}');
  });

  it('have at most 256 characters each, counted as people count them', () => {
    for (const letter of ['. ', 'ž ', '\u{1f600} ']) {
      expect(() => check({ a: letter.repeat(128) })).not.toThrow();
      expect(() => check({ a: `${letter.repeat(128)}.` })).toThrow(refusal('value-not-allowed', /256 characters/));
    }
  });

  it.each([...'ABCxyz059+/=_-'])('have no run of more than 64 characters such as %s, which any encoding of a file needs', (character) => {
    expect(() => check({ a: `${character.repeat(64)} ${character.repeat(64)}.${character.repeat(64)}` })).not.toThrow();
    expect(() => check({ a: `x ${character.repeat(65)} x` })).toThrow(refusal('value-not-allowed'));
  });

  it.each(['<', 'a < b', '<svg/>', '\0', 'a\u0001', '\u001b', '\u007f', '\u0085', 'a\vb', 'a\fb'])('do not hold %j', (value) => {
    expect(() => check({ a: value })).toThrow(refusal('value-not-allowed'));
  });

  it.each([[[]], [['text']], [{}], [{ image: JPEG }]])('are refused when one is %j', (value) => {
    expect(() => check({ reason: 'text', other: value as JsonValue })).toThrow(refusal('value-not-allowed'));
  });

  it('may have any value in a field that the workflow lists, and in that workflow alone', () => {
    for (const upload of [JPEG, 'x'.repeat(100_000), { a: [number('1')] }, '<svg/>']) {
      expect(check({ upload })).toEqual({ upload });
      expect(() => check({ upload }, 'wf-plain')).toThrow(refusal('value-not-allowed'));
    }
  });

  it('are listed by their exact names', () => {
    expect(() => check({ Upload: JPEG })).toThrow(refusal('value-not-allowed'));
  });

  it('are not quoted by a refusal, neither name nor value', () => {
    expect(() => check({ mySecretField: { secret: 'x' } })).not.toThrow(/secret/i);
    expect(() => check({ FACEIMAGE: 'secret' })).not.toThrow(/secret|FACEIMAGE/);
  });
});

describe('a field that only the proxy fills', () => {
  it.each(['faceImage', 'FaceImage', 'FACEIMAGE', 'ｆaceImage', 'faceımage', 'face\u0130mage', 'documentFront', 'DOCUMENTFRONT'])(
    'is refused as %s, in every workflow',
    (field) => {
      for (const workflowId of ['wf-face', 'wf-document', 'wf-plain', 'wf-form']) {
        for (const value of [JPEG, 'short text', '', false, {}, number('1')]) {
          expect(() => check({ reason: 'text', [field]: value }, workflowId)).toThrow(refusal('client-supplied-face'));
        }
      }
    },
  );

  it('is refused even where the workflow lists it as a field of the caller', () => {
    expect(() => check({ faceImage: 'text' }, 'wf-form')).toThrow(refusal('client-supplied-face', /only the proxy fills/));
  });
});
