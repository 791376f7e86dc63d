import type { ProcessSample } from '../../load/function-processes';
import { footprint, judgeSoak } from '../../load/soak';
import type { Stretch } from '../../load/stretch';

const sample = (megabytes: number, sockets: number, processes = 2): ProcessSample => ({ megabytes, sockets, processes });
const stretch = (round: number, ...samples: ProcessSample[]): Stretch => ({ round, concurrency: 2, seconds: 10, answers: [], samples });

test('a footprint is that of one process', () => {
  expect(footprint([sample(200, 10), sample(400, 20, 4)])).toEqual({ megabytes: 100, sockets: 5 });
  expect(footprint([])).toBeUndefined();
});

test.each([
  ['as much in the last round as in the first', sample(200, 10), true],
  ['a little more', sample(220, 12), true],
  ['a quarter more memory', sample(250, 10), false],
  ['three sockets more in each process', sample(200, 16), false],
])('a process with %s', (_what, last, isFlat) => {
  expect(judgeSoak([stretch(1, sample(200, 10)), stretch(2, sample(900, 90)), stretch(3, last)])).toMatchObject({ isFlat });
});

test('one round, or no samples, cannot tell', () => {
  expect(judgeSoak([stretch(1, sample(200, 10))])).toBeUndefined();
  expect(judgeSoak([stretch(1), stretch(3)])).toBeUndefined();
});
