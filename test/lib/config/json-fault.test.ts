import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { readConfig } from '../../../lib/config/config';
import { jsonFault } from '../../../lib/config/json-fault';

/** What the reader of the settings says of a file with this text. */
function refusal(text: string): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'config-')), 'stage.json');
  writeFileSync(file, text);
  try {
    readConfig({ stage: 'x', file });
  } catch (error) {
    return (error as Error).message.replace(file, 'FILE');
  }
  return '';
}

test.each([
  ['a comment', '{\n  // why\n  "a": 1}', 'line 2, column 3: JSON has no comments'],
  ['a comma after the last member', '{"a": 1,\n\n}', 'line 1, column 8: JSON has no comma after the last member or entry'],
  ['a comma after the last entry', '{"a": [1,\n]}', 'line 1, column 9: JSON has no comma after the last member or entry'],
  ['two commas', '{"a": 1,, "b": 2}', 'line 1, column 9: the name of a member, in double quotes, must stand here'],
  ['no comma', '{"a": 1\n "b": 2}', 'line 2, column 2: a comma or a closing bracket must follow a value'],
  ['no colon', '{"a" 1}', 'line 1, column 6: a colon must follow the name of a member'],
  ['no value', '{"a": }', 'line 1, column 7: a value must stand here'],
  ['a name without quotes', '{a: 1}', 'line 1, column 2: this is not JSON; texts and names of members stand in double quotes'],
  ['a text in single quotes', "{'a': 1}", 'line 1, column 2: this is not JSON; texts and names of members stand in double quotes'],
  ['a text that is not closed', '{"a": "x,\n"b": 1}', 'line 1, column 7: a text does not end on its line'],
  ['a tab in a text', '{"a": "\t"}', 'line 1, column 7: a text may not hold a tab or another control character'],
  ['a path of Windows in a text', '{"a": "C:\\data"}', 'line 1, column 7: a text has a backslash before a character that needs none'],
  ['an object that is not closed', '{"a": {"b": 1}', 'line 1, column 15: an object is not closed by }'],
  ['a bracket too many', '{"a": 1}\n}', 'line 2, column 1: the file must end here'],
  ['a space that is none', '{"a":\u00A01}', 'line 1, column 6: this is not JSON; texts and names of members stand in double quotes'],
  [
    'characters of two units before it',
    '{"ä": "😀", x}',
    'line 1, column 13: this is not JSON; texts and names of members stand in double quotes',
  ],
  ['nothing at all', '', 'line 1, column 1: a value must stand here'],
])('a settings file with %s is refused with the place and the reason', (_, text, said) => {
  expect(refusal(text)).toBe(`FILE is not JSON: ${said}`);
});

test('the refusal repeats nothing of the file, which may hold a secret', () => {
  expect(refusal('{"agent": {"clientSecret": hunter2hunter2}}')).toBe(
    'FILE is not JSON: line 1, column 28: this is not JSON; texts and names of members stand in double quotes',
  );
});

test('each text that is not JSON gets a line, a column and a reason', () => {
  const piece = fc.oneof(
    fc.constantFrom(...'{}[],:"\\-.e0/* \n\r\t\u00A0\u2028', '"a"', 'true', '\\u12', '//'),
    fc.string({ maxLength: 3 }),
  );
  const broken = fc.oneof(
    fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
    fc.tuple(fc.json(), fc.nat(), piece).map(([json, at, more]) => json.slice(0, at % (json.length + 1)) + more),
  );
  fc.assert(
    fc.property(broken, (text) => {
      fc.pre(!isJson(text));
      expect(jsonFault(text)).toMatch(/^line [1-9]\d*, column [1-9]\d*: (?!this is not JSON$)/);
    }),
    { numRuns: 1000 },
  );
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
