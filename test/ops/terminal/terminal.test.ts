import { PassThrough } from 'node:stream';
import { createProgress } from '../../../ops/faces/import/progress';
import { Failure } from '../../../ops/failures/failures';
import { columns, wrap } from '../../../ops/terminal/columns';
import { lookOf } from '../../../ops/terminal/look';
import { createPrompts } from '../../../ops/terminal/prompts';
import { createTerminal } from '../../../ops/terminal/terminal';

const UTF8 = { LANG: 'en_GB.UTF-8' };
const ESCAPE = '\u001b';

describe('colour', () => {
  const painted = (isTerminal: boolean, environment: Record<string, string>) =>
    lookOf({ isTerminal, environment, platform: 'linux' }).bad('no').includes(ESCAPE);

  test('is for a terminal alone', () => {
    expect([painted(true, UTF8), painted(false, UTF8)]).toEqual([true, false]);
  });

  test('is left out with NO_COLOR and on a dumb terminal', () => {
    expect([painted(true, { ...UTF8, NO_COLOR: '1' }), painted(true, { ...UTF8, TERM: 'dumb' })]).toEqual([false, false]);
  });
});

test.each([
  [UTF8, 'linux', '✔'],
  [{ LC_ALL: 'C', LANG: 'en_GB.UTF-8' }, 'linux', 'ok'],
  [{}, 'linux', 'ok'],
  [{ ...UTF8, TERM: 'linux' }, 'linux', 'ok'],
  [{}, 'win32', 'ok'],
  [{ WT_SESSION: '1' }, 'win32', '✔'],
] as const)('signs under %j on %s begin with %s', (environment, platform, sign) => {
  expect(lookOf({ isTerminal: true, environment, platform }).sign.pass).toBe(sign);
});

describe('columns', () => {
  test('are aligned by what is seen, and the last goes on under itself', () => {
    const rows = [
      [`${ESCAPE}[31mno${ESCAPE}[39m`, 'a', 'one two three four five six seven'],
      ['yes', 'bb', 'x'],
    ];
    expect(columns(rows, 32)).toEqual([`${ESCAPE}[31mno${ESCAPE}[39m   a   one two three four five`, '         six seven', 'yes  bb  x']);
  });

  test('leave a long word whole, since it is there to be copied', () => {
    expect(wrap('see arn:aws:iam::111122223333:role/a-long-name now', 20)).toEqual([
      'see',
      'arn:aws:iam::111122223333:role/a-long-name',
      'now',
    ]);
  });

  test('break a text at its line ends, and leave a line whole that is a command to copy', () => {
    expect(wrap('See why it failed:\n  aws cloudformation describe-stack-events\nThen go on.', 12)).toEqual([
      ...['See why it', 'failed:', '  aws cloudformation describe-stack-events', 'Then go on.'],
    ]);
  });
});

test('with --json the result is one document on standard output, and notes are none of it', () => {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const terminal = createTerminal({ stdout, stderr, environment: UTF8, platform: 'linux', json: true });
  terminal.note('working');
  terminal.result({ a: 1 }, () => ['a is 1']);
  expect(JSON.parse(String(stdout.read()))).toEqual({ a: 1 });
  expect(String(stderr.read())).toBe('working\n');
});

/** What is seen of a long error on a terminal that says it has so many columns. */
function linesOfFailure(columns: number | undefined): string[] {
  const stderr = Object.assign(new PassThrough(), { isTTY: true, columns });
  const terminal = createTerminal({
    stdout: new PassThrough(),
    stderr,
    environment: { ...UTF8, NO_COLOR: '1' },
    platform: 'linux',
    json: false,
  });
  terminal.failure(new Failure('usage', { what: 'It is wrong.', toDo: 'one two three four five six seven '.repeat(6).trim() }));
  return String(stderr.read()).trimEnd().split('\n').slice(1);
}

test('an error is as wide as its terminal, even if the result goes elsewhere', () => {
  expect(Math.max(...linesOfFailure(60).map(({ length }) => length))).toBeLessThanOrEqual(60);
});

test.each([0, undefined])('a terminal that says it has %s columns gets the lines of a document', (columns) => {
  expect(Math.max(...linesOfFailure(columns).map(({ length }) => length))).toBeGreaterThan(100);
});

test.each([0, undefined])(
  'a bar on a terminal that says it has %s columns is a whole line, and a question is not one letter a line',
  async (columns) => {
    const stderr = Object.assign(new PassThrough(), { isTTY: true, columns, cursorTo: () => true, clearLine: () => true });
    const terminal = createTerminal({ stdout: new PassThrough(), stderr, environment: UTF8, platform: 'linux', json: false });
    const bar = createProgress(terminal, { what: 'Checking', total: 10 });
    bar.advance(false);
    bar.stop();
    expect(String(stderr.read())).toMatch(/Checking \[.{10,}\] 10 % {2}1 of 10 .* 0 failed/);
    const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => input });
    const asked = createPrompts({ input, output: terminal.stderr, signal: new AbortController().signal }).agreeTo(
      'Erase all that there is?',
      undefined,
    );
    expect(String(stderr.read())).toContain('Erase all that there is?');
    input.write('n');
    await expect(asked).rejects.toMatchObject({ code: 'declined' });
  },
);

test('an error with --json is one line, so that behind the lines of a list it is one of them', () => {
  const stdout = new PassThrough();
  const terminal = createTerminal({ stdout, stderr: new PassThrough(), environment: UTF8, platform: 'linux', json: true });
  terminal.row({ subject: 'anna' }, () => 'anna');
  terminal.failure(new Failure('usage', { what: 'It is wrong.', toDo: 'Stop.' }));
  const lines = String(stdout.read()).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ subject: 'anna' }, { error: { code: 'usage' } }]);
});

/** A person at a terminal: what is typed, and what is seen. */
function person() {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => input });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 24 });
  const prompts = createPrompts({ input, output, signal: new AbortController().signal });
  return { input, prompts, seen: () => String(output.read() ?? '') };
}

describe('a question', () => {
  test('for a secret shows nothing of what is typed', async () => {
    const { input, prompts, seen } = person();
    const answer = prompts.secret('Client secret');
    input.write('Zx9-secret');
    input.write('\r');
    expect(await answer).toBe('Zx9-secret');
    const text = seen();
    expect(text).toContain('Client secret');
    expect(text).not.toContain('Zx9');
  });

  test('that is answered with Ctrl-C ends as interrupted', async () => {
    const { input, prompts } = person();
    const answer = prompts.text('Client id');
    input.write('\u0003');
    await expect(answer).rejects.toMatchObject({ code: 'interrupted' });
  });

  test('that is answered with no changes nothing', async () => {
    const { input, prompts } = person();
    const agreed = prompts.agreeTo('Go on?', undefined);
    input.write('n');
    await expect(agreed).rejects.toMatchObject({ code: 'declined' });
  });

  test('is not asked where no one can answer, and not needed with --yes', async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const prompts = createPrompts({ input, output, signal: new AbortController().signal });
    await expect(prompts.agreeTo('Go on?', undefined)).rejects.toBeInstanceOf(Failure);
    await expect(prompts.agreeTo('Go on?', true)).resolves.toBeUndefined();
    expect(output.read()).toBeNull();
  });
});
