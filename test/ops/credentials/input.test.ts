import { faultsOf, parseAgentKey, shown } from '../../../ops/agent/agent-key';

const KEY = { clientId: 'sa_0123456789abcdef', clientSecret: 'Zx9-secret-Zx9-secret' };

describe('a key', () => {
  test.each([
    ['JSON', JSON.stringify(KEY)],
    ['two lines', `${KEY.clientId}\n${KEY.clientSecret}\n`],
    ['two lines of Windows', `${KEY.clientId}\r\n${KEY.clientSecret}\r\n`],
  ])('is taken from %s', (_form, text) => {
    expect(parseAgentKey(text, 'standard input')).toEqual(KEY);
  });

  test.each([
    [{ clientId: 'abc' }, 'does not begin with sa_'],
    [{ clientId: '' }, 'is empty'],
    [{ clientId: 'sa_a b' }, 'has a space'],
    [{ clientId: 'sa_a:b' }, 'colon'],
    [{ clientId: `sa_${'a'.repeat(300)}` }, 'longer than'],
    [{ clientSecret: '' }, 'is empty'],
    [{ clientSecret: 'short' }, 'fewer than'],
    [{ clientSecret: 'with space inside' }, 'a space'],
    [{ clientSecret: 'sa_0123456789abcdef' }, 'may be swapped'],
    [{ clientSecret: 'x'.repeat(600) }, 'more than'],
  ])('with %j is refused: it %s', (change, fault) => {
    const wrong = { ...KEY, ...change };
    expect(faultsOf(wrong).join(' ')).toContain(fault);
    expect(() => parseAgentKey(JSON.stringify(wrong), 'standard input')).toThrow(fault);
  });

  test.each([
    ['nothing', ''],
    ['one line', KEY.clientId],
    ['three lines', 'a\nb\nc'],
    ['other JSON', '{"id":"x"}'],
    ['a member more', JSON.stringify({ ...KEY, note: 'x' })],
    ['half of JSON', '{"clientId":'],
  ])('is not found in %s', (_form, text) => {
    expect(() => parseAgentKey(text, 'standard input')).toThrow('neither of the two forms');
  });

  test('that is refused is not repeated, in any place where the secret was', () => {
    for (const wrong of [
      { clientId: KEY.clientSecret, clientSecret: KEY.clientId },
      { ...KEY, clientSecret: `${KEY.clientSecret} ` },
    ]) {
      try {
        parseAgentKey(JSON.stringify(wrong), 'standard input');
        throw new Error('was taken');
      } catch (error) {
        expect(JSON.stringify(error) + (error as Error).message).not.toContain('Zx9');
      }
    }
  });

  test('is shown so that one recognises it and cannot use it', () => {
    expect(shown(KEY.clientId)).toBe('sa_012…ef');
    expect(shown('sa_1')).toBe('sa_1…');
  });
});
