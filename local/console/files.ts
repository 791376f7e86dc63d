import { readdir, readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

export interface PageFile {
  readonly type: string;
  readonly content: Buffer;
}

/** The files of the page by their path, `/` for the page itself. They are read once, so no request ever names a file of the disk. */
export async function readPage(folder: string): Promise<ReadonlyMap<string, PageFile>> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => extname(name) in TYPES);
  const files = await Promise.all(
    names.map(async (name): Promise<[string, PageFile]> => {
      const content = await readFile(join(folder, name));
      return [name === 'index.html' ? '/' : `/${name.replaceAll(sep, '/')}`, { type: TYPES[extname(name)] ?? '', content }];
    }),
  );
  return new Map(files);
}
