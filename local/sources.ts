import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What decides over the template and the function's bundle, from the project's folder. What is not there is passed over. */
export const SOURCES: readonly string[] = ['config', 'contract', 'lambda', 'lib', 'bin/app.ts', 'cdk.json'];

/** How often to look, in milliseconds. A change counts once nothing has changed between two looks: editors write in several steps. */
const EVERY_MS = 500;

/**
 * Looks whether sources change, by time and size. Looking costs milliseconds, and unlike notices of the system it misses nothing: neither a file
 * that an editor puts in the place of another, nor one on a share.
 * @param changed Called with one of the files that are different, once for all that was written together.
 * @returns a function that ends it.
 */
export function watchSources(project: string, changed: (file: string) => void, sources = SOURCES): () => void {
  let reported = look(project, sources);
  let before = reported;
  const timer = setInterval(() => {
    const now = look(project, sources);
    const isQuiet = difference(before, now) === undefined;
    before = now;
    const file = isQuiet ? difference(reported, now) : undefined;
    if (file === undefined) return;
    reported = now;
    changed(file);
  }, EVERY_MS).unref();
  return () => clearInterval(timer);
}

type Look = ReadonlyMap<string, string>;

function look(project: string, sources: readonly string[]): Look {
  return new Map(sources.flatMap((source) => filesIn(project, source)));
}

function filesIn(project: string, name: string): [file: string, state: string][] {
  try {
    const found = statSync(join(project, name));
    if (!found.isDirectory()) return [[name, `${found.mtimeMs} ${found.size}`]];
    return readdirSync(join(project, name)).flatMap((each) => filesIn(project, join(name, each)));
  } catch {
    // Gone between two looks, or not there at all.
    return [];
  }
}

function difference(before: Look, now: Look): string | undefined {
  return [...now].find(([file, state]) => before.get(file) !== state)?.[0] ?? [...before.keys()].find((file) => !now.has(file));
}
