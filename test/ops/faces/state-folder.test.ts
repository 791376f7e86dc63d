import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stateFolder } from '../../../ops/state-folder';
import { type ImportInput, startImportInput } from '../../support/import-input';

let stage: ImportInput;
beforeEach(async () => {
  stage = await startImportInput();
});
afterEach(() => stage.stop());

const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);
const state = (...names: string[]) => join(stage.folder, 'state', 'face-match-proxy', ...names);
const input = () => join(stage.folder, 'in');

test('results of an import lie outside the repository, readable by their owner alone, and the output says where', async () => {
  const before = await readdir('.');
  const { code, stdout } = await stage.faces(['import', input()]);
  const [name = '', ...more] = await readdir(state('imports'));
  expect({ code, more, name }).toEqual({ code: 0, more: [], name: expect.stringMatching(/^in-[0-9a-f]{8}$/) });
  expect(stdout).toContain(state('imports', name, 'results.jsonl'));
  expect(await Promise.all([state(), state('imports'), state('imports', name)].map(modeOf))).toEqual(['700', '700', '700']);
  for (const file of await readdir(state('imports', name))) expect(await modeOf(state('imports', name, file))).toBe('600');
  expect(await readdir('.')).toEqual(before);
});

test('an interrupted import is found again from any folder, and another input or kind is another import', async () => {
  const { code, stderr } = await stage.faces(['import', input(), '--concurrency', '1'], stage.interruptAt(3));
  expect([code, stderr.replace(/\s+/g, ' ')]).toEqual([130, expect.stringContaining(state('imports'))]);
  stage.s3.before = undefined;
  await mkdir(join(stage.folder, 'other', 'in'), { recursive: true });
  await writeFile(join(stage.folder, 'other', 'in', 'zoe.jpg'), await readFile(join(input(), 'anna.jpg')));
  expect(await stage.faces(['import', join(stage.folder, 'other', 'in')])).toMatchObject({ code: 0 });
  expect(await stage.faces(['import', input(), '--kind', 'slow'])).toMatchObject({ code: 0 });
  const start = process.cwd();
  process.chdir(stage.folder);
  const resumed = await stage.faces(['import', './in/', '--json']).finally(() => process.chdir(start));
  expect(resumed).toMatchObject({ code: 0, stderr: expect.stringMatching(/Going on: \d of 8 rows were done before/) });
  expect(JSON.parse(resumed.stdout)).toMatchObject({ outcomes: { stored: 8 } });
  expect(stage.puts().filter((key) => stage.photos.has(key))).toHaveLength(8);
});

test('receipts and exports lie there, too, unless an option says otherwise', async () => {
  stage.s3.put('faces/anna', stage.photos.get('anna') ?? Buffer.alloc(0));
  const exported = await stage.faces(['export', 'anna', '--json']);
  const { folder } = JSON.parse(exported.stdout) as { folder: string };
  expect([exported.code, folder]).toEqual([0, expect.stringContaining(state('exports', 'anna-'))]);
  expect([await modeOf(folder), await modeOf(join(folder, 'manifest.json'))]).toEqual(['700', '600']);
  const erased = await stage.faces(['erase', 'anna', '--yes', '--json']);
  const { file } = JSON.parse(erased.stdout) as { file: string };
  expect([erased.code, file]).toEqual([0, expect.stringContaining(state('receipts', 'erasure-'))]);
  expect([await modeOf(state('receipts')), await modeOf(file)]).toEqual(['700', '600']);
});

test.each([
  [{ XDG_STATE_HOME: '/state' }, 'linux', '/state/face-match-proxy'],
  [{ XDG_STATE_HOME: 'relative', HOME: '/home/me' }, 'linux', '/home/me/.local/state/face-match-proxy'],
  [{ HOME: '/home/me' }, 'darwin', '/home/me/.local/state/face-match-proxy'],
] as const)('with %j on %s it is %s', (environment, platform, folder) => {
  expect(stateFolder({ environment, platform })).toBe(folder);
});

test('git ignores what an option may put into the repository all the same', async () => {
  const ignored = (await readFile('.gitignore', 'utf8')).split('\n');
  expect(ignored).toEqual(expect.arrayContaining(['*.import/', 'erasure-*.json', 'results.jsonl']));
});
