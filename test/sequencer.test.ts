import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '..');
const FILE = path.join(__dirname, 'support', 'sequencer.cjs');
const Sequencer = require('./support/sequencer.cjs');
const config = require('../jest.config.cjs');

interface Run {
  readonly name: string;
  readonly imports?: readonly string[];
  readonly size?: number;
  readonly failed?: boolean;
  readonly milliseconds?: number;
}

/** The order of some test files, given what Jest knows of each. */
function ordered(changed: readonly string[], ...runs: readonly Run[]): string[] {
  const of = (test: { path: string }) => runs.find(({ name }) => path.join(ROOT, name) === test.path) as Run;
  const sequencer = Object.assign(new Sequencer(), {
    changed: () => changed.map((name) => path.join(ROOT, name)),
    hasFailed: (test: { path: string }) => of(test).failed === true,
    time: (test: { path: string }) => of(test).milliseconds,
  });
  const hasteFS = {
    getDependencies: (file: string) => of({ path: file }).imports ?? [],
    getSize: (file: string) => of({ path: file }).size ?? 0,
  };
  const tests = runs.map(({ name }) => ({ path: path.join(ROOT, name), context: { config: { rootDir: ROOT }, hasteFS } }));
  const sorted: { path: string }[] = sequencer.sort(tests);
  return sorted.map((test) => path.relative(ROOT, test.path));
}

const LONG = { name: 'test/long.test.ts', milliseconds: 60_000 };
const SHORT = { name: 'test/short.test.ts', milliseconds: 100 };

test('what failed the last time comes first, then what has changed, then the longest', () => {
  const failed = { name: 'test/failed.test.ts', milliseconds: 10, failed: true };
  const changed = { name: 'test/changed.test.ts', milliseconds: 20 };
  expect(ordered([changed.name], SHORT, LONG, changed, failed)).toEqual([failed.name, changed.name, LONG.name, SHORT.name]);
});

test('a test of a source that has changed comes before one of another', () => {
  const its = { name: 'test/its.test.ts', milliseconds: 20, imports: ['node:fs', '../lib/source', 'zod'] };
  expect(ordered(['lib/source.ts'], SHORT, LONG, its)).toEqual([its.name, LONG.name, SHORT.name]);
  expect(ordered(['lib/another.ts'], SHORT, LONG, its)).toEqual([LONG.name, SHORT.name, its.name]);
});

test('where no file has run yet, those that are known to take long come first, then the largest', () => {
  const [small, large] = [
    { name: 'test/small.test.ts', size: 100 },
    { name: 'test/large.test.ts', size: 90_000 },
  ];
  const known = { name: 'test/faults/matrix.test.ts', size: 10 };
  expect(ordered([], small, large, known)).toEqual([known.name, large.name, small.name]);
});

test('every file that is known to take long is there', () => {
  const named = [...readFileSync(FILE, 'utf8').matchAll(/'(test\/[\w./-]+)': \d+/g)].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !existsSync(path.join(ROOT, name)))).toEqual([]);
});

test('Jest runs test files in this order, and sees which sources a test depends on', () => {
  expect(config.testSequencer).toBe('<rootDir>/test/support/sequencer.cjs');
  const folders = ['bench', 'bin', 'bootstrap', 'examples', 'lambda', 'lib', 'load', 'local', 'ops', 'test'];
  expect(config.roots).toEqual(expect.arrayContaining(folders.map((folder) => `<rootDir>/${folder}`)));
});
