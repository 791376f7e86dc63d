import { devDependencies, peerDependencies } from '../../package.json';
import type { Manifest } from './manifest';

/** Under the names that the documents use, so that what they say works in the app word for word. */
const SCRIPTS = {
  ops: 'face-match-proxy',
  synth: 'cdk synth --quiet --no-notices',
  diff: 'cdk diff --no-notices',
  deploy: 'cdk deploy --no-notices',
  typecheck: 'tsc --noEmit',
};

/** The versions that this version was tested with. */
const RUNTIME = ['aws-cdk-lib', 'constructs'] as const;
const TOOLS = ['@types/node', 'aws-cdk', 'tsx', 'typescript'] as const;

type Part = 'scripts' | 'dependencies' | 'devDependencies';

/** Where a package may be instead. In both parts npm would take one of two versions, and which does not show. */
const OTHERS: Readonly<Partial<Record<Part, readonly Part[]>>> = { dependencies: ['devDependencies'], devDependencies: ['dependencies'] };

/** Where the package comes from, and the name of an app that has none. */
export interface NewApp {
  readonly name: string;
  readonly spec: string;
}

/**
 * The package.json of the app: what is there stays, what is missing comes.
 * @returns also what was kept although the app needs another value, in words
 */
export function appManifest(present: Manifest | undefined, { name, spec }: NewApp): { manifest: Manifest; kept: string[] } {
  const kept: string[] = [];
  const filled = (part: Part, wanted: Readonly<Record<string, string>>) => {
    const missing = { ...wanted };
    for (const [key, value] of Object.entries(wanted)) {
      const where = [part, ...(OTHERS[part] ?? [])].find((each) => present?.[each]?.[key] !== undefined);
      if (where === undefined) continue;
      const found = present?.[where]?.[key];
      if (found !== value) kept.push(`${where}.${key} "${found}", not "${value}"`);
      delete missing[key];
    }
    return { ...missing, ...present?.[part] };
  };
  const versions = (names: readonly (keyof typeof devDependencies)[]) =>
    Object.fromEntries(names.map((each) => [each, devDependencies[each]]));
  const manifest = {
    ...(present ?? { name: nameOf(name), version: '0.1.0' }),
    private: true,
    scripts: filled('scripts', SCRIPTS),
    dependencies: filled('dependencies', { ...versions(RUNTIME), 'face-match-proxy': spec }),
    devDependencies: filled('devDependencies', { ...versions(TOOLS), sharp: peerDependencies.sharp }),
  };
  return { manifest, kept };
}

/** As npm accepts a name. */
function nameOf(folder: string): string {
  const name = folder
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return name === '' ? 'face-match' : name;
}
