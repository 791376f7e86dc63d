import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import local from '../../config/local.json';

/** The settings of the stage `local` with some sections replaced, as a file for one test. @returns its absolute path. */
export async function localConfigWith(sections: object): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'face-match-proxy-config-'));
  const file = path.join(folder, 'local.json');
  const { $schema: _editorsOnly, ...settings } = local;
  await writeFile(file, JSON.stringify({ ...settings, ...sections }));
  return file;
}
