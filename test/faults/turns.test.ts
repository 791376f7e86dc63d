import { againAlone } from './turns';

/** Pieces of work of which some are late the first time. @returns them, and how often each was run. */
function given(late: readonly boolean[]) {
  const runs = late.map(() => 0);
  const work = late.map((isLate, at) => async () => {
    runs[at] = (runs[at] ?? 0) + 1;
    return isLate && runs[at] === 1 ? 'late' : `in time ${at}`;
  });
  return { work, runs };
}

const wasLate = (result: string) => result === 'late';

test('only what was late is run again, and stands in its place', async () => {
  const { work, runs } = given([false, true, false]);
  expect(await againAlone(work, wasLate)).toEqual(['in time 0', 'in time 1', 'in time 2']);
  expect(runs).toEqual([1, 2, 1]);
});

test('what is late again stays so', async () => {
  expect(await againAlone([async () => 'late'], wasLate)).toEqual(['late']);
});

test('where more than five were late, all stand as they are', async () => {
  const { work, runs } = given([true, true, true, true, true, true]);
  expect(await againAlone(work, wasLate)).toEqual(Array.from({ length: 6 }, () => 'late'));
  expect(runs).toEqual([1, 1, 1, 1, 1, 1]);
});
