import { opendir, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileFailure } from '../../../failures/file-failures';
import { shown } from '../../../terminal/quoted';
import { readPhotoFile } from '../../photo/file';
import type { SubjectRule } from '../../subject';
import { isClutter, isPhotoName, subjectOfName } from './file-subject';
import type { BadRow, Row, RowSource } from './row-source';
import { SumOfDigests } from './sum-of-digests';

/** Rows of a folder: each file is one, its name without the ending the subject. Folders within are refused, not searched. */
export function folderRows(path: string, subjects: SubjectRule): RowSource {
  return {
    async *rows(): AsyncGenerator<Row | BadRow> {
      let number = 0;
      for await (const entry of entries(path)) {
        number += 1;
        yield { number, at: shown(entry.name), ...rowOf(entry, path, subjects) } as Row | BadRow;
      }
    },
    survey: async () => {
      const sum = new SumOfDigests();
      let found = 0;
      for await (const { name, bytes, isFolder } of entries(path)) {
        // What cannot be looked at, such as a link to nowhere or a file that has just gone, is a bad row later, and does not end the import.
        const { size, mtimeMs } = await stat(bytes).catch(() => ({ size: -1, mtimeMs: 0 }));
        sum.add(name, size, mtimeMs);
        if (!isFolder && isPhotoName(name)) found += 1;
      }
      return { digest: sum.toString(), rows: sum.count, found };
    },
    lookedFor: 'files named <subject>.jpg, .jpeg or .png, directly in that folder (hidden files are ignored)',
    read: readPhotoFile,
  };
}

interface Entry {
  /** As text; U+FFFD stands for what is none. */
  readonly name: string;
  /** The whole path, as the disk has it: a name need not be text. */
  readonly bytes: Buffer;
  readonly isText: boolean;
  readonly isFolder: boolean;
}

function rowOf(
  { name, isText, isFolder }: Entry,
  folder: string,
  subjects: SubjectRule,
): Pick<Row, 'subject' | 'from'> | Pick<BadRow, 'fault'> {
  if (!isText) return { fault: 'Its name is not written in UTF-8, so its subject is not known. Rename it.' };
  if (isFolder) return { fault: 'It is a folder; only files of one folder are taken.' };
  const found = subjectOfName(name, subjects);
  return 'fault' in found ? found : { ...found, from: resolve(folder, name) };
}

async function* entries(path: string): AsyncGenerator<Entry> {
  try {
    // The types know of text alone; with this encoding the names are bytes.
    for await (const entry of await opendir(path, { encoding: 'buffer' as BufferEncoding })) {
      const bytes = entry.name as unknown as Buffer;
      const name = bytes.toString('utf8');
      if (isClutter(name)) continue;
      const isText = Buffer.from(name).equals(bytes);
      yield { name, bytes: Buffer.concat([Buffer.from(`${path}/`), bytes]), isText, isFolder: entry.isDirectory() };
    }
  } catch (error) {
    throw fileFailure(error, path);
  }
}
