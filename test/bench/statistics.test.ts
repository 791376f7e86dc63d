import { interleave } from '../../bench/rounds';
import { inPairs, median, summarize } from '../../bench/statistics';

describe('a summary', () => {
  test('holds median, quartiles and count, in any order', () => {
    expect(summarize([5, 1, 4, 2, 3])).toEqual({ median: 3, low: 2, high: 4, count: 5 });
  });

  test('lies between two measurements where none is in the middle', () => {
    expect(summarize([1, 2, 3, 4])).toEqual({ median: 2.5, low: 1.75, high: 3.25, count: 4 });
  });

  test('is not moved by one measurement that something has spoilt', () => {
    expect(median([10, 10, 11, 11, 9000])).toBe(11);
  });

  test('of nothing is refused', () => {
    expect(() => summarize([])).toThrow('There is no measurement to summarize.');
  });
});

describe('ratios in pairs', () => {
  test('do not see that the machine was slow for a while', () => {
    expect(inPairs([10, 20, 10], [20, 40, 20])).toEqual([0.5, 0.5, 0.5]);
  });

  test('are refused where a round lacks one of the two', () => {
    expect(() => inPairs([1, 2], [1])).toThrow('2 measurements cannot be paired with 1.');
  });
});

test('rounds take turns, and each begins with another contestant', async () => {
  const order: string[] = [];
  await interleave(3, ['a', 'b', 'c'], async (name) => void order.push(name));
  expect(order.join('')).toBe('abcbcacab');
});
