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

test('what fails is run again, and its failure is told when it fails again', async () => {
  let runs = 0;
  const failsUntil = (run: number) => async () => {
    if (++runs < run) throw new Error(`failed at run ${runs}`);
    return 'in time';
  };
  expect(await againAlone([failsUntil(2)], wasLate)).toEqual(['in time']);
  runs = 0;
  await expect(againAlone([failsUntil(3)], wasLate)).rejects.toThrow('failed at run 2');
});

test('where more than five were late, all stand as they are', async () => {
  const { work, runs } = given([true, true, true, true, true, true]);
  expect(await againAlone(work, wasLate)).toEqual(Array.from({ length: 6 }, () => 'late'));
  expect(runs).toEqual([1, 1, 1, 1, 1, 1]);
});
