import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { HostileRequest } from './hostile-request';

const FOLDER = path.join(__dirname, 'found');

/**
 * The requests that `npm run fuzz` has found, by file, each as small as it would go and with what it broke. Commit the file with the change that
 * fixes it: whole-function.test.ts sends every one again.
 */
export function foundRequests(folder = FOLDER): [file: string, request: HostileRequest][] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return files.map((file) => [file, JSON.parse(readFileSync(path.join(folder, file), 'utf8')).request]);
}

/** Keeps a request with what it broke. @returns the file, whose name is made from the request: the same one is kept once. */
export function keepFound(request: HostileRequest, faults: readonly string[], folder = FOLDER): string {
  const name = createHash('sha256').update(JSON.stringify(request)).digest('hex').slice(0, 12);
  const file = path.join(folder, `${name}.json`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${JSON.stringify({ faults, request }, null, 2)}\n`);
  return file;
}
