import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Bundle, bundleInputs } from '../support/built';

const PROJECT = path.join(__dirname, '..', '..');

/** Files that went into a bundle, by absolute path. */
export function inputsOfBundle(of: Bundle): string[] {
  return bundleInputs(of).map((input) => path.resolve(PROJECT, input));
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
