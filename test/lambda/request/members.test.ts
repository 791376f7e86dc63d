import type { JsonObject } from '../../../lambda/request/json';
import { parseJsonObject } from '../../../lambda/request/json';
import { CANCEL_MEMBERS, readConsent, readRoot as readRootOf, startMembers } from '../../../lambda/request/members';
import { refusal } from '../../support/refusal';

const ROOT = ['workflowId', 'platform', 'sdkVersion', 'formValues', 'props', 'consent', 'correlationId'];
const CONSENT = ['userId', 'note', 'givenOn', 'isProcessingStoringAllowed', 'isTrainingAllowed'];
const BAD_NAMES = [
  ...[
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
  ],
];
/** Names that neither travel in `props` nor in `formValues`. */
const BAD_INNER_NAMES = ['$type', '.a', '', 'a ', 'a\u00ad', 'a\u200b', '\0', '\ud800', 'e\u0301'];

const KNOWN = startMembers(['correlationId']);
const readRoot = (given: JsonObject) => readRootOf(given, KNOWN);

/** By way of the text, so that `__proto__` is a member as it is in a request. */
function object(...entries: [string, unknown][]): JsonObject {
  return parseJsonObject(`{${entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`);
}

describe('the members of a request', () => {
  it.each(ROOT)('leave %s in its canonical spelling, from any case', (name) => {
    for (const spelling of [name, name.toUpperCase(), name.toLowerCase()]) {
      expect([...readRoot(object([spelling, {}])).members]).toEqual([[name, {}]]);
    }
  });

  it.each(ROOT)('are refused with two spellings of %s, in either order, though one of them is null', (name) => {
    for (const value of [{}, null]) {
      const two: [string, unknown][] = [
        [name, {}],
        [name.toUpperCase(), value],
      ];
      expect(() => readRoot(object(...two))).toThrow(refusal('invalid-request', /the body has two spellings/));
      expect(() => readRoot(object(...two.reverse()))).toThrow(refusal('invalid-request', /two spellings/));
    }
  });

  it('are refused with two spellings of which neither is the canonical one', () => {
    expect(() => readRoot(object(['FORMVALUES', {}], ['formvalues', {}]))).toThrow(refusal('invalid-request', /formValues/));
  });

  it.each(BAD_NAMES)('are refused with a name such as %j, null or not', (name) => {
    for (const value of [{}, null]) {
      expect(() => readRoot(object([name, value]))).toThrow(refusal('invalid-request', /the body has a member .* does not match/));
    }
  });

  it.each(['formValues', 'props', 'consent'])('are refused with %s that is neither an object nor null', (name) => {
    for (const value of [[], [{}], 'text', 1, true, '']) {
      expect(() => readRoot(object([name.toUpperCase(), value]))).toThrow(refusal('invalid-request', /is not an object/));
    }
  });

  it.each(ROOT)('are without %s where it is null', (name) => {
    expect(readRoot(object([name, null]))).toEqual({ members: new Map(), dropped: 0, userIds: [] });
  });

  it('lose what no one here knows, and count it', () => {
    const unknown = ['propertyBag', 'workflowVersionId', 'organizationId', 'transactionId', 'constructor', 'a.b_c-d', 'a'.repeat(64)];
    const { members, dropped } = readRoot(object(['platform', 'ios'], ...unknown.map((name): [string, unknown] => [name, { x: 1 }])));
    expect([[...members], dropped]).toEqual([[['platform', 'ios']], unknown.length]);
    expect(readRoot(object(['propertyBag', null])).dropped).toBe(0);
  });

  it('are judged by number, length and depth alone inside a member that does not travel', () => {
    for (const name of ['$type', '', 'a\0', 'e\u0301', '\ud800', 'x'.repeat(64)]) {
      expect(readRoot(object(['newer', [{ inner: { [name]: 'x' } }]])).dropped).toBe(1);
    }
    expect(() => readRoot(object(['newer', [{ inner: { ['x'.repeat(65)]: 1 } }]]))).toThrow(refusal('invalid-request', /too long/));
    expect(() =>
      readRoot(
        object([
          'newer',
          {
            inner: Object.fromEntries(
              Array(65)
                .fill(0)
                .map((_, at) => [`m${at}`, 1]),
            ),
          },
        ]),
      ),
    ).toThrow(refusal('invalid-request', /64 members/));
  });

  it.each(BAD_INNER_NAMES)('are refused with the name %j at any depth of props or formValues', (name) => {
    for (const known of ['props', 'formValues']) {
      for (const value of [{ [name]: 1 }, { a: { [name]: 1 } }, { a: [[{ [name]: null }]] }]) {
        expect(() => readRoot(object([known, value]))).toThrow(refusal('invalid-request', new RegExp(`^.*${known} has a member`)));
      }
    }
  });

  it('have names of at most 64 characters in props, and of 128 in formValues', () => {
    expect(() => readRoot(object(['formValues', { ['x'.repeat(128)]: 1 }], ['props', { ['x'.repeat(64)]: 1 }]))).not.toThrow();
    expect(() => readRoot(object(['formValues', { ['x'.repeat(129)]: 1 }]))).toThrow(refusal('invalid-request'));
    expect(() => readRoot(object(['props', { ['x'.repeat(65)]: 1 }]))).toThrow(refusal('invalid-request'));
  });

  it.each(['headers', 'Headers', 'HEADERS'])('lose %s, in which old web SDKs sent the token', (name) => {
    const { members, userIds, dropped } = readRoot(object([name, { Authorization: 'Bearer token' }], ['platform', 'browser']));
    expect([[...members], userIds, dropped]).toEqual([[['platform', 'browser']], [], 1]);
  });

  it('return each user id at the top but null, in any spelling and of any type, and forward none', () => {
    const { members, userIds } = readRoot(object(['userId', 'a'], ['UserID', null], ['userid', { id: 'x' }], ['platform', 'ios']));
    expect(userIds).toEqual(['a', { id: 'x' }]);
    expect([...members.keys()]).toEqual(['platform']);
  });

  it.each(['headerſ', 'userıd', 'ｕserId'])('are refused with %s, which only looks like a member that would be dropped', (name) => {
    expect(() => readRoot(object([name, 'x']))).toThrow(refusal('invalid-request', /name does not match/));
  });

  it('do not quote a name that they refuse', () => {
    expect(() => readRoot(object(['my secret', 1]))).not.toThrow(/secret/);
    expect(() => readRoot(object(['props', { $secret: 1 }]))).not.toThrow(/secret/);
  });

  it('of a cancel request are a workflow id and a consent; even props that are no object are dropped', () => {
    const { members, dropped } = readRootOf(
      object(['CONSENT', {}], ['WorkflowID', 'x'], ['props', 7], ['platform', 'ios']),
      CANCEL_MEMBERS,
    );
    expect([[...members.keys()], dropped]).toEqual([['consent', 'workflowId'], 2]);
  });
});

describe('the members of a consent', () => {
  it.each(CONSENT)('leave %s in its canonical spelling, from any case', (name) => {
    for (const spelling of [name, name.toUpperCase(), name.toLowerCase()]) {
      expect([...readConsent(object([spelling, 'x'])).members]).toEqual([[name, 'x']]);
    }
  });

  it.each(CONSENT)('are refused with two spellings of %s', (name) => {
    expect(() => readConsent(object([name, 'x'], [name.toUpperCase(), 'x']))).toThrow(
      refusal('invalid-request', /consent has two spellings/),
    );
  });

  it.each(BAD_NAMES)('are refused with a name such as %j, at any depth of what travels', (name) => {
    expect(() => readConsent(object([name, 'x']))).toThrow(refusal('invalid-request', /consent has a member/));
    expect(() => readConsent(parseJsonObject(`{"note":[{${JSON.stringify(name)}:1}]}`))).toThrow(
      refusal('invalid-request', /consent has a member/),
    );
  });

  it('keep a value with names that are fit, at any depth', () => {
    const members = { note: [{ reason: { a: 'x' } }] };
    expect(Object.fromEntries(readConsent(parseJsonObject(JSON.stringify(members))).members)).toEqual(members);
  });

  it('lose what the platform assigns itself, and what no one here knows', () => {
    const { members, dropped } = readConsent(object(['ipAddress', '10.0.0.1'], ['USERAGENT', 'x'], ['version', 2], ['note', 'y']));
    expect([[...members], dropped]).toEqual([[['note', 'y']], 3]);
  });

  it.each(CONSENT)('are without %s where it is null', (name) => {
    expect(readConsent(object([name, null])).members.size).toBe(0);
  });
});
