import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '..');
const FILES = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '');
const SOURCES = FILES.filter((file) =>
  /^(bin|bootstrap|client|contract|docs|lib|lambda|local|ops|bench|load|stand-ins|examples)\/.*\.(ts|cjs)$/.test(file),
);

interface Cruise {
  readonly summary: {
    readonly violations: readonly { readonly rule: { readonly name: string }; readonly from: string; readonly to: string }[];
  };
  readonly modules: readonly { readonly source: string }[];
}

describe('imports run one way', () => {
  let cruise: Cruise;
  beforeAll(() => {
    const { stdout } = spawnSync('npm', ['run', '--silent', 'imports', '--', '--output-type', 'json'], {
      cwd: ROOT,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    cruise = JSON.parse(stdout);
  });

  test('as .dependency-cruiser.cjs says, transitively, types included, without a circle', () => {
    expect(cruise.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
  });

  // With neither swc nor an older TypeScript, dependency-cruiser reads no TypeScript and finds nothing wrong.
  test('and that is decided over every source file there is', () => {
    const seen = new Set(cruise.modules.map(({ source }) => source));
    expect(SOURCES.length).toBeGreaterThan(400);
    expect(SOURCES.filter((file) => !seen.has(file))).toEqual([]);
  });

  test('the function is bundled in one place; the bench measures its own bundles', () => {
    const bundling = SOURCES.filter((file) => /\bbundleInto\b/.test(readFileSync(path.join(ROOT, file), 'utf8')));
    expect(bundling.filter((file) => !file.startsWith('bench/')).sort()).toEqual(['lib/function/bundle.ts', 'lib/function/code.ts']);
  });
});

describe('the rooms', () => {
  const folders = new Map<string, number>();
  for (const file of FILES.filter((one) => /^(bin|client|contract|docs\/generate|lib|lambda|ops|local|stand-ins|load|bench)\//.test(one))) {
    folders.set(path.dirname(file), (folders.get(path.dirname(file)) ?? 0) + 1);
  }

  test('hold at most 16 files each', () => {
    expect([...folders].filter(([, files]) => files > 16)).toEqual([]);
  });

  test('and the first ones of lib/ and lambda/ only what a stranger reads first', () => {
    expect(folders.get('lib')).toBeLessThanOrEqual(4);
    expect(folders.get('lambda')).toBeLessThanOrEqual(5);
  });
});

describe('a file is one noun', () => {
  const lines = (file: string) => readFileSync(path.join(ROOT, file), 'utf8').split('\n').length - 1;

  test('no source file has more than 200 lines, no test file more than 300', () => {
    const tests = FILES.filter((file) => /^test\/.*\.ts$/.test(file));
    const made = FILES.filter((file) => /^(config|tools)\/.*\.ts$/.test(file));
    expect(made.length).toBeGreaterThan(15);
    expect([...SOURCES, ...made].filter((file) => lines(file) > 200)).toEqual([]);
    expect(tests.filter((file) => lines(file) > 300)).toEqual([]);
  });

  test('a program in bin/ only parses, calls and exits: 40 lines at most', () => {
    expect(SOURCES.filter((file) => file.startsWith('bin/') && lines(file) > 40)).toEqual([]);
  });
});

describe('the repository is whole', () => {
  test('nothing in it refers to a path outside it', () => {
    const texts = FILES.filter((file) => /\.(ts|cjs|md|json|yml)$/.test(file) && file !== 'package-lock.json');
    const escaping = texts.flatMap((file) =>
      [...readFileSync(path.join(ROOT, file), 'utf8').matchAll(/['"(`]((?:\.\.\/)+[\w./-]*)/g)]
        .map(([, target = '']) => path.join(path.dirname(file), target))
        .filter((target) => target.startsWith('..')),
    );
    expect(escaping).toEqual([]);
  });

  test('what is mutated and the tests that judge it are there', () => {
    const { mutate, jest: runner } = JSON.parse(readFileSync(path.join(ROOT, 'stryker.config.json'), 'utf8'));
    const named: string[] = [...mutate, ...runner.config.testMatch.map((file: string) => file.replace('**/', ''))];
    expect(named.filter((file) => !FILES.includes(file))).toEqual([]);
  });

  test('each version is pinned exactly, and the lock file records no address', () => {
    const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
    const node24 = JSON.parse(readFileSync(path.join(ROOT, 'tools/node24/package.json'), 'utf8'));
    const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies, ...node24.optionalDependencies });
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(String(version)))).toEqual(['file:tools/node24']);
    expect(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved": "https?:/);
  });

  // npm leaves out what a registry does not carry when it writes the file, and then refuses the file elsewhere (`npm ci`, "Missing").
  test('the lock file has an entry for every platform of every package, on any platform that it was written on', () => {
    const { packages } = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8'));
    const optional = Object.entries<{ optionalDependencies?: object }>(packages).flatMap(([, entry]) =>
      Object.keys(entry.optionalDependencies ?? {}),
    );
    expect(optional.filter((name) => !Object.keys(packages).some((key) => key.endsWith(`node_modules/${name}`)))).toEqual([]);
  });
});
