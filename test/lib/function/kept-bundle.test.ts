import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type BundleKind, bundleInto } from '../../../lib/function/bundle';
import { keptBundle } from '../../../lib/function/kept-bundle';

/** A project with one source and one package. */
const FILES = {
  'lambda/handler.ts': "import { word } from 'a-package'; import { number } from './number'; export const handler = () => [word, number];",
  'lambda/handler-without-limit.ts': 'export const handler = () => "unlimited";',
  'lambda/number/index.ts': 'export const number = 1;',
  'node_modules/a-package/package.json': '{"name": "a-package", "module": "one.js"}',
  'node_modules/a-package/one.js': 'export const word = "one";',
  'node_modules/a-package/two.js': 'export const word = "two";',
  'package-lock.json': '{}',
  'tsconfig.json': '{}',
  'lib/function/bundle.ts': "import { spell } from './spelled';",
  'lib/spelled.ts': '',
};

let project: string;
let made: BundleKind[];
beforeEach(() => {
  project = mkdtempSync(path.join(tmpdir(), 'face-match-proxy-kept-'));
  made = [];
  for (const [name, text] of Object.entries(FILES)) write(name, text);
});
afterEach(() => rmSync(project, { recursive: true }));

function write(name: string, text: string): void {
  mkdirSync(path.dirname(path.join(project, name)), { recursive: true });
  writeFileSync(path.join(project, name), text);
}

function bundle(kind: BundleKind = 'with-attempt-limit', meanwhile = () => {}) {
  return keptBundle(kind, project, (...parameters) => {
    made.push(kind);
    const metafile = bundleInto(...parameters);
    meanwhile();
    return metafile;
  });
}

test('a bundle is made once, however often it is asked for', () => {
  const first = bundle();
  expect([bundle(), bundle()]).toEqual([first, first]);
  expect(made).toEqual(['with-attempt-limit']);
  expect(first.code).toContain('one');
});

test('the two bundles are kept beside each other', () => {
  const codes = [bundle(), bundle('without-limit'), bundle(), bundle('without-limit')].map(({ code }) => code.includes('unlimited'));
  expect(codes).toEqual([false, true, false, true]);
  expect(made).toEqual(['with-attempt-limit', 'without-limit']);
});

test.each([
  ['a source that has changed', 'lambda/number/index.ts', 'export const number = 4711;', '4711'],
  ['a new source that stands in the place of another', 'lambda/number.ts', 'export const number = 4711;', '4711'],
  ['a file of a package, changed by hand', 'node_modules/a-package/one.js', 'export const word = "by hand";', 'by hand'],
  ['what a package says of itself', 'node_modules/a-package/package.json', '{"name": "a-package", "module": "two.js"}', 'two'],
  ['a version that is locked', 'package-lock.json', '{"x": 1}', 'one'],
  ['what is installed', 'node_modules/.package-lock.json', '{"x": 1}', 'one'],
  ['how it is compiled', 'tsconfig.json', '{"compilerOptions": {"strict": true}}', 'one'],
  ['how it is bundled', 'lib/function/bundle.ts', 'another setting', 'one'],
  ['what has a part in bundling it', 'lib/spelled.ts', 'another spelling', 'one'],
])('%s makes a new bundle, once', (_what, file, text, shown) => {
  bundle();
  write(file, text);
  expect([bundle(), bundle()].map(({ code }) => code.includes(shown))).toEqual([true, true]);
  expect(made).toHaveLength(2);
});

test('a source that is gone is not in the bundle any more', () => {
  bundle();
  rmSync(path.join(project, 'lambda/number/index.ts'));
  write('lambda/number/index.js', 'export const number = 4711;');
  expect(bundle().code).toContain('4711');
});

test('a source that is edited while it is bundled is bundled again', () => {
  bundle('with-attempt-limit', () => write('lambda/number/index.ts', 'export const number = 4711;'));
  expect(bundle().code).toContain('4711');
  expect(made).toHaveLength(2);
});

test('a change that cannot be bundled fails each time, and is not answered with what was kept', () => {
  bundle();
  write('lambda/number/index.ts', 'export const number = ;');
  const fail = () => {
    throw new Error('Unexpected ";"');
  };
  for (const _time of [1, 2]) expect(() => keptBundle('with-attempt-limit', project, fail)).toThrow('Unexpected ";"');
});

test('what is kept broken is made again', () => {
  const { code } = bundle();
  const file = path.join(project, 'node_modules/.cache/face-match-proxy/with-attempt-limit.json');
  writeFileSync(file, readFileSync(file, 'utf8').slice(0, -20));
  expect(bundle().code).toBe(code);
  expect(made).toHaveLength(2);
});

test('processes that bundle at the same time get the same code, and leave one file', async () => {
  const program = `process.stdout.write(require(process.argv[1]).keptBundle('with-attempt-limit', process.argv[2]).code)`;
  const parameters = [
    '--require',
    'tsx/cjs',
    '-e',
    program,
    path.join(__dirname, '..', '..', '..', 'lib', 'function', 'kept-bundle.ts'),
    project,
  ];
  const run = async () => (await promisify(execFile)(process.execPath, parameters, { cwd: path.join(__dirname, '..', '..', '..') })).stdout;
  expect(new Set(await Promise.all([run(), run(), run()]))).toEqual(new Set([bundle().code]));
  expect(made).toEqual([]);
  expect(readdirSync(path.join(project, 'node_modules/.cache/face-match-proxy'))).toEqual(['with-attempt-limit.json']);
});

test.each(['with-attempt-limit', 'without-limit'] as const)('a run of tests finds the bundle %s made before its first test', (kind) => {
  const { code } = keptBundle(kind, path.join(__dirname, '..', '..', '..'), () => {
    throw new Error('bundled a second time');
  });
  expect(code.length).toBeGreaterThan(100_000);
});
