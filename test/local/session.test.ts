import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../../local/process/start-error';
import { startSession } from '../../local/session';
import { tellSlowSteps } from '../../local/slow-steps';
import { watchSources } from '../../local/sources';
import type { LocalStack } from '../../local/stack';

/** A session over stacks that are nothing but a name; `events` says what happened, in its order. */
function session(faults: { start?: (string | undefined)[]; tryOut?: (string | undefined)[] } = {}) {
  const events: string[] = [];
  let starts = 0;
  const fail = (message: string | undefined) => {
    if (message !== undefined) throw new StartError(message);
  };
  const opened = startSession({
    start: async (before) => {
      starts += 1;
      const name = `${starts}`;
      events.push(`start ${name}${before === undefined ? '' : ' on the port before'}`);
      await sleep(5);
      fail(faults.start?.shift());
      return { name, stop: async () => void events.push(`stop ${name}`) } as unknown as LocalStack;
    },
    tryOut: async () => {
      events.push('try');
      await sleep(5);
      fail(faults.tryOut?.shift());
    },
    ready: (stack) => void events.push(`ready ${(stack as unknown as { name: string }).name}`),
    say: (line) => void events.push(line.trim()),
  });
  return { ...opened, events, settled: () => sleep(60) };
}

describe('while somebody works on what npm start runs', () => {
  test('a change starts the stack again, after it was tried, and never two at once', async () => {
    const { started, changed, events, settled } = session();
    await started;
    changed('lib/api.ts');
    await settled();
    const reported = 'lib/api.ts has changed. Trying what it makes …';
    expect(events).toEqual(['start 1', 'ready 1', reported, 'try', 'stop 1', 'start 2 on the port before', 'ready 2']);
  });

  test('an error in a changed file is reported, and what ran before goes on until the next change', async () => {
    const { started, changed, events, settled } = session({ tryOut: ['The stack does not synthesize:\nfoo'] });
    await started;
    changed('config/local.json');
    await settled();
    expect(events.at(-1)).toBe(
      'The stack does not synthesize:\nfoo\n\nWhat ran before goes on; it is replaced when you have saved the next change.',
    );
    expect(events).not.toContain('stop 1');
    changed('config/local.json');
    await settled();
    expect(events.at(-1)).toBe('ready 2');
  });

  test('a start that fails after a change waits for the next one', async () => {
    const { started, changed, events, settled } = session({ start: [undefined, 'Port 4000 is in use.'] });
    await started;
    changed('lib/api.ts');
    await settled();
    expect(events.at(-1)).toBe('Port 4000 is in use.\n\nNothing is running; it starts when you have saved the next change.');
    changed('lib/api.ts');
    await settled();
    expect(events.slice(-2)).toEqual(['start 3 on the port before', 'ready 3']);
    expect(events.filter((event) => event === 'stop 1')).toHaveLength(1);
  });

  test('what changes while a change is tried is looked at once, afterwards', async () => {
    const { started, changed, events, settled } = session();
    changed('lib/a.ts');
    await started;
    await sleep(2);
    for (const file of ['lib/b.ts', 'lib/c.ts', 'lib/d.ts']) changed(file);
    await settled();
    await settled();
    expect(events.filter((event) => event === 'try')).toHaveLength(2);
    expect(events.filter((event) => event.startsWith('ready'))).toEqual(['ready 1', 'ready 2']);
  });

  test.each([0, 8, 14])('its end ends what runs and what is on its way, and starts nothing: %i ms after a change', async (ms) => {
    const { started, changed, end, events, settled } = session();
    await started;
    changed('lib/a.ts');
    await sleep(ms);
    await end();
    await settled();
    const numbers = (what: string) => events.filter((event) => event.startsWith(what)).map((event) => event.split(' ')[1]);
    expect(numbers('stop').sort()).toEqual(numbers('start').sort());
  });

  test('the first start that fails is the end', async () => {
    await expect(session({ start: ['The stack does not synthesize'] }).started).rejects.toThrow('does not synthesize');
  });
});

describe('a step of the start', () => {
  test('is reported once it has taken long, and not before', async () => {
    const said: string[] = [];
    const steps = tellSlowSteps((line) => said.push(line), 40);
    steps.begin('First');
    await sleep(5);
    steps.begin('Second');
    await sleep(80);
    steps.begin('Third');
    steps.end();
    await sleep(80);
    expect(said).toEqual(['Second …']);
  });
});

describe('a change of a source', () => {
  let project: string;
  let end = () => {};
  const reported: string[] = [];
  /** Passes the time in which the sources are looked at so many times. */
  const look = (times: number) => jest.advanceTimersByTime(times * 500);
  beforeEach(async () => {
    project = mkdtempSync(join(tmpdir(), 'face-match-proxy-sources-'));
    mkdirSync(join(project, 'lib', 'room'), { recursive: true });
    writeFileSync(join(project, 'lib', 'room', 'a.ts'), '1');
    writeFileSync(join(project, 'cdk.json'), '{}');
    writeFileSync(join(project, 'README.md'), '');
    reported.length = 0;
    // A file system counts time in steps, and what is written within one step looks unchanged.
    await sleep(20);
    jest.useFakeTimers();
    end = watchSources(project, (file) => reported.push(file), ['lib', 'cdk.json', 'not-there']);
  });
  afterEach(() => {
    end();
    jest.useRealTimers();
    rmSync(project, { recursive: true });
  });

  test.each<[string, string, () => void]>([
    ['a file written', 'lib/room/a.ts', () => writeFileSync(join(project, 'lib/room/a.ts'), '22')],
    [
      'one written in place of another',
      'lib/room/a.ts',
      () => {
        writeFileSync(join(project, 'new'), '3');
        renameSync(join(project, 'new'), join(project, 'lib/room/a.ts'));
      },
    ],
    [
      'a new one in a new folder',
      'lib/new/b.ts',
      () => {
        mkdirSync(join(project, 'lib/new'));
        writeFileSync(join(project, 'lib/new/b.ts'), '');
      },
    ],
    ['one removed', 'lib/room/a.ts', () => rmSync(join(project, 'lib/room/a.ts'))],
    ['a single file', 'cdk.json', () => writeFileSync(join(project, 'cdk.json'), '{ }')],
  ])('is reported once: %s', (_what, file, change) => {
    look(1);
    change();
    look(4);
    expect(reported).toEqual([file]);
  });

  test('is reported once for what is written together, and not for what decides nothing', () => {
    for (let at = 0; at < 4; at += 1) {
      writeFileSync(join(project, 'lib', `${at}.ts`), 'x'.repeat(at));
      look(1);
    }
    writeFileSync(join(project, 'README.md'), 'other');
    expect(reported).toEqual([]);
    look(4);
    expect(reported).toHaveLength(1);
  });
});
