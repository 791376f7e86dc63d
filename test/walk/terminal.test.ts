import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Running, Terminal } from './terminal';

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'terminal-')));
const terminal = new Terminal(folder, process.env);
const LONG = 60_000;

afterAll(() => {
  terminal.close();
  rmSync(folder, { recursive: true });
});

describe('a terminal', () => {
  test('keeps variables and the folder from one paste to the next', async () => {
    await terminal.paste('NAME=alice\nmkdir -p below && cd below\n', LONG);
    expect((await terminal.paste('echo "$NAME"', LONG)).output.trim()).toBe('alice');
    expect(await terminal.directory()).toBe(path.join(folder, 'below'));
  });

  test('shows what goes to standard error, and the exit code of the last command', async () => {
    expect(await terminal.paste('echo wrong >&2\n(exit 3)', LONG)).toMatchObject({ output: expect.stringContaining('wrong'), exitCode: 3 });
  });

  test('has nothing to say to a command that asks', async () => {
    expect(await terminal.paste('read -r ANSWER; echo "got:$ANSWER:"', LONG)).toMatchObject({ output: expect.stringContaining('got::') });
  });
});

test('what keeps running is watched, and all of it gets the signal of Ctrl-C', async () => {
  // A shell that does not hand signals on: only a signal to the whole group reaches the one inside.
  const inner = 'trap "echo inner ended; exit 0" INT; echo ready; while :; do sleep 0.1; done';
  const running = new Running(`trap "" TERM; trap "echo outer ended" INT; bash -c '${inner}'`, folder, process.env);
  expect(await running.printed((output) => output.includes('ready'), LONG)).toBe(true);
  await running.interrupt();
  expect(running.output).toContain('inner ended');
  expect(running.output).toContain('outer ended');
});

test('what ends before it has printed what was waited for is noticed', async () => {
  const running = new Running('echo something else', folder, process.env);
  expect(await running.printed((output) => output.includes('ready'), LONG)).toBe(false);
});
