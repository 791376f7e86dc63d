import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Failure } from '../failures/failures';
import { fileFailure } from '../failures/file-failures';
import { quoted } from '../terminal/quoted';

/** What of a package.json is looked at. */
export interface Manifest {
  readonly [member: string]: unknown;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** @returns undefined where a folder has none. @throws Failure where it cannot be read, or is not one */
export function readManifest(folder: string): Manifest | undefined {
  const file = path.join(folder, 'package.json');
  let text: string;
  try {
    text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw fileFailure(error, file);
  }
  try {
    const manifest: unknown = JSON.parse(text);
    if (isManifest(manifest)) return manifest;
  } catch {
    // Said below: what is no JSON is no package.json.
  }
  throw new Failure('file-not-readable', {
    what: 'This is not a package.json: an object with the members name, scripts, dependencies.',
    where: quoted(file),
    toDo: 'Correct it, or make a new one with npm init.',
  });
}

function isManifest(value: unknown): value is Manifest {
  return (
    isObject(value) && ['scripts', 'dependencies', 'devDependencies'].every((name) => value[name] === undefined || isObject(value[name]))
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
