import { readFile, stat } from 'node:fs/promises';
import { fileFailure } from '../../failures/file-failures';
import { PhotoFault } from './fault';
import { MAX_FILE_BYTES } from './limits';

/**
 * The whole of a file, if it is small enough to be a photo.
 * @throws PhotoFault when it is no file that can be read, or too large
 */
export async function readPhotoFile(path: string): Promise<Buffer> {
  try {
    const { size, isFile } = await looked(path);
    if (!isFile) throw new PhotoFault('file-unreadable', 'That is a folder or a device. Name a file.');
    if (size > MAX_FILE_BYTES)
      throw new PhotoFault('file-too-large', `The file has ${size} bytes; more than ${MAX_FILE_BYTES} are not read.`);
    return await readFile(path);
  } catch (error) {
    if (error instanceof PhotoFault) throw error;
    const { what, toDo } = fileFailure(error, path).text;
    throw new PhotoFault('file-unreadable', `${what} ${toDo}`, { cause: error });
  }
}

/** Before it is opened: a pipe without a writer would block its reader for ever. */
async function looked(path: string): Promise<{ size: number; isFile: boolean }> {
  const found = await stat(path);
  return { size: found.size, isFile: found.isFile() };
}
