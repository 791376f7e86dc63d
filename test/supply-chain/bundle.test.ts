import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleInto } from '../../lib/function/bundle';
import { CODE_FILE, FUNCTIONS } from '../../lib/function/functions';
import { packageFolder, packagesOf } from '../../tools/package/bundled-packages';
import { type Bundle, bundleCode, bundleInputs } from '../support/built';

const PROJECT = path.join(__dirname, '..', '..');

/** The files of a bundle, by absolute path. */
const inputsOf = (of: Bundle) => bundleInputs(of).map((input) => path.resolve(PROJECT, input));

/** Licences that ask for no more than a notice. */
const LICENCES = ['0BSD', 'Apache-2.0', 'BSD-3-Clause', 'MIT', 'MIT-0'];

describe.each(Object.entries(FUNCTIONS) as [Bundle, string][])('the bundle of the function %s', (of, handler) => {
  const inputs = inputsOf(of);
  const bytes = Buffer.from(bundleCode(of));

  test('is of few packages, each under a licence that is allowed', () => {
    const packages = packagesOf(inputs);
    expect(packages.length).toBeLessThanOrEqual(25);
    expect(packages.filter(({ licence }) => !LICENCES.includes(licence))).toEqual([]);
  });

  test('is small enough for a quick start: 470 KB of 1000 bytes', () => {
    expect(bytes.length).toBeLessThanOrEqual(470_000);
  });

  test('holds nothing that no request of the function can reach: no other credentials and no streams of events', () => {
    const unreached = /node_modules\/.*(credential-provider|event-streams)/;
    expect(inputs.filter((input) => unreached.test(input))).toEqual([]);
  });

  test('has the same bytes when built in another folder', () => {
    const folder = copyOfProject('another/and-deeper', inputs);
    bundleInto(folder, handler, folder);
    const built = readFileSync(path.join(folder, CODE_FILE));
    expect(built.equals(bytes)).toBe(true);
    expect([folder, PROJECT].filter((name) => built.includes(name))).toEqual([]);
  });
});

/** A folder with what a build reads: our sources, and the packages' files with each package.json that says how to resolve them. */
function copyOfProject(name: string, inputs: readonly string[]): string {
  const project = path.join(mkdtempSync(path.join(tmpdir(), 'face-match-proxy-copy-')), name);
  mkdirSync(project, { recursive: true });
  for (const part of ['lambda', 'contract', 'package.json', 'tsconfig.json'])
    cpSync(path.join(PROJECT, part), path.join(project, part), { recursive: true });
  for (const folder of new Set(inputs.flatMap((input) => packageFolder(input) ?? []))) {
    const below = folder.slice(folder.indexOf('/node_modules/'));
    cpSync(folder, path.join(project, below), { recursive: true, filter: (from) => !/\.d\.ts$|\/dist-types$/.test(from) });
  }
  return project;
}

describe('the bill of materials', () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'face-match-proxy-sbom-')), 'sbom.json');
  execFileSync('npm', ['run', '--silent', 'sbom', '--', file], { cwd: PROJECT });
  const { bomFormat, components, dependencies } = JSON.parse(readFileSync(file, 'utf8'));
  const listed = (components as { name: string; version: string }[]).map(({ name, version }) => `${name} ${version}`);

  const inputs = [...inputsOf('proxy'), ...inputsOf('verdict')];

  test('is CycloneDX and names every package of the bundles in its version, and no other', () => {
    expect(bomFormat).toBe('CycloneDX');
    expect(listed.sort()).toEqual(packagesOf(inputs).map(({ name, version }) => `${name} ${version}`));
  });

  test('and nothing twice, and no dependency on what it does not name', () => {
    const refs = (components as { 'bom-ref': string }[]).map((component) => component['bom-ref']);
    expect(new Set(refs).size).toBe(refs.length);
    const named = (dependencies as { dependsOn: string[] }[]).flatMap(({ dependsOn }) => dependsOn);
    expect(named.filter((ref) => !refs.includes(ref))).toEqual([]);
  });
});
