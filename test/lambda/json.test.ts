import { isJsonObject, jsonObject, parseJsonObject } from '../../lambda/json';
import { seeded } from '../support/random';
import { refusal } from '../support/refusal';

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

  it('takes the last of two equal names, as it is written anew with one', () => {
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

  it('does not count brackets inside texts, behind whatever escapes', () => {
    const text = JSON.stringify({ a: '{'.repeat(50), b: `\\"${'['.repeat(50)}`, c: '\\', d: '{'.repeat(50) });
    expect(parseJsonObject(text)).toEqual(JSON.parse(text));
  });

  it('does not add up what stands side by side', () => {
    const wide = { lists: Array(100).fill([]), objects: Array(100).fill({ a: {} }) };
    expect(parseJsonObject(JSON.stringify(wide))).toEqual(wide);
  });

  it('refuses a body of brackets alone before it reaches a parser that recurses', () => {
    expect(() => parseJsonObject(`{"a":${'['.repeat(200_000)}`)).toThrow(refusal('invalid-request', /nests deeper/));
  });
});

describe('numbers', () => {
  it.each(['0', '-1', '1.5', '1.50', '0.0000001', '1e3', '1E+3', '100e-2', '1756458000000', '9007199254740992', '5e-324', '1e21', '-0.0'])(
    'keeps %s, whose value does not change',
    (text) => {
      expect(parseJsonObject(`{"n":${text}}`).n).toBe(Number(text));
    },
  );

  it.each(['9007199254740993', '0.1234567890123456789', '1e400', '-1e400', '1e-400', '1.00000000000000000001', '12345678901234567890'])(
    'refuses %s, which would leave as another number',
    (text) => {
      for (const place of [
        `{"n":${text}}`,
        `{"a":[{"n":[${text}]}]}`,
        `{"2":1,"1":${text}}`,
        `{"__proto__":${text}}`,
        `{"n":1,"n":${text}}`,
      ]) {
        expect(() => parseJsonObject(place)).toThrow(refusal('invalid-request', /kept exactly/));
      }
    },
  );

  it('takes the same digits as a text', () => {
    expect(parseJsonObject('{"n":"12345678901234567890"}')).toEqual({ n: '12345678901234567890' });
  });

  it.each([
    ['zeros before a last digit', `0.1${'0'.repeat(250_000)}1`],
    ['zeros before the first digit', `0.${'0'.repeat(250_000)}1`],
    ['zeros around every digit', `0.${'01'.repeat(125_000)}`],
  ])('judges a number of 250,000 digits (%s) without holding up the event loop', (_what, number) => {
    const started = process.cpuUsage();
    expect(() => parseJsonObject(`{"n":${number}}`)).toThrow(refusal('invalid-request', /kept exactly/));
    // In microseconds of the processor's, which do not grow when others use it, too. Once it was half a minute.
    expect(process.cpuUsage(started).user).toBeLessThan(2_000_000);
  });

  it('lets a random number through only if it leaves with the digits that it came with', () => {
    const random = seeded(2);
    for (let round = 0; round < 2000; round++) {
      const text = `${random.pick(['', '-'])}${1 + random.whole(9)}${random.text('0123456789', 20)}`;
      const accepted = isAccepted(`{"n":${text}}`);
      expect([text, accepted]).toEqual([text, isShortest(text)]);
    }
  });
});

/** Whether JavaScript writes a whole number as the digits that it was read from (exponents written out). */
function isShortest(text: string): boolean {
  const [mantissa = '', exponent = '0'] = String(Number(text)).split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  return whole + fraction.padEnd(Number(exponent), '0') === text;
}

function isAccepted(text: string): boolean {
  try {
    parseJsonObject(text);
    return true;
  } catch {
    return false;
  }
}

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
