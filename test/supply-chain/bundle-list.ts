import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { BundleKind } from '../../lib/function/bundle';
import { keptBundle } from '../../lib/function/kept-bundle';

const PROJECT = path.join(__dirname, '..', '..');
const DOCUMENT = path.join(PROJECT, 'docs', 'bundle-packages.md');
const [BEGIN, END] = ['<!-- packages: made by test/supply-chain/bundle-list.ts -->\n', '<!-- end of packages -->'];

/** Files that went into the bundle, by absolute path. */
export function inputsOf(kind: BundleKind): string[] {
  return keptBundle(kind).inputs.map((input) => path.resolve(PROJECT, input));
}

/** A package of which at least one file is in a bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
}

/** The packages behind these files, by name. @throws Error for two versions of one package: both would have to be watched. */
export function packagesOf(inputs: readonly string[]): BundledPackage[] {
  const folders = new Set(inputs.flatMap((input) => packageFolder(input) ?? []));
  const packages = [...folders].map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    return { name, version, licence: String(license) };
  });
  const names = packages.map(({ name }) => name);
  const twice = names.filter((name, at) => names.indexOf(name) !== at);
  if (twice.length > 0) throw new Error(`In the bundle in two versions: ${twice.join(', ')}`);
  return packages.sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** The folder of the innermost package that a file belongs to; undefined for the project's own. */
export function packageFolder(file: string): string | undefined {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0];
}

/** The list as it must stand in docs/bundle-packages.md. */
export function packageTable(): string {
  const always = packagesOf(inputsOf('without-limit')).map(({ name }) => name);
  const rows = packagesOf(inputsOf('with-attempt-limit')).map(
    ({ name, version, licence }) =>
      `| \`${name}\` | ${version} | ${licence} | ${always.includes(name) ? 'both' : 'with the limit on attempts'} |`,
  );
  return ['| Package | Version | Licence | In which bundle |', '|---|---|---|---|', ...rows, ''].join('\n');
}

/** The list that stands there. */
export function writtenTable(): string {
  const document = readFileSync(DOCUMENT, 'utf8');
  return document.slice(document.indexOf(BEGIN) + BEGIN.length, document.indexOf(END));
}

if (require.main === module) {
  const document = readFileSync(DOCUMENT, 'utf8');
  writeFileSync(
    DOCUMENT,
    document.slice(0, document.indexOf(BEGIN) + BEGIN.length) + packageTable() + document.slice(document.indexOf(END)),
  );
}
