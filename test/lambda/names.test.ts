import { findName, isSameName } from '../../lambda/names';
import { seeded } from '../support/random';

describe('names that are one', () => {
  it.each([
    ['the same name', 'faceImage', 'faceImage'],
    ['another case', 'FACEIMAGE', 'faceImage'],
    ['fullwidth letters', 'ｆａｃｅＩｍａｇｅ', 'faceImage'],
    ['a ligature', 'conﬁrm', 'confirm'],
    ['the long s', 'conſent', 'consent'],
    ['the Kelvin sign', '\u212Aind', 'kind'],
    ['the dotless i, which is I in upper case only', 'faceımage', 'faceImage'],
    ['the capital sharp s, which is ß in lower case only', 'STRAẞE', 'straße'],
    ['the dotless i among fullwidth letters', 'ｆaceımage', 'faceImage'],
    ['the capital sharp s among fullwidth letters', 'ＳTRAẞE', 'straße'],
    ['a composed and a decomposed letter', 'e\u0301tat', '\u00e9tat'],
  ])('sees through %s', (_what, one, other) => {
    expect(isSameName(one, other)).toBe(true);
    expect(isSameName(other, one)).toBe(true);
  });

  it.each([
    ['a part of it', 'faceImag', 'faceImage'],
    ['more than it', 'faceImage2', 'faceImage'],
    ['a blank behind it', 'faceImage ', 'faceImage'],
    ['an accent', 'faceImagé', 'faceImage'],
    ['the empty name', '', 'faceImage'],
  ])('keeps apart %s', (_what, one, other) => {
    expect(isSameName(one, other)).toBe(false);
  });

  it('finds no difference between any two mixtures of case and width of one name', () => {
    const random = seeded(1);
    const wide = (letter: string) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0);
    const forms = [(x: string) => x, (x: string) => x.toUpperCase(), (x: string) => x.toLowerCase(), wide];
    const disguise = (name: string) => [...name].map((letter) => random.pick(forms)(letter)).join('');
    for (let round = 0; round < 500; round++) {
      const [one, other] = [disguise('isProcessingStoringAllowed'), disguise('isProcessingStoringAllowed')];
      expect([one, other, isSameName(one, other)]).toEqual([one, other, true]);
    }
  });
});

describe('findName', () => {
  it('answers with the canonical spelling, not with the one it was asked for', () => {
    expect(findName('USERID', ['note', 'userId'])).toBe('userId');
  });

  it.each(['constructor', '__proto__', 'toString', ''])('finds nothing for %j, which every object inherits or nobody lists', (name) => {
    expect(findName(name, ['note', 'userId'])).toBeUndefined();
  });
});
