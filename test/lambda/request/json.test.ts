import fc from 'fast-check';
import { isJsonNumber, isJsonObject, jsonObject, measure, parseJsonObject } from '../../../lambda/request/json';
import { readJson } from '../../properties/json-reader';
import { refusal } from '../../support/refusal';

describe('parseJsonObject', () => {
  it.each(['', ' ', '{', '{"a":1}x', "{'a':1}", '{"a":01}', '{"a":NaN}', '{"a":1,}', '\ufeff{}', '{"a":"\n"}', '<a/>'])(
    'refuses %j as no JSON',
    (text) => {
      expect(() => parseJsonObject(text)).toThrow(refusal('not-json', /does not parse/));
    },
  );

  it.each(['null', '[]', '[{}]', '"{}"', '1', 'true'])('refuses %s, which is JSON but no object', (text) => {
    expect(() => parseJsonObject(text)).toThrow(refusal('invalid-request', /not a JSON object/));
  });

  it('keeps no cause for a text that does not parse, since the parser quotes it', () => {
    expect(() => parseJsonObject('{"token":secret}')).toThrow(expect.not.objectContaining({ cause: expect.anything() }));
    expect(() => parseJsonObject('{"token":secret}')).not.toThrow(/secret/);
  });

  it('takes the last of two equal names, as it is written again with one', () => {
    expect(JSON.stringify(parseJsonObject('{"a":1,"a":2}'))).toBe('{"a":2}');
  });
});

describe('depth', () => {
  const nested = (levels: number, open: string, close: string, core: string) => `${open.repeat(levels)}${core}${close.repeat(levels)}`;

  it.each([
    ['objects', nested(31, '{"a":', '}', '{}'), nested(32, '{"a":', '}', '{}')],
    ['lists', `{"a":${nested(30, '[', ']', '[]')}}`, `{"a":${nested(31, '[', ']', '[]')}}`],
  ])('takes %s that nest 32 deep and refuses 33', (_what, deepest, tooDeep) => {
    expect(() => parseJsonObject(deepest)).not.toThrow();
    expect(() => parseJsonObject(tooDeep)).toThrow(refusal('invalid-request', /nests deeper/));
  });

  it('does not count brackets inside texts, after any escapes', () => {
    const text = JSON.stringify({ a: '{'.repeat(50), b: `\\"${'['.repeat(50)}`, c: '\\', d: '{'.repeat(50) });
    expect(parseJsonObject(text)).toEqual(JSON.parse(text));
  });

  it('does not add up what is side by side', () => {
    const wide = JSON.stringify({ lists: Array(100).fill([]), objects: Array(100).fill({ a: {} }) });
    expect(JSON.stringify(parseJsonObject(wide))).toBe(wide);
  });

  it('refuses a body of brackets alone before it reaches a parser that recurses', () => {
    expect(() => parseJsonObject(`{"a":${'['.repeat(200_000)}`)).toThrow(refusal('invalid-request', /nests deeper/));
  });
});

describe('members', () => {
  const wide = (count: number) => `{${Array.from({ length: count }, (_, at) => `"m${at}":1`).join(',')}}`;

  it.each([
    ['at the root', (text: string) => text],
    ['inside another', (text: string) => `{"a":[${text}]}`],
  ])('are at most 64 in an object %s', (_where, inside) => {
    expect(() => parseJsonObject(inside(wide(64)))).not.toThrow();
    expect(() => parseJsonObject(inside(wide(65)))).toThrow(refusal('invalid-request', /more than 64 members/));
  });

  it('count each time that they stand there', () => {
    expect(() => parseJsonObject(`{${'"a":1,'.repeat(64)}"a":1}`)).toThrow(refusal('invalid-request', /more than 64 members/));
  });

  it('are not counted in texts, and not added up over objects side by side', () => {
    const text = JSON.stringify({ a: ':'.repeat(100), b: Array(100).fill({ a: 'x:y', c: {} }) });
    expect(JSON.stringify(parseJsonObject(text))).toBe(text);
  });
});

describe('numbers', () => {
  it.each([
    ...['0', '-0', '-1', '1.50', '1E+3', '100e-2', '754345600.12345605', '0.10000000149011612', '9007199254740993', '1e400', '1e-400'],
    ...['12345678901234567890', '18446744073709551615', '1.00000000000000000001', '-1.17549435082228750796873653722224e-38'],
  ])('leave as they came: %s', (number) => {
    for (const text of [
      `{"n":${number}}`,
      `{"a":[{"n":[${number},${number}]}]}`,
      `{"1":1,"2":${number}}`,
      `{"__proto__":${number}}`,
      `{"a":{"n":${number}}}`,
    ]) {
      expect(JSON.stringify(parseJsonObject(text))).toBe(text);
    }
  });

  it('leave as they came where a name is there twice, after any first value', () => {
    for (const first of ['1', '[1.0]', '{"n":1}', '"x"', 'null']) {
      expect(JSON.stringify(parseJsonObject(`{"n":${first},"n":2.50}`))).toBe('{"n":2.50}');
      expect(JSON.stringify(parseJsonObject(`{"n":${first},"n":{"m":2.50}}`))).toBe('{"n":{"m":2.50}}');
    }
  });

  it('have at most 40 characters, in any place', () => {
    const most = `0.${'1'.repeat(38)}`;
    expect(JSON.stringify(parseJsonObject(`{"n":[${most}]}`))).toBe(`{"n":[${most}]}`);
    for (const text of [`{"n":${most}1}`, `{"a":[{"n":[-${most}]}]}`, `{"n":${'9'.repeat(250_000)}}`]) {
      expect(() => parseJsonObject(text)).toThrow(refusal('invalid-request', /40 characters/));
    }
  });

  it('are no objects, and an object that looks like one is no number', () => {
    const { n, o } = parseJsonObject('{"n":1,"o":{"rawJSON":"1"}}');
    expect([isJsonObject(n), isJsonNumber(n), isJsonObject(o), isJsonNumber(o)]).toEqual([false, true, true, false]);
  });

  it('leave as they came from any JSON', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'binary', maxDepth: 4 }), (text) => {
        const body = `{"a":${text},"n":1.0}`;
        if (measure(body).members > 64) return;
        expect(readJson(JSON.stringify(parseJsonObject(body)))).toEqual(readJson(JSON.stringify(JSON.parse(body))));
      }),
    );
  });
});

describe('names that mean something to JavaScript', () => {
  it('keeps __proto__ a member, through parsing and building, and changes no prototype', () => {
    const parsed = parseJsonObject('{"a":{"__proto__":{"isAdmin":true},"constructor":1}}');
    const built = jsonObject(Object.entries(isJsonObject(parsed.a) ? parsed.a : {}));
    expect(JSON.stringify(built)).toBe('{"__proto__":{"isAdmin":true},"constructor":1}');
    expect(Object.getPrototypeOf(built)).toBe(Object.prototype);
    expect('isAdmin' in built).toBe(false);
  });
});

describe('isJsonObject', () => {
  it.each([[null], [[]], ['{}'], [1], [undefined]])('is false for %j', (value) => {
    expect(isJsonObject(value)).toBe(false);
  });
});
