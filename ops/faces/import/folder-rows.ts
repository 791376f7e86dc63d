import { opendir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileFailure } from '../../file-failures';
import { readPhotoFile } from '../photo/file';
import { isClutter, subjectOfName } from './file-subject';
import type { BadRow, Row, RowSource } from './row-source';
import { SumOfDigests } from './sum-of-digests';

/** Rows of a folder: each file is one, its name without the ending the subject. Folders within are refused, not searched. */
export function folderRows(path: string): RowSource {
  return {
    async *rows(): AsyncGenerator<Row | BadRow> {
      let number = 0;
      for await (const { name, isFolder } of entries(path)) {
        number += 1;
        const found = isFolder ? { fault: 'It is a folder; only files of one folder are taken.' } : subjectOfName(name);
        yield { number, at: name, ...found, ...('fault' in found ? {} : { from: resolve(path, name) }) } as Row | BadRow;
      }
    },
    survey: async () => {
      const sum = new SumOfDigests();
      for await (const { name } of entries(path)) {
        const { size, mtimeMs } = await stat(join(path, name)).catch((error: unknown) => {
          throw fileFailure(error, join(path, name));
        });
        sum.add(name, size, mtimeMs);
      }
      return { digest: sum.toString(), rows: sum.count };
    },
    read: readPhotoFile,
  };
}

async function* entries(path: string): AsyncGenerator<{ name: string; isFolder: boolean }> {
  const folder = await opendir(path).catch((error: unknown) => {
    throw fileFailure(error, path);
  });
  for await (const entry of folder) {
    if (!isClutter(entry.name)) yield { name: entry.name, isFolder: entry.isDirectory() };
  }
}
