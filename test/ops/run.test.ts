import { createReadStream, createWriteStream } from 'node:fs';
import { EXIT_CODES, Failure } from '../../ops/failures/failures';
import { perform } from '../../ops/job';
import type { Register } from '../../ops/register';
import { run } from '../../ops/run';
import { runOps } from '../support/ops';

const noted: unknown[] = [];
const note: Register = (program, parts) => {
  const group = program.command('notes').description('Notes.');
  group
    .command('put')
    .argument('[name]')
    .option('--client-id <id>')
    .action(
      perform<{ clientId?: string }>(parts, async ({ options, terminal }, { clientId }, operands) => {
        noted.push({ stage: options.stage, clientId, operands });
        terminal.result({ put: operands }, () => ['put']);
        return operands[0] === 'bad' ? EXIT_CODES.checkFailed : undefined;
      }),
    );
  group.command('break').action(
    perform(parts, async () => {
      throw new TypeError('x is not a function');
    }),
  );
  group.command('refuse').action(
    perform(parts, async () => {
      throw new Failure('not-found', { what: 'There is no such note.', where: 'the notebook', toDo: 'Look elsewhere.' });
    }),
  );
};
const commands = [note];
const ops = (...words: string[]) => runOps(words, { commands });

beforeEach(() => noted.splice(0));

test('a command that ends well is exit code 0, and one that found something wrong is 1', async () => {
  expect(await ops('notes', 'put', 'good')).toEqual({ code: 0, stdout: 'put\n', stderr: '' });
  expect(await ops('notes', 'put', 'bad')).toEqual({ code: 1, stdout: 'put\n', stderr: '' });
});

test('global options stand before or behind the command', async () => {
  await ops('--stage', 'prod', 'notes', 'put', 'x');
  await ops('notes', 'put', 'x', '--stage', 'prod');
  expect(noted).toEqual(Array(2).fill({ stage: 'prod', clientId: undefined, operands: ['x'] }));
});

describe('a wrong command line is exit code 2, and does nothing', () => {
  test.each([
    [['nots'], 'Did you mean notes?'],
    [['notes', 'pt'], 'Did you mean put?'],
    [['notes', 'put', '--client-i', 'x'], 'Did you mean --client-id?'],
    [['notes', 'put', '--stge', 'x'], 'Did you mean --stage?'],
    [['notes', 'put', '--stage'], 'argument missing'],
  ])('%j: %s', async (words, suggestion) => {
    const { code, stdout, stderr } = await ops(...words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(suggestion);
    expect(stderr).toContain('--help');
    expect(noted).toEqual([]);
  });

  test.each([
    [['notes', 'put', '--stge', 'x'], 'npm run ops -- notes put --help lists its options'],
    [['notes', 'pt'], 'npm run ops -- notes --help lists the commands'],
    [['nots'], 'npm run ops -- --help lists the commands'],
  ])('%j leads on to the help of what was called: %s', async (words, help) => {
    expect((await ops(...words)).stderr).toContain(`to do  ${help}`);
  });

  test('and a secret that somebody typed there is not repeated', async () => {
    for (const words of [
      ['notes', 'put', 'x', 's3cret'],
      ['notes', 'put', '--client-secret=s3cret'],
    ]) {
      const { code, stdout, stderr } = await ops(...words);
      expect(code).toBe(2);
      expect(stdout + stderr).not.toContain('s3cret');
    }
  });
});

test('no command at all, or a group without one, prints its list: on standard output, with exit code 0', async () => {
  for (const words of [[], ['notes']]) {
    const help = await ops(...words, '--help');
    expect(await ops(...words)).toEqual({ code: 0, stdout: help.stdout, stderr: '' });
  }
  expect((await ops()).stdout).toMatch(/Commands:[\s\S]*notes[\s\S]*Exit codes:/);
});

test('help is the result: on standard output, with exit code 0, exit codes and global options in it', async () => {
  const whole = await ops('--help');
  expect(whole).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('130  interrupted') });
  const one = await ops('notes', 'put', '--help');
  expect(one).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('--profile <name>') });
});

test('a failure says what, where and what to do; with --json also as the one document on standard output', async () => {
  const human = await ops('notes', 'refuse');
  expect(human).toEqual({
    code: 4,
    stdout: '',
    stderr: '✖ There is no such note.\n  where  the notebook\n  to do  Look elsewhere.\n',
  });
  const machine = await ops('notes', 'refuse', '--json');
  expect(JSON.parse(machine.stdout)).toEqual({
    error: { code: 'not-found', what: 'There is no such note.', where: 'the notebook', toDo: 'Look elsewhere.' },
  });
  expect(machine.stderr).toBe(human.stderr);
});

test('a defect of the program is exit code 70, without a trace unless one is asked for', async () => {
  const quiet = await ops('notes', 'break');
  expect(quiet).toMatchObject({ code: 70, stderr: expect.stringContaining('x is not a function') });
  expect(quiet.stderr).not.toContain('run.test.ts');
  const traced = await runOps(['notes', 'break'], { commands, environment: { NODE_DEBUG: 'ops' } });
  expect(traced.stderr).toContain('run.test.ts');
});

test('a result that a full disk did not take is exit code 6, however well the command went', async () => {
  const stdout = createWriteStream('/dev/full');
  const errors: string[] = [];
  const code = await run(
    ['notes', 'put', 'good'],
    {
      ...{ environment: {}, platform: 'linux', stdin: createReadStream('/dev/null'), stdout, now: () => new Date(), localDirectory: '' },
      stderr: Object.assign(createWriteStream('/dev/null'), { write: (text: string) => errors.push(text) > 0 }),
      signal: new AbortController().signal,
    },
    commands,
  );
  expect(code).toBe(6);
  expect(errors.join('')).toContain('The disk is full');
});
