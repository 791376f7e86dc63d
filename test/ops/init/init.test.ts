import fs, { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { checkConfig } from '../../../lib/config/check';
import manifest from '../../../package.json';
import { runOps } from '../../support/ops';

let folder = '';
const cwd = process.cwd();
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'init-'));
});
afterEach(() => process.chdir(cwd));

const read = (file: string, from = folder) => readFileSync(path.join(from, file), 'utf8');
const everyFile = (from = folder) => readdirSync(from, { recursive: true, withFileTypes: true }).filter((each) => each.isFile()).length;
const givenPackage = (content: unknown, at = folder) => writeFileSync(path.join(at, 'package.json'), JSON.stringify(content));

describe('an app that init writes', () => {
  test('has settings that are accepted, a CDK app of the package’s public face, a pipeline, and a README', async () => {
    const { code, stdout } = await runOps(['init', folder, '--json']);
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 0, folder, kept: [] });
    expect(JSON.parse(stdout).files).toHaveLength(everyFile());
    for (const stage of ['dev', 'prod']) {
      const settings = JSON.parse(read(`config/${stage}.json`));
      expect(settings.$schema).toBe('../node_modules/face-match-proxy/config/schema.json');
      expect(() => checkConfig(settings, stage)).not.toThrow();
    }
    expect([...read('bin/app.ts').matchAll(/from '([^']*)'/g)].map(([, from]) => from)).toEqual(['aws-cdk-lib', 'face-match-proxy']);
    expect(JSON.parse(read('cdk.json'))).toMatchObject({
      app: 'tsx bin/app.ts',
      context: { '@aws-cdk/core:validateAgainstDefaultRules': true },
    });
    expect(Object.keys(parse(read('.github/workflows/face-match-proxy.yml')).jobs)).toEqual(['check', 'diff', 'deploy', 'smoke']);
  });

  test('has every script that its pipeline and its README run', async () => {
    await runOps(['init', folder]);
    const { scripts } = JSON.parse(read('package.json'));
    const texts = ['README.md', '.github/workflows/face-match-proxy.yml'].map((file) => read(file)).join('\n');
    const named = [...texts.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, name]) => name);
    expect(named).toEqual(expect.arrayContaining(['ops', 'synth', 'deploy', 'typecheck']));
    expect(named.filter((name) => scripts[name ?? ''] === undefined)).toEqual([]);
  });

  test('is pinned to the versions that this one was tested with', async () => {
    await runOps(['init', folder]);
    const { dependencies, devDependencies, private: isPrivate } = JSON.parse(read('package.json'));
    const { 'aws-cdk-lib': library, constructs, 'aws-cdk': cli, tsx, typescript, '@types/node': types, sharp } = manifest.devDependencies;
    expect(dependencies).toEqual({ 'aws-cdk-lib': library, constructs, 'face-match-proxy': manifest.version });
    expect(devDependencies).toEqual({ 'aws-cdk': cli, tsx, typescript, '@types/node': types, sharp });
    expect(isPrivate).toBe(true);
  });

  test('leads to documents of the package that there are', async () => {
    await runOps(['init', folder]);
    const named = ['README.md', '.github/workflows/face-match-proxy.yml'].flatMap((file) =>
      [...read(file).matchAll(/node_modules\/face-match-proxy\/((?:docs|bootstrap|pipeline)\/[\w./-]+\w)/g)].map(
        ([, target]) => target ?? '',
      ),
    );
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((target) => read(target, cwd) === '')).toEqual([]);
  });
});

test('init says by npx how it is used where npx runs it, since no script is there yet', async () => {
  const underNpx = { environment: { npm_lifecycle_event: 'npx' } };
  expect((await runOps(['init'], underNpx)).stderr).toContain('npx face-match-proxy init --help lists its options');
  expect((await runOps(['init', '--help'], underNpx)).stdout).toContain('Usage: npx face-match-proxy init ');
});

test('init says of a file that it may not write that it cannot be written', async () => {
  const denied = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES', syscall: 'open' });
  jest.spyOn(fs, 'writeFileSync').mockImplementationOnce(() => {
    throw denied;
  });
  const { code, stderr } = await runOps(['init', folder]);
  expect({ code, stderr }).toEqual({ code: 6, stderr: expect.stringContaining('It cannot be written (EACCES).') });
});

describe('init loses nothing', () => {
  test('of a package.json that is there: it gets what it lacks, and is told what it has otherwise', async () => {
    givenPackage({
      name: 'bank',
      type: 'module',
      scripts: { deploy: 'make', test: 'jest' },
      dependencies: { constructs: '10.6.0', 'face-match-proxy': 'file:../p.tgz' },
    });
    const { code, stdout } = await runOps(['init', folder]);
    expect(code).toBe(0);
    const written = JSON.parse(read('package.json'));
    expect(written).toMatchObject({ name: 'bank', type: 'module', scripts: { deploy: 'make', test: 'jest', ops: 'face-match-proxy' } });
    expect(written.dependencies).toMatchObject({ constructs: '10.6.0', 'face-match-proxy': 'file:../p.tgz' });
    expect(stdout).toContain('scripts.deploy "make", not "cdk deploy --no-notices"');
    expect(stdout).toContain(`dependencies.constructs "10.6.0", not "${manifest.devDependencies.constructs}"`);
  });

  test('of which part of package.json a package is in: none comes into a second one', async () => {
    givenPackage({
      dependencies: { typescript: '6.0.2' },
      devDependencies: { 'aws-cdk-lib': '2.270.0', 'face-match-proxy': 'file:../p.tgz' },
    });
    const { stdout } = await runOps(['init', folder]);
    const { dependencies, devDependencies } = JSON.parse(read('package.json'));
    expect(Object.keys(dependencies).filter((name) => name in devDependencies)).toEqual([]);
    expect(dependencies).toMatchObject({ typescript: '6.0.2' });
    expect(devDependencies).toMatchObject({ 'aws-cdk-lib': '2.270.0', 'face-match-proxy': 'file:../p.tgz' });
    expect(stdout).toContain(`devDependencies.aws-cdk-lib "2.270.0", not "${manifest.devDependencies['aws-cdk-lib']}"`);
  });

  test.each([
    ['a file where a folder is needed', (at: string) => writeFileSync(path.join(at, 'bin'), 'mine'), 'bin is there already'],
    ['a link that leads nowhere', (at: string) => symlinkSync('/none/cdk.json', path.join(at, 'cdk.json')), 'cdk.json is there already'],
    [
      'a package.json that leads nowhere',
      (at: string) => symlinkSync('/none/package.json', path.join(at, 'package.json')),
      'package.json is there already',
    ],
  ])('by beginning: beside %s nothing is written', async (_what, put, says) => {
    put(folder);
    const { code, stderr } = await runOps(['init', folder]);
    expect({ code, files: readdirSync(folder).length }).toEqual({ code: 6, files: 1 });
    expect(stderr).toContain(`${says}; nothing was written.`);
  });

  test.each(['cdk.json', 'FACE-MATCH.md', 'config/dev.json', 'bin/app.ts'])('where %s is there: nothing is written', async (file) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), 'mine');
    if (file === 'FACE-MATCH.md') writeFileSync(path.join(folder, 'README.md'), 'mine, too');
    const files = everyFile();
    const { code, stderr } = await runOps(['init', folder]);
    expect(code).toBe(6);
    expect(stderr).toContain(`${file} is there already; nothing was written.`);
    expect([everyFile(), read(file)]).toEqual([files, 'mine']);
  });

  test('of a README.md and a .gitignore: they stay, and the guide comes beside them', async () => {
    for (const file of ['README.md', '.gitignore']) writeFileSync(path.join(folder, file), 'mine');
    const { code, stdout } = await runOps(['init', folder]);
    expect({ code, kept: [read('README.md'), read('.gitignore')] }).toEqual({ code: 0, kept: ['mine', 'mine'] });
    expect(read('FACE-MATCH.md')).toContain('npm run ops -- smoke');
    expect(stdout).toContain('FACE-MATCH.md has the rest.');
  });

  test.each([
    ['cut off', '{"name": "bank"'],
    ['a list', '[]'],
    ['one with scripts that are a text', '{"scripts": "make"}'],
    ['empty', ''],
  ])('of a package.json that is none (%s)', async (_what, text) => {
    writeFileSync(path.join(folder, 'package.json'), text);
    const { code, stderr } = await runOps(['init', folder]);
    expect(code).toBe(6);
    expect(stderr).toContain('This is not a package.json');
    expect([everyFile(), read('package.json')]).toEqual([1, text]);
  });

  test('of where the package is: a file that is named from here is named from the new folder', async () => {
    givenPackage({ dependencies: { 'face-match-proxy': 'file:../files/face-match-proxy.tgz' } });
    process.chdir(folder);
    expect((await runOps(['init', 'apps/match'])).code).toBe(0);
    expect(JSON.parse(read('apps/match/package.json')).dependencies['face-match-proxy']).toBe('file:../../../files/face-match-proxy.tgz');
    expect(JSON.parse(read('package.json'))).toEqual({ dependencies: { 'face-match-proxy': 'file:../files/face-match-proxy.tgz' } });
  });
});
