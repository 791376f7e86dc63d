import { interruptedImport } from './interrupted-import';

/** 20,000 take minutes: `npx tsx test/ops/faces/import/interrupted-import.ts --photos 20000 --terminal`. */
const PHOTOS = 2000;

test('an import into the local stack’s S3, interrupted twice and resumed, has every photo at its subject, each sent once, in little memory', async () => {
  const { processes, ...findings } = await interruptedImport({ photos: PHOTOS, isTerminal: false, say: () => undefined });
  expect(processes.map(({ code }) => code)).toEqual([130, 130, 0]);
  expect(findings).toEqual({ journalLines: PHOTOS, outcomes: { stored: PHOTOS }, wrong: 0 });
  for (const { output } of processes.slice(0, 2))
    expect(output).toMatch(/interrupted: \d+ of 2000 rows are done[\s\S]*Run the same command again/);
  expect(processes[2]?.output).toContain('Every row is in.');
  // A process with nothing to do has some 100 MB; 2,000 photos have 4 MB, and pictures of them 300 MB.
  for (const { memory } of processes) expect(Math.max(...memory.map(({ most }) => most))).toBeLessThan(400);
}, 600_000);
