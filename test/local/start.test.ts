import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

test('says what to do when the packages are not installed', () => {
  const project = mkdtempSync(join(tmpdir(), 'face-match-proxy-start-'));
  mkdirSync(join(project, 'bin'));
  copyFileSync(join(__dirname, '..', '..', 'bin', 'start.cjs'), join(project, 'bin', 'start.cjs'));
  const { status, stderr } = spawnSync(process.execPath, [join(project, 'bin', 'start.cjs')], { encoding: 'utf8' });
  rmSync(project, { recursive: true });
  expect([status, stderr]).toEqual([1, 'The packages are not installed. Run npm ci first.\n']);
});

test('refuses an invalid port with a sentence and exit code 1', () => {
  const start = join(__dirname, '..', '..', 'bin', 'start.cjs');
  const { status, stderr } = spawnSync(process.execPath, [start], { encoding: 'utf8', env: { ...process.env, LOCAL_PORT: 'x' } });
  expect(status).toBe(1);
  expect(stderr).toBe('LOCAL_PORT is "x", which is not a port. Give a number from 1 to 65535, or 0 for any free port.\n');
});
