import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

test('stages are those of the folder in which the command runs; where it has none, it is named', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'no-stages-'));
  const code = `require(${JSON.stringify(require.resolve('../../../lib/config/config.ts'))}).readConfig({ stage: 'dev' })`;
  const { status, stderr } = spawnSync(process.execPath, ['--require', require.resolve('tsx/cjs'), '--eval', code], {
    cwd: folder,
    encoding: 'utf8',
  });
  rmSync(folder, { recursive: true });
  expect(status).toBe(1);
  expect(stderr).toContain('There is no settings file config/dev.json. No stage is in ');
  expect(stderr).toContain(`${path.join(path.basename(folder), 'config')}: go to the folder of your app.`);
});
