import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A package of which at least one file is in a bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly folder: string;
}

/**
 * The packages behind the files of a bundle, by name.
 * @param inputs The files, by absolute path.
 * @throws Error for two versions of one package: both would have to be watched.
 */
export function packagesOf(inputs: readonly string[]): BundledPackage[] {
  const packages = everyPackageOf(inputs);
  const names = packages.map(({ name }) => name);
  const twice = names.filter((name, at) => names.indexOf(name) !== at);
  if (twice.length > 0) throw new Error(`In the bundle in two versions: ${twice.join(', ')}`);
  return packages;
}

/** The same, where two versions of one package are no fault. */
export function everyPackageOf(inputs: readonly string[]): BundledPackage[] {
  const folders = new Set(inputs.flatMap((input) => packageFolder(input) ?? []));
  const packages = [...folders].map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    return { name, version, licence: String(license), folder };
  });
  return packages.sort((one, other) => (`${one.name} ${one.version}` < `${other.name} ${other.version}` ? -1 : 1));
}

/** The folder of the innermost package that a file belongs to; undefined for the project's own. */
export function packageFolder(file: string): string | undefined {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0];
}

/** What the licences of bundled packages ask for: each text of a licence, once, below the packages that bring it. */
export function noticesOf(packages: readonly BundledPackage[]): string {
  const bringers = new Map<string, string[]>();
  for (const { name, version, licence, folder } of packages) {
    const text = licenceText(folder);
    bringers.set(text, [...(bringers.get(text) ?? []), `${name} ${version} (${licence})`]);
  }
  return [...bringers].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`).join(`\n${'-'.repeat(80)}\n\n`);
}

function licenceText(folder: string): string {
  const file = readdirSync(folder).find((name) => /^licen[cs]e(?:\.(?:md|txt))?$/i.test(name));
  return file === undefined ? '' : readFileSync(path.join(folder, file), 'utf8').trim();
}
