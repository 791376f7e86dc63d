import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Failure } from '../../failures/failures';
import { fileFailure } from '../../failures/file-failures';
import { quoted } from '../../terminal/quoted';

/**
 * Refuses a target that is no place for a photo: a terminal or a device, and a file that exists unless `force` says so.
 * @throws Failure before anything is read from the bucket
 */
export async function requireTarget(path: string, force: boolean): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw fileFailure(error, path);
  });
  // The target may be a link to a file, and renaming would replace it.
  const isDevice = /^\/(dev|proc)\//.test(resolve(path));
  if (path === '-' || isDevice || (found !== undefined && !found.isFile())) {
    throw new Failure('usage', {
      what: 'A photo is written to a file only, never to a terminal, a pipe or a device.',
      where: quoted(path),
      toDo: 'Name a file in a folder that only you can read.',
    });
  }
  if (found !== undefined && !force) {
    throw new Failure('usage', {
      what: 'The file exists already; nothing was read.',
      where: quoted(path),
      toDo: 'Name another, or pass --force to replace it.',
    });
  }
}

/**
 * Writes a file that only its owner can read. It has its name when it is whole and on the disk; what is left of a failure is removed.
 * @param failure Makes a sentence of an error on the side of the content; one of this machine's disk is a sentence already.
 * @param create What opens the file.
 */
export async function writePrivately(
  path: string,
  content: Readable | string,
  failure: (error: unknown) => Error,
  create: (path: string) => Writable = (file) => createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true }),
): Promise<void> {
  const unfinished = `${path}.${process.pid}.part`;
  try {
    await pipeline(typeof content === 'string' ? Readable.from([content]) : content, create(unfinished));
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw isOfThisMachine(error) ? fileFailure(error, path) : failure(error);
  }
}

/** Errors of files name the call that failed; those of sockets do, too, but for another set of calls. */
function isOfThisMachine(error: unknown): boolean {
  return /^(open|write|fsync|rename|close)$/.test((error as NodeJS.ErrnoException).syscall ?? '');
}
