import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BundleKind, bundleInto } from './bundle';
import { keep, keptFolder, readKept } from './kept-file';

/** A bundle and the files that it was made of. */
export interface KeptBundle {
  /** What `index.js` holds. */
  readonly code: string;
  /** Files of which something may be in the code, from the project's root. */
  readonly inputs: readonly string[];
}

/** A bundle as it is kept: with the SHA-256 of each file that decides what is in it, by path from the project's root. */
interface Entry extends KeptBundle {
  readonly decidedBy: Readonly<Record<string, string>>;
}

const PROJECT = path.join(__dirname, '..', '..');

/** What decides over a bundle beside its inputs and who makes it: the version of esbuild, and where it looks for each package. */
const SETTINGS = ['package.json', 'package-lock.json', 'node_modules/.package-lock.json', 'tsconfig.json'];

/**
 * The function's code, bundled only if what it is made of has changed: a test run, a synthesis and a local stack ask for it many times.
 * What is kept is taken for good only while every file that decides over it has the same bytes. `npm ci` removes it.
 * @param project As for {@link bundleInto}.
 * @param make Bundles. @default with esbuild
 */
export function keptBundle(kind: BundleKind, project = PROJECT, make: typeof bundleInto = bundleInto): KeptBundle {
  const file = path.join(keptFolder(project), `${kind}.json`);
  const kept = readKept<Entry>(file);
  if (kept !== undefined && holds(kept, project)) return kept;
  // Before bundling: if one of them is edited meanwhile, what is kept must not pass for the edited one's.
  const own = digests([...sources(project), ...makers(project), ...SETTINGS], project);
  const { inputs, code } = bundled(kind, project, make);
  const packages = inputs.filter((input) => !Object.hasOwn(own, input));
  const entry: Entry = { decidedBy: { ...own, ...digests([...packages, ...manifestsOf(packages)], project) }, inputs, code };
  keep(file, entry);
  return entry;
}

function bundled(kind: BundleKind, project: string, make: typeof bundleInto): KeptBundle {
  const directory = mkdtempSync(path.join(tmpdir(), 'face-match-proxy-bundle-'));
  try {
    const { inputs } = make(directory, kind, project);
    return { inputs: Object.keys(inputs), code: readFileSync(path.join(directory, 'index.js'), 'utf8') };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Each package says in its own file which of its modules are meant and which can be left out. */
function manifestsOf(inputs: readonly string[]): string[] {
  const folders = inputs.flatMap((input) => /^.*\bnode_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input)?.[0] ?? []);
  return [...new Set(folders)].map((folder) => `${folder}/package.json`);
}

/** Also a source that is new is looked at, for it may stand in the place of another. */
function holds({ decidedBy }: Entry, project: string): boolean {
  const now = digests([...new Set([...sources(project), ...Object.keys(decidedBy)])], project);
  return Object.entries(now).every(([name, digest]) => decidedBy[name] === digest);
}

function sources(project: string): string[] {
  const names = readdirSync(path.join(project, 'lambda'), { recursive: true, encoding: 'utf8' });
  return names.map((name) => path.posix.join('lambda', name.replaceAll(path.sep, '/')));
}

/** The module that bundles, and what it imports. */
function makers(project: string, file = 'lib/function/bundle.ts', found: string[] = []): string[] {
  if (found.includes(file)) return found;
  found.push(file);
  const text = readFileSync(path.join(project, file), 'utf8');
  const imported = [...text.matchAll(/\bfrom '(\.[^']+)'/g)].map(([, name]) => path.posix.join(path.posix.dirname(file), `${name}.ts`));
  for (const each of imported) makers(project, each, found);
  return found;
}

function digests(names: readonly string[], project: string): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, digest(path.join(project, name))]));
}

/** What cannot be read is something, too: it may be there later. */
function digest(file: string): string {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex');
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  }
}
