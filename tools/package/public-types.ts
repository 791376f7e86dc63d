import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

/**
 * Deletes every declaration that no public face reaches, so that nobody can build on it by accident.
 * @param faces From the folder, such as `lib/index.d.ts`.
 */
export function keepPublicTypes(folder: string, faces: readonly string[]): void {
  const reached = new Set<string>();
  const open = faces.map((face) => path.join(folder, face));
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    open.push(...importsOf(file));
  }
  for (const file of declarationsIn(folder)) if (!reached.has(file)) rmSync(file);
}

/** Every declaration below a folder. */
export function declarationsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.d.ts'))
    .map((file) => path.join(folder, file));
}

/** The declarations that one names by a relative path, in `from '…'` or `import('…')`. */
function importsOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/(?:from |import\()'(\.[^']*)'/g)]
    .map(([, target = '']) => path.join(path.dirname(file), `${target}.d.ts`))
    .filter((target) => existsSync(target));
}
