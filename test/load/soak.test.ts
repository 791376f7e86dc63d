import type { ProcessSample } from '../../load/function-processes';
import { eachProcess, isBlind, judgeSoak, mean } from '../../load/soak';
import type { Stretch } from '../../load/stretch';

const sample = (sockets: number, processes = 2): ProcessSample => ({ megabytes: 200, sockets, processes });
const stretch = (round: number, held: number[], samples: ProcessSample[] = [sample(10)]): Stretch => ({
  ...{ round, held, samples },
  ...{ concurrency: 2, seconds: 10, answers: [] },
});

test('what each process has is the mean over all samples; nothing has none', () => {
  expect(eachProcess([sample(10), sample(20, 4)], 'sockets')).toBe(5);
  expect(eachProcess([], 'sockets')).toBeUndefined();
  expect(mean([1, 2, 6])).toBe(3);
  expect(mean([])).toBeUndefined();
});

test.each([
  ['as much in the last round as in the first', stretch(3, [20]), true],
  ['a little more', stretch(3, [22], [sample(12)]), true],
  ['a quarter more memory', stretch(3, [25]), false],
  ['three sockets more in each process', stretch(3, [20], [sample(16)]), false],
])('a process with %s', (_what, last, isFlat) => {
  expect(judgeSoak([stretch(1, [20]), stretch(2, [90], [sample(90)]), last])).toMatchObject({ isFlat });
});

test('one round, or no samples, is no evidence', () => {
  expect(judgeSoak([stretch(1, [20])])).toBeUndefined();
  expect(judgeSoak([stretch(1, []), stretch(3, [])])).toBeUndefined();
  expect(judgeSoak([stretch(1, [20], []), stretch(3, [20], [])])).toBeUndefined();
});

test('a run in which no process of the function was found has not looked at memory and sockets', () => {
  expect(isBlind([stretch(0, [20], [sample(0, 0)]), stretch(1, [20], [sample(0, 0)])])).toBe(true);
  expect(isBlind([stretch(0, [20], [sample(0, 0)]), stretch(1, [20])])).toBe(false);
  // Not on Linux.
  expect(isBlind([stretch(0, [], []), stretch(1, [], [])])).toBe(false);
});
