import { buildSync } from 'esbuild';
import { spellKeys } from '../../../lib/function/spelled-keys';

test('writes a key out where it stands, when its text is declared on a line of its own', () => {
  expect(spellKeys('var _hH = "httpHeader";\nvar A = [{ [_hH]: _x, [_hH]: 1 }];\n')).toBe(
    'var _hH = "httpHeader";\nvar A = [{ "httpHeader": _x, "httpHeader": 1 }];\n',
  );
});

test.each([
  ['of a name that is declared nowhere', 'var A = { [_hH]: 1 };'],
  ['of a name that is declared inside of something', 'function f() {\n  var _hH = "a";\n  return { [_hH]: 1 };\n}'],
  ['that is no text', 'var _hH = 1;\nvar A = { [_hH]: 1 };'],
  ['that is made of more than one text', 'var _hH = "a" + b;\nvar A = { [_hH]: 1 };'],
  ['that is read and not written', 'var _hH = "a";\nvar A = B[_hH];'],
  ['that is given another value later', 'var _hH = "a";\n_hH = "b";\nvar A = { [_hH]: 1 };'],
  ['that is a parameter elsewhere, with a value of its own', 'var _hH = "a";\nfunction f(_hH = "b") {\n  return { [_hH]: 1 };\n}'],
  ['that would set the prototype as a plain key', 'var _p = "__proto__";\nvar A = { [_p]: 1 };'],
])('leaves a key %s', (_, code) => {
  expect(spellKeys(code)).toBe(code);
});

test('lets a bundler leave out a table that nobody asks for', () => {
  const code = 'var _hH = "httpHeader";\nvar Unused = [{ [_hH]: "x-unused" }];\nvar Used = [{ [_hH]: "x-used" }];\nexport { Used };\n';
  const bundled = (contents: string) => buildSync({ stdin: { contents }, bundle: true, minify: true, write: false }).outputFiles[0]?.text;
  const exporting = (text: string) => text.replace('export { Used };', 'console.log(Used);');
  expect(bundled(exporting(code))).toContain('x-unused');
  expect(bundled(exporting(spellKeys(code)))).not.toContain('x-unused');
  expect(bundled(exporting(spellKeys(code)))).toContain('httpHeader:"x-used"');
});
