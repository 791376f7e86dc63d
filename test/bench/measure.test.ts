import { gateReport, holds } from '../../bench/gates/gate';
import { interleave, median } from '../../bench/measure/statistics';
import { idealMs } from '../../bench/network/network';
import { runBench } from '../../bench/run';

describe('a gate', () => {
  const bundle = { name: 'bundle, KB', value: 427, limit: 450 };
  const counted = { name: 'instructions', value: 'there is no valgrind', limit: 95 };

  test('holds up to its limit', () => {
    expect([450, 450.1].map((value) => holds({ ...bundle, value }, false))).toEqual([true, false]);
    expect(gateReport([bundle, { ...counted, value: 96 }], false)).toBe(
      'holds    bundle, KB: 427.0 (at most 450.0)\nFAILS    instructions: 96.0 (at most 95.0)\n1 of 2 gates fail.',
    );
  });

  test('that cannot be measured is skipped aloud by hand, and fails where nothing may be skipped', () => {
    expect(gateReport([counted], true)).toBe('SKIPPED  instructions: not measured, there is no valgrind\nNo gate fails.');
    expect(gateReport([counted], false)).toBe('FAILS    instructions: not measured, there is no valgrind\n1 of 1 gates fail.');
  });

  test('whose figure is no number fails', () => {
    expect(holds({ ...bundle, value: Number.NaN }, true)).toBe(false);
  });
});

describe('the ideal', () => {
  // 5 ms to count the start, 15 to the first byte, the slower of 75 MB/s in and 40 MB/s of base64 out, 20 for the answer.
  test.each([
    [50_000, 41.7],
    [500_000, 56.7],
    [2_000_000, 106.7],
    [5_000_000, 206.7],
    [10_000_000, 373.3],
  ])('of %i bytes is %f ms', (bytes, ms) => {
    expect(idealMs(bytes)).toBeCloseTo(ms, 1);
  });
});

test('a median is not moved by one measurement that something has spoilt, and of nothing there is none', () => {
  expect([median([11, 10, 9000, 10, 11]), median([4, 1, 3, 2])]).toEqual([11, 2.5]);
  expect(() => median([])).toThrow('There is no measurement');
});

test('rounds take turns, and each begins with another contestant', async () => {
  const order: string[] = [];
  await interleave(3, ['a', 'b', 'c'], async (name) => void order.push(name));
  expect(order.join('')).toBe('abcbcacab');
});

test.each([
  [['--fast'], /--fast.*npm run bench -- \[--gate \| --write-docs\]/],
  [['--gate', '--write-docs'], /The gates are no basis for a document. Usage: npm run bench/],
])('words that the bench does not know are refused before anything is built: %p', async (words, message) => {
  await expect(runBench(words, () => undefined)).rejects.toThrow(message);
});
