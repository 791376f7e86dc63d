import { isFormName, isInnerName, isShortName, knownNames } from '../../contract/names';
import { seeded } from '../support/random';

const isSameName = (one: string, other: string) => knownNames([other]).find(one) === other;

describe('names that are one', () => {
  it.each([
    ['the same name', 'faceImage', 'faceImage'],
    ['another case', 'FACEIMAGE', 'faceImage'],
    ['fullwidth letters', 'ｆａｃｅＩｍａｇｅ', 'faceImage'],
    ['a ligature', 'conﬁrm', 'confirm'],
    ['the long s', 'conſent', 'consent'],
    ['the Kelvin sign', '\u212Aind', 'kind'],
    ['the dotless i, which is I in upper case only', 'faceımage', 'faceImage'],
    ['the dotted capital I, which is i to a reader of Turkish', 'face\u0130mage', 'faceImage'],
    ['a capital I and a dot above', 'faceI\u0307mage', 'faceImage'],
    ['the lower case of a dotted capital I', 'facei\u0307mage', 'face\u0130mage'],
    ['the capital sharp s, which is ß in lower case only', 'STRAẞE', 'straße'],
    ['the dotless i among fullwidth letters', 'ｆaceımage', 'faceImage'],
    ['the capital sharp s among fullwidth letters', 'ＳTRAẞE', 'straße'],
    ['a composed and a decomposed letter', 'e\u0301tat', '\u00e9tat'],
    ['the numero sign', 'NO паспорта', '№ паспорта'],
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

  it('answers with the known spelling, not with the one that was asked for', () => {
    expect(knownNames(['note', 'userId']).find('USERID')).toBe('userId');
  });

  it.each(['constructor', '__proto__', 'toString', ''])('finds nothing for %j, which every object inherits or no one lists', (name) => {
    expect(knownNames(['note', 'userId']).find(name)).toBeUndefined();
  });
});

describe('every code point of Unicode, compared with what a reader of any kind makes of it', () => {
  const names: string[] = [];
  for (let point = 0; point <= 0x10ffff; point++) {
    const name = `a${String.fromCodePoint(point)}b`;
    if (isFormName(name)) names.push(name);
  }
  const readers: [string, (text: string) => string][] = [
    ['lower case', (text) => text.toLowerCase()],
    ['upper case', (text) => text.toUpperCase()],
    ['lower case in Turkish', (text) => text.toLocaleLowerCase('tr')],
    ['upper case in Turkish', (text) => text.toLocaleUpperCase('tr')],
    ['lower case in Lithuanian', (text) => text.toLocaleLowerCase('lt')],
    ['compatibility', (text) => text.normalize('NFKC')],
    ['compatibility and lower case', (text) => text.normalize('NFKC').toLowerCase()],
    ['compatibility and upper case', (text) => text.normalize('NFKC').toUpperCase()],
    ['lower case and compatibility', (text) => text.toLowerCase().normalize('NFKC')],
    ['upper case and compatibility', (text) => text.toUpperCase().normalize('NFKC')],
    ['composition', (text) => text.normalize('NFC')],
  ];

  it.each(readers)('is no name, or the same name as its %s', (_how, read) => {
    const slipped: string[] = [];
    for (const name of names) {
      const seen = read(name);
      if (seen !== name && isFormName(seen) && !isSameName(name, seen)) slipped.push(name);
    }
    expect(slipped).toEqual([]);
  });

  it('is no name, or another name than the one that a reader who ignores it would see', () => {
    // Default-ignorable, control and format characters: ICU's collation and some readers of .NET pass over them.
    const ignored = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Cs}\p{Cn}]/u;
    for (let point = 0; point <= 0x10ffff; point++) {
      const character = String.fromCodePoint(point);
      if (ignored.test(character) && isFormName(`face${character}Image`)) throw new Error(`U+${point.toString(16)}`);
    }
  });
});

describe('what a name is made of', () => {
  it.each(['Fläche m²', '№ паспорта', 'any name: at all', '__proto__', 'a.b', 'price in $', '日本語', 'x', '外字\ue000', '\u{10fffd}'])(
    'takes %j',
    (name) => {
      expect([isFormName(name), isInnerName(name)]).toEqual([true, true]);
    },
  );

  it.each([
    ['nothing', ''],
    ['a zero', 'faceImage\0'],
    ['a line break', 'face\nImage'],
    ['half of a surrogate pair', 'faceImage\ud800'],
    ['a zero-width space', 'face\u200bImage'],
    ['a zero-width joiner', 'faceImage\u200d'],
    ['a soft hyphen', 'face\u00adImage'],
    ['a byte order mark', '\ufefffaceImage'],
    ['a variation selector', 'faceImage\ufe0f'],
    ['a combining grapheme joiner', 'face\u034fImage'],
    ['a Hangul filler', 'faceImage\u3164'],
    ['a mark of direction', '\u202efaceImage'],
    ['a blank at the end', 'faceImage '],
    ['a blank at the start', ' faceImage'],
    ['a blank alone', ' '],
    ['a no-break space', 'face\u00a0Image'],
    ['a line separator', 'faceImage\u2028'],
    ['a tab', 'face\tImage'],
    ['a dollar sign at the start', '$type'],
    ['a dot at the start', '.faceImage'],
    ['a letter and its accent apart', 'e\u0301tat'],
    ['an unassigned character', 'faceImage\u0378'],
    ['a character that will never be one', 'faceImage\ufdd0'],
    ['a format character that shows', '\u0600faceImage'],
    ['an anchor of annotations', 'face\ufff9Image'],
    ['a tag', 'faceImage\u{e0061}'],
  ])('does not take %s', (_what, name) => {
    expect([isFormName(name), isInnerName(name)]).toEqual([false, false]);
  });

  it('has 128 characters at most in form values and 64 elsewhere, counted as people count them', () => {
    for (const letter of ['x', 'ž', '\u{1d41f}']) {
      expect([isFormName(letter.repeat(128)), isFormName(letter.repeat(129))]).toEqual([true, false]);
      expect([isInnerName(letter.repeat(64)), isInnerName(letter.repeat(65))]).toEqual([true, false]);
      expect([isShortName(letter.repeat(64)), isShortName(letter.repeat(65))]).toEqual([true, false]);
    }
    expect(isShortName('$type\0 ')).toBe(true);
  });
});
