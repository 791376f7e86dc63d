import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A busy machine takes its time. */

const ROOT = join(__dirname, '..', '..');
const COPIED = [
  'bin',
  'config',
  'contract',
  'docs/problems.md',
  'lambda',
  'lib',
  'local',
  'ops',
  'stand-ins',
  'test/vectors',
  'cdk.json',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

/** `npm start` in a copy of the project, whose sources a test may change. */
function startCopy() {
  const project = mkdtempSync(join(tmpdir(), 'face-match-proxy-copy-'));
  for (const name of COPIED) cpSync(join(ROOT, name), join(project, name), { recursive: true });
  if (existsSync(join(ROOT, 'contract'))) cpSync(join(ROOT, 'contract'), join(project, 'contract'), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(project, 'node_modules'));
  const child = spawn(process.execPath, [join('bin', 'start.cjs')], { cwd: project, env: { ...process.env, LOCAL_PORT: '0' } });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    project,
    child,
    ended,
    printed: () => printed,
    details: () => JSON.parse(readFileSync(join(project, '.local', 'stack.json'), 'utf8')),
    /** Waits until something is printed behind what was printed before. */
    until: async (text: string, from = 0) => {
      while (!printed.slice(from).includes(text)) {
        if (child.exitCode !== null) throw new Error(`npm start has ended:\n${printed}`);
        await sleep(100);
      }
    },
  };
}

test('npm start says what it does, goes on with what ran where a change is wrong, starts again where it is right, and ends with everything', async () => {
  const copy = startCopy();
  const settings = join(copy.project, 'config', 'local.json');
  const right = readFileSync(settings, 'utf8');
  try {
    await copy.until('Ctrl-C ends everything.');
    expect(copy.printed()).toMatch(/^Starting the local stack …\n/);
    const before = copy.details();

    let from = copy.printed().length;
    writeFileSync(settings, right.replace('"purpose"', '"purpos"'));
    await copy.until('What ran before goes on', from);
    expect(copy.printed().slice(from)).toContain('config/local.json has changed.');
    expect(copy.printed().slice(from)).toContain('purpos');
    expect((await fetch(`${before.baseUrl}/transaction`, { method: 'POST' })).status).toBe(401);
    expect(copy.details()).toEqual(before);

    from = copy.printed().length;
    writeFileSync(settings, right.replace('"origins": "*"', '"origins": "https://app.example.com"'));
    await copy.until('Ctrl-C ends everything.', from);
    const after = copy.details();
    expect(after.baseUrl).toBe(before.baseUrl);
    expect(after.users).toEqual(before.users);
    const { headers } = await fetch(`${after.baseUrl}/transaction`, { method: 'OPTIONS' });
    expect(headers.get('access-control-allow-origin')).toBe('https://app.example.com');
    await expect(fetch(before.agentApiUrl)).rejects.toThrow('fetch failed');

    copy.child.kill('SIGINT');
    expect(await copy.ended).toBe(0);
    expect(existsSync(join(copy.project, '.local', 'stack.json'))).toBe(false);
    await expect(fetch(after.baseUrl)).rejects.toThrow('fetch failed');
  } finally {
    copy.child.kill('SIGKILL');
    await copy.ended;
    rmSync(copy.project, { recursive: true, force: true });
  }
});
