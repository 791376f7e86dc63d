import type { JsonObject } from '../../lambda/json';
import { parseJsonObject } from '../../lambda/json';
import { readConsent, readRoot } from '../../lambda/members';
import { refusal } from '../support/refusal';

const ROOT = ['workflowId', 'platform', 'sdkVersion', 'formValues', 'props', 'consent'];
const CONSENT = ['userId', 'note', 'givenOn', 'isProcessingStoringAllowed', 'isTrainingAllowed', 'ipAddress', 'userAgent'];
const BAD_NAMES = [
  '',
  '1a',
  '_a',
  '.a',
  '$type',
  'a b',
  'a\n',
  'a:b',
  'a/b',
  'formValueſ',
  'conſent',
  '\u212A',
  'é',
  'a\u0000',
  '__proto__',
  'a'.repeat(65),
];

/** By way of the text, so that `__proto__` is a member as it is in a request. */
function object(...entries: [string, unknown][]): JsonObject {
  return parseJsonObject(`{${entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`);
}

describe('the members of a request', () => {
  it.each(ROOT)('leave %s in its canonical spelling, whatever case it came in', (name) => {
    for (const spelling of [name, name.toUpperCase(), name.toLowerCase()]) {
      expect([...readRoot(object([spelling, {}])).members]).toEqual([[name, {}]]);
    }
  });

  it.each(ROOT)('are refused with two spellings of %s, in either order', (name) => {
    const two: [string, unknown][] = [
      [name, {}],
      [name.toUpperCase(), {}],
    ];
    expect(() => readRoot(object(...two))).toThrow(refusal('invalid-request', /the body has two spellings/));
    expect(() => readRoot(object(...two.reverse()))).toThrow(refusal('invalid-request', /two spellings/));
  });

  it('are refused with two spellings of which neither is the canonical one', () => {
    expect(() => readRoot(object(['FORMVALUES', {}], ['formvalues', {}]))).toThrow(refusal('invalid-request', /formValues/));
  });

  it.each(BAD_NAMES)('are refused with a name such as %j', (name) => {
    expect(() => readRoot(object([name, {}]))).toThrow(refusal('invalid-request', /the body has a member .* does not match/));
  });

  it.each(['formValues', 'props', 'consent'])('are refused with %s that is no object', (name) => {
    for (const value of [null, [], [{}], 'text', 1, true, '']) {
      expect(() => readRoot(object([name.toUpperCase(), value]))).toThrow(refusal('invalid-request', /is not an object/));
    }
  });

  it('keep what nobody here knows, in its own spelling, value and place', () => {
    const given = object(
      ['correlationId', 'c-1'],
      ['CorrelationID', [1, null]],
      ['a'.repeat(64), {}],
      ['a.b_c-d', true],
      ['constructor', 1],
    );
    expect([...readRoot(given).members]).toEqual(Object.entries(given));
  });

  it.each(['headers', 'Headers', 'HEADERS'])('lose %s, in which old web SDKs sent the token', (name) => {
    const { members, userIds } = readRoot(object([name, { Authorization: 'Bearer token' }], ['platform', 'browser']));
    expect([...members]).toEqual([['platform', 'browser']]);
    expect(userIds).toEqual([]);
  });

  it('hand over each user id at the top, whatever its spelling and type, and let none travel on', () => {
    const { members, userIds } = readRoot(object(['userId', 'a'], ['UserID', null], ['userid', { id: 1 }], ['platform', 'ios']));
    expect(userIds).toEqual(['a', null, { id: 1 }]);
    expect([...members.keys()]).toEqual(['platform']);
  });

  it.each(['headerſ', 'userıd', 'ｕserId'])('are refused with %s, which only looks like a member that would be dropped', (name) => {
    expect(() => readRoot(object([name, 'x']))).toThrow(refusal('invalid-request', /name does not match/));
  });

  it('do not quote a name that they refuse', () => {
    expect(() => readRoot(object(['my secret', 1]))).not.toThrow(/secret/);
  });
});

describe('the members of a consent', () => {
  it.each(CONSENT)('leave %s in its canonical spelling, whatever case it came in', (name) => {
    for (const spelling of [name, name.toUpperCase(), name.toLowerCase()]) {
      expect([...readConsent(object([spelling, 'x']))]).toEqual([[name, 'x']]);
    }
  });

  it.each(CONSENT)('are refused with two spellings of %s', (name) => {
    expect(() => readConsent(object([name, 'x'], [name.toUpperCase(), 'x']))).toThrow(
      refusal('invalid-request', /consent has two spellings/),
    );
  });

  it.each(BAD_NAMES)('are refused with a name such as %j', (name) => {
    expect(() => readConsent(object([name, 'x']))).toThrow(refusal('invalid-request', /consent has a member/));
  });

  it('keep what nobody here knows', () => {
    expect([...readConsent(object(['headers', 'x'], ['version', 2]))]).toEqual([
      ['headers', 'x'],
      ['version', 2],
    ]);
  });
});
