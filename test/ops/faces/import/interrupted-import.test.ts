import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtCommandLine } from '../../../support/built';
import { interruptedImport } from './interrupted-import';

/** 20,000 take minutes: `npx tsx test/ops/faces/import/interrupted-import.ts --photos 20000 --terminal`. */
const PHOTOS = 2000;

/** The command of the npm package, next to the sharp that it asks for. */
const folder = mkdtempSync(join(tmpdir(), 'face-match-proxy-command-'));
afterAll(() => rmSync(folder, { recursive: true }));

function installed(): string {
  const file = join(folder, 'face-match-proxy.js');
  cpSync(builtCommandLine(), file);
  symlinkSync(join(__dirname, '..', '..', '..', '..', 'node_modules'), join(folder, 'node_modules'));
  return file;
}

test('an import into the local stack’s S3, interrupted twice and resumed, has every photo at its subject, each sent once, in little memory', async () => {
  const { processes, ...findings } = await interruptedImport({
    ...{ photos: PHOTOS, isTerminal: false, say: () => undefined },
    command: [process.execPath, installed()],
  });
  expect(processes.map(({ code }) => code)).toEqual([130, 130, 0]);
  expect(findings).toEqual({ journalLines: PHOTOS, outcomes: { stored: PHOTOS }, wrong: 0 });
  for (const { output } of processes.slice(0, 2))
    expect(output).toMatch(/interrupted: \d+ of 2000 rows are done[\s\S]*Run the same command again/);
  expect(processes[2]?.output).toContain('Every row is in.');
  // A process with nothing to do has some 100 MB; 2,000 photos have 4 MB, and pictures of them 300 MB.
  for (const { memory } of processes) expect(Math.max(...memory.map(({ most }) => most))).toBeLessThan(400);
}, 600_000);
