import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const PROJECT = path.join(__dirname, '..', '..');

/** Every TypeScript file of a folder and of those in it, as text, by its path from the project's folder. */
export function sourcesIn(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(path.join(PROJECT, folder), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return new Map(names.map((name) => [path.join(folder, name), readFileSync(path.join(PROJECT, folder, name), 'utf8')]));
}
