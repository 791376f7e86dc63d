import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { parse } from 'yaml';
import { read } from '../docs/documents';
import { synthesizeStage } from '../support/template';

interface Update {
  readonly 'package-ecosystem': string;
  readonly directory?: string;
  readonly directories?: readonly string[];
  readonly groups?: Readonly<Record<string, { readonly patterns: readonly string[] }>>;
  readonly ignore?: readonly { readonly 'dependency-name': string; readonly 'update-types': readonly string[] }[];
}

const { version, updates } = parse(read('.github/dependabot.yml')) as { version: number; updates: readonly Update[] };
const of = (ecosystem: string): Update => {
  const [update, ...others] = updates.filter((entry) => entry['package-ecosystem'] === ecosystem);
  if (update === undefined || others.length > 0) throw new Error(`There is not one entry for ${ecosystem}.`);
  return update;
};
const foldersOf = ({ directory, directories = [] }: Update): string[] =>
  [...directories, ...(directory === undefined ? [] : [directory])].sort();
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: path.join(__dirname, '..', '..'),
  encoding: 'utf8',
}).split('\n');
const foldersWith = (name: RegExp): string[] =>
  [...new Set(tracked.filter((file) => name.test(path.basename(file))).map((file) => path.join('/', path.dirname(file))))].sort();

const npm = of('npm');
const packages = foldersOf(npm).flatMap((folder) => {
  const manifest = JSON.parse(read(path.join('.', folder, 'package.json'))) as Record<string, Record<string, string>>;
  return ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) => Object.entries(manifest[kind] ?? {}));
});
/** Dependabot's pattern: `*` is anything, a scope included. */
const matches = (pattern: string, name: string): boolean =>
  new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(name);
const groupOf = (name: string): string | undefined =>
  Object.entries(npm.groups ?? {}).find(([, { patterns }]) => patterns.some((pattern) => matches(pattern, name)))?.[0];

describe('.github/dependabot.yml', () => {
  test('looks at every folder that has packages, and at no other', () => {
    expect(version).toBe(2);
    expect(foldersOf(npm)).toEqual(foldersWith(/^package\.json$/));
  });

  test('looks at every folder that has workflows, also at the one to be copied', () => {
    const workflows = foldersWith(/\.ya?ml$/).filter((folder) => ['/.github/workflows', '/pipeline'].includes(folder));
    expect(foldersOf(of('github-actions'))).toEqual(workflows.map((folder) => (folder === '/.github/workflows' ? '/' : folder)));
    expect(of('github-actions').groups).toEqual({ actions: { patterns: ['*'] } });
  });

  test('looks at every Dockerfile', () => {
    expect(foldersOf(of('docker'))).toEqual(foldersWith(/^Dockerfile$/));
  });

  test('takes what must have one version together: AWS’s clients, CDK, the tools for tests, Node', () => {
    const names = packages.map(([name]) => name);
    const grouped = (start: RegExp) => [...new Set(names.filter((name) => start.test(name)).map(groupOf))];
    expect(grouped(/^@(?:aws-sdk|smithy)\//)).toEqual(['aws-sdk']);
    expect(grouped(/^(?:aws-cdk|constructs|cdk-nag|@cdklabs\/|@aws-cdk\/)/)).toEqual(['cdk']);
    expect(grouped(/jest$|^@stryker-mutator\/|^playwright|^fast-check$/)).toEqual(['tests']);
    expect(grouped(/^node-(?:linux|win)/)).toEqual(['node']);
  });

  test('has no pattern that matches no package, and none that matches a package of another group', () => {
    const patterns = Object.values(npm.groups ?? {}).flatMap((group) => group.patterns);
    const all = [...patterns, ...(npm.ignore ?? []).map((entry) => entry['dependency-name'])];
    expect(all.filter((pattern) => !packages.some(([name]) => matches(pattern, name)))).toEqual([]);
    expect(
      packages
        .map(([name]) => [name, patterns.filter((pattern) => matches(pattern, name)).length])
        .filter(([, count]) => Number(count) > 1),
    ).toEqual([]);
  });

  test('leaves to people the majors of the CDK command line, of which 3.0.0 is none, and of what follows the function’s Node, and nothing else', () => {
    const majors = ['version-update:semver-major'];
    expect(npm.ignore).toEqual(['aws-cdk', '@types/node', 'node-*'].map((name) => ({ 'dependency-name': name, 'update-types': majors })));
    expect(of('docker').ignore).toEqual([{ 'dependency-name': 'node', 'update-types': majors }]);
    expect(of('github-actions').ignore).toBeUndefined();
    const { Runtime } = synthesizeStage('prod').one('AWS::Lambda::Function', /Function/);
    const follow = packages.filter(([name]) => matches('node-*', name) || name === '@types/node');
    expect(follow.length).toBeGreaterThan(3);
    expect([...new Set(follow.map(([, number]) => `nodejs${number.split('.')[0]}.x`))]).toEqual([Runtime]);
    expect(read('.github/dependabot.yml')).toContain(String(Runtime));
    expect(packages.filter(([name]) => name === 'aws-cdk').map(([, number]) => number.split('.')[0])).toEqual(['2', '2']);
  });
});
