import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { fileFailure } from './failures/file-failures';
import type { Parts } from './job';

/**
 * Where commands keep what names people, unless an option says where: out of the repository, so that no commit includes it. By the XDG Base
 * Directory Specification (`XDG_STATE_HOME`, default `~/.local/state`); on Windows in `LOCALAPPDATA`.
 */
export function stateFolder({ environment, platform }: Pick<Parts, 'environment' | 'platform'>): string {
  const { XDG_STATE_HOME = '', LOCALAPPDATA = '', HOME } = environment;
  if (platform === 'win32' && LOCALAPPDATA !== '') return join(LOCALAPPDATA, 'face-match-proxy');
  // The specification: a relative path there is to be ignored.
  const base = isAbsolute(XDG_STATE_HOME) ? XDG_STATE_HOME : join(HOME || homedir(), '.local', 'state');
  return join(base, 'face-match-proxy');
}

/** Makes a folder that its owner alone can read, and those above it. @throws Failure that names it */
export async function makePrivateFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw fileFailure(error, path);
  }
}

/** A name for a separate folder or file: what a person calls it, and eight letters that distinguish it from others of that name. */
export function ownName(name: string, ...parts: readonly string[]): string {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return `${name.replace(/[^\w.@+=-]/g, '_').slice(0, 60)}-${digest.slice(0, 8)}`;
}
