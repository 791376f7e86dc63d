import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '..');
const FILES = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '');
const SOURCES = FILES.filter((file) => /^(bin|bootstrap|lib|lambda|local|ops|bench|load|stand-ins|examples)\/.*\.(ts|cjs)$/.test(file));

/** The three files of the function that the stack may read: plain data, so that the two cannot drift apart. */
const SHARED = ['contract/operations', 'contract/environment', 'contract/names'];

/** Modules of this repository that a file imports, as paths without extension; packages keep their names. */
function importsOf(file: string): string[] {
  const text = readFileSync(path.join(ROOT, file), 'utf8');
  return [...text.matchAll(/(?:\bfrom\s+|\bimport\(\s*|\brequire\(\s*|^import\s+)'([^']+)'/gm)].map(([, name = '']) =>
    name.startsWith('.') ? path.join(path.dirname(file), name) : name,
  );
}

function importsIn(folder: string): [file: string, imported: string][] {
  return SOURCES.filter((file) => file.startsWith(`${folder}/`)).flatMap((file) =>
    importsOf(file).map((imported): [string, string] => [file, imported]),
  );
}

function outside(folder: string, allowed: (imported: string) => boolean): [string, string][] {
  const houses = /^(bin|lib|lambda|local|ops|bench|load|stand-ins|examples|test|config)\//;
  return importsIn(folder).filter(([, imported]) => houses.test(imported) && !imported.startsWith(`${folder}/`) && !allowed(imported));
}

describe('imports run one way', () => {
  test('the function imports nothing of the stack and nothing of CDK', () => {
    expect(outside('lambda', () => false)).toEqual([]);
    expect(importsIn('lambda').filter(([, imported]) => /^(aws-cdk-lib|constructs|zod)/.test(imported))).toEqual([]);
  });

  test('the stack imports only the three shared files of the function', () => {
    expect(outside('lib', (imported) => SHARED.includes(imported))).toEqual([]);
  });

  test('the local stack imports neither the stack nor the function: it runs what was synthesized and bundled', () => {
    expect(outside('local', (imported) => imported.startsWith('stand-ins/'))).toEqual([]);
  });

  test('a stand-in knows nothing of who uses it', () => {
    expect(outside('stand-ins', () => false)).toEqual([]);
  });

  test('the programs import no step of the function', () => {
    expect(outside('bin', (imported) => /^(lib|local|ops|load|bench)\//.test(imported))).toEqual([]);
  });

  test('the operator’s commands know the settings of a stage, and of the function which checksums can be compared, and nothing else', () => {
    const known = /^(?:lib\/config(?:-.*)?|lambda\/known-checksums)$/;
    expect(outside('ops', (imported) => known.test(imported))).toEqual([]);
    expect(importsIn('ops').filter(([, imported]) => /^(aws-cdk-lib|constructs)/.test(imported))).toEqual([]);
  });

  test('the function is bundled in one place, which keeps what it has made; the bench measures bundles of its own', () => {
    const bundling = SOURCES.filter((file) => /\bbundleInto\b/.test(readFileSync(path.join(ROOT, file), 'utf8')));
    expect(bundling.sort()).toEqual(['bench/contenders.ts', 'lib/function/bundle.ts', 'lib/function/kept-bundle.ts']);
  });

  test('the load runs against the local stack and knows nothing else', () => {
    expect(outside('load', (imported) => imported.startsWith('local/'))).toEqual([]);
  });

  test('the bench measures the bundle as it is deployed and started, and knows nothing else', () => {
    expect(outside('bench', (imported) => imported === 'lib/function/bundle' || imported === 'lib/function/node-options')).toEqual([]);
  });

  test('an example imports what any other app could: what the stack exports, and nothing behind it', () => {
    const [count, behind] = [importsIn('examples').length, outside('examples', (imported) => imported === 'lib')];
    expect(count).toBeGreaterThan(0);
    expect(behind).toEqual([]);
  });

  test('the function flows from the handler through the proxy to the steps and never back', () => {
    const graph = new Map<string, string[]>();
    for (const [file, imported] of importsIn('lambda')) {
      if (imported.startsWith('lambda/')) graph.set(file.replace(/\.ts$/, ''), [...(graph.get(file.replace(/\.ts$/, '')) ?? []), imported]);
    }
    const importers = (name: string) => [...graph].filter(([, imported]) => imported.includes(name)).map(([file]) => file);
    expect(importers('lambda/handler')).toEqual([]);
    expect(importers('lambda/proxy')).toEqual(['lambda/composition']);
    expect(importers('lambda/composition').sort()).toEqual(['lambda/handler', 'lambda/handler-without-limit']);
    expect([...graph.keys()].filter((start) => reaches(graph, start, start))).toEqual([]);
  });
});

function reaches(graph: ReadonlyMap<string, string[]>, from: string, target: string, seen = new Set<string>()): boolean {
  return (graph.get(from) ?? []).some((next) => {
    if (next === target) return true;
    if (seen.has(next)) return false;
    seen.add(next);
    return reaches(graph, next, target, seen);
  });
}

describe('a file is one noun', () => {
  const lines = (file: string) => readFileSync(path.join(ROOT, file), 'utf8').split('\n').length - 1;

  test('no source file has more than 200 lines, no test file more than 300', () => {
    const tests = FILES.filter((file) => /^test\/.*\.ts$/.test(file));
    expect(SOURCES.filter((file) => lines(file) > 200)).toEqual([]);
    expect(tests.filter((file) => lines(file) > 300)).toEqual([]);
  });

  test('a program in bin/ only parses, calls and exits: 40 lines at most', () => {
    expect(SOURCES.filter((file) => file.startsWith('bin/') && lines(file) > 40)).toEqual([]);
  });

  test('the median source file has at most 70 lines', () => {
    const sorted = SOURCES.map(lines).sort((one, other) => one - other);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(70);
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

  test('each version is pinned exactly, and the lock file records no address', () => {
    const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
    const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies });
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(String(version)))).toEqual([]);
    expect(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved": "https?:/);
  });

  // npm leaves out what a registry does not carry when it writes the file, and then refuses the file elsewhere (`npm ci`, "Missing").
  test('the lock file has an entry for every platform of every package, whichever one it was written on', () => {
    const { packages } = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8'));
    const optional = Object.entries<{ optionalDependencies?: object }>(packages).flatMap(([, entry]) =>
      Object.keys(entry.optionalDependencies ?? {}),
    );
    expect(optional.filter((name) => !Object.keys(packages).some((key) => key.endsWith(`node_modules/${name}`)))).toEqual([]);
  });
});
