import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';

/** What is wrong, by the parser's name for it. No part of the file is repeated: it may hold a secret that went astray. */
const MEANINGS: Readonly<Record<string, string>> = {
  CloseBraceExpected: 'an object is not closed by }',
  CloseBracketExpected: 'a list is not closed by ]',
  ColonExpected: 'a colon must follow the name of a member',
  CommaExpected: 'a comma or a closing bracket must follow a value',
  EndOfFileExpected: 'the file must end here',
  InvalidCharacter: 'a text may not hold a tab or another control character',
  InvalidCommentToken: 'JSON has no comments',
  InvalidEscapeCharacter: 'a text has a backslash before a character that needs none',
  InvalidSymbol: 'this is not JSON; texts and names of members stand in double quotes',
  InvalidUnicode: 'four hexadecimal digits must follow \\u in a text',
  PropertyNameExpected: 'the name of a member, in double quotes, must stand here',
  UnexpectedEndOfNumber: 'a number is cut off',
  UnexpectedEndOfString: 'a text does not end on its line',
  ValueExpected: 'a value must stand here',
};

/**
 * Where a text is not JSON, and why: V8 mostly leaves out where it gave up.
 * @returns such as "line 2, column 7: a value must stand here"
 */
export function jsonFault(text: string): string {
  const errors: ParseError[] = [];
  parse(text, errors, { disallowComments: true });
  const [{ offset, error } = { offset: text.length, error: 0 }] = errors;
  // The parser finds fault with the bracket, perhaps lines below; it is the comma that has to go.
  const comma = /^[}\]]/.test(text.slice(offset)) ? /,\s*$/.exec(text.slice(0, offset)) : null;
  if (comma !== null) return `${placeOf(text, comma.index)}: JSON has no comma after the last member or entry`;
  return `${placeOf(text, offset)}: ${MEANINGS[printParseErrorCode(error)] ?? 'this is not JSON'}`;
}

function placeOf(text: string, offset: number): string {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  return `line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`;
}
