import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Where what took time to make is kept, below a project's packages: `npm ci` removes it. */
export function keptFolder(project: string): string {
  return path.join(project, 'node_modules', '.cache', 'face-match-proxy');
}

/** What a file keeps; undefined where there is none that is whole. */
export function readKept<Kept>(file: string): Kept | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Kept;
  } catch {
    return undefined;
  }
}

/** In one step, so that a process beside this one finds the whole of it or nothing. Where nothing can be written, nothing is kept. */
export function keep<Kept>(file: string, kept: Kept): void {
  const unfinished = `${file}.${process.pid}`;
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(unfinished, JSON.stringify(kept));
    renameSync(unfinished, file);
  } catch {
    // It is made again the next time.
  }
}
