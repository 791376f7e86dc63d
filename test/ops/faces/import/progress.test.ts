import { Writable } from 'node:stream';
import { createProgress } from '../../../../ops/faces/import/progress';
import { createTerminal } from '../../../../ops/terminal/terminal';

function watched(isTTY: boolean) {
  const chunks: string[] = [];
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      chunks.push(String(chunk));
      done();
    },
  });
  const stderr = Object.assign(stream, { isTTY, columns: 110, cursorTo: () => true, clearLine: () => true });
  const terminal = createTerminal({
    stdout: stderr,
    stderr,
    environment: { LANG: 'C.UTF-8', TERM: 'xterm' },
    platform: 'linux',
    json: false,
  });
  return { terminal, text: () => chunks.join('') };
}

/** A clock that a test moves. */
function clock() {
  let now = 0;
  return { read: () => now, forward: (milliseconds: number) => (now += milliseconds) };
}

test('where no one watches it is a line every ten seconds, with rate and time left, and one at the end', () => {
  const [{ terminal, text }, time] = [watched(false), clock()];
  const progress = createProgress(terminal, { what: 'Storing', total: 1000, from: 200, clock: time.read });
  for (let row = 0; row < 300; row += 1) {
    time.forward(100);
    progress.advance(row === 7);
  }
  progress.stop();
  expect(text().trimEnd().split('\n')).toEqual([
    'Storing: 300 of 1000 rows, 10/s, 1 min 10 s left, 1 failed',
    'Storing: 400 of 1000 rows, 10/s, 1 min 0 s left, 1 failed',
    'Storing: 500 of 1000 rows, 10/s, 50 s left, 1 failed',
    'Storing: 500 of 1000 rows, 10/s, 50 s left, 1 failed',
  ]);
});

test('on a terminal it is a bar that is drawn in its place', () => {
  const [{ terminal, text }, time] = [watched(true), clock()];
  const progress = createProgress(terminal, { what: 'Storing', total: 4, clock: time.read });
  for (let row = 0; row < 4; row += 1) {
    time.forward(500);
    progress.advance(false);
  }
  progress.stop();
  expect(text()).toMatch(/Storing \[█+\] 100 % {2}4 of 4 {2}2\/s {2}done {2}0 failed/);
  expect(text().split('\n').length).toBeLessThanOrEqual(3);
});
