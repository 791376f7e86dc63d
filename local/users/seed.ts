import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const FILE = 'seed';

/**
 * What the users of the local stack are made from, so that they are the same at each start: 64 hexadecimal digits in a file that only its owner
 * reads. It is made at the first start; without it, or with anything else in it, the next start makes new users.
 */
export async function readSeed(directory: string): Promise<string> {
  const file = join(directory, FILE);
  const found = await readFile(file, 'utf8').catch(() => '');
  if (/^[0-9a-f]{64}$/.test(found)) return found;
  const seed = newSeed();
  await mkdir(directory, { recursive: true });
  // The mode counts for a file that is made, not for one that is there.
  await rm(file, { force: true });
  await writeFile(file, seed, { mode: 0o600 });
  return seed;
}

export function newSeed(): string {
  return randomBytes(32).toString('hex');
}
