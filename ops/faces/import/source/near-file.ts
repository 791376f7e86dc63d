import { access, readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { PhotoFault } from '../../photo/fault';
import { readPhotoFile } from '../../photo/file';

/**
 * The content of a file whose path came out of a table. Where there is none of that very name, it is the one that differs by nothing but the form of
 * its accents (Unicode's NFC and NFD: macOS and Linux write different ones) or by backslashes for slashes, if there is one such alone.
 * @param toDo What to do where there is none, as a sentence.
 * @throws PhotoFault when it cannot be read
 */
export async function readNearFile(path: string, toDo: string): Promise<Buffer> {
  const near = (await isThere(path)) ? path : await nearPath(path);
  if (near !== undefined) return readPhotoFile(near);
  const isOfWindows = /(^|[\\/])[A-Za-z]:[\\/]|\\\\/.test(path);
  throw new PhotoFault('file-unreadable', `There is no such file. ${isOfWindows ? 'That is a path of another computer. ' : ''}${toDo}`);
}

async function nearPath(path: string): Promise<string | undefined> {
  for (const one of new Set([path, resolve(path.replaceAll('\\', '/'))])) {
    const found = await sameName(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Looks for each part of the path as it is, then in the other form. */
async function sameName(path: string): Promise<string | undefined> {
  if (await isThere(path)) return path;
  const parent = dirname(path);
  const folder = parent === path ? undefined : await sameName(parent);
  if (folder === undefined) return undefined;
  const name = basename(path);
  if (await isThere(join(folder, name))) return join(folder, name);
  // Names of ASCII alone have one form.
  if (!/[^\0-\x7f]/.test(name)) return undefined;
  const [found, ...more] = (await readdir(folder).catch(() => [])).filter((other) => other.normalize() === name.normalize());
  return found === undefined || more.length > 0 ? undefined : join(folder, found);
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT' && error.code !== 'ENOTDIR',
  );
}
