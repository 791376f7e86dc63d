import { readLoadOptions, USAGE } from '../../load/options';

test('without options a run takes two minutes', () => {
  expect(readLoadOptions([])).toEqual({ seconds: 120, concurrencies: [2, 8, 16] });
});

test('reads length and numbers of callers', () => {
  expect(readLoadOptions(['--seconds', '30', '--concurrency', '1,64'])).toEqual({ seconds: 30, concurrencies: [1, 64] });
});

test.each([
  ['no time at all', ['--seconds', '0']],
  ['more than an hour', ['--seconds', '3601']],
  ['a time that is no number', ['--seconds', '1e3']],
  ['nobody', ['--concurrency', '0']],
  ['more callers than the bound', ['--concurrency', '8,65']],
  ['an empty list', ['--concurrency', '']],
])('refuses %s', (_what, args) => {
  expect(() => readLoadOptions(args)).toThrow(USAGE);
});

test('refuses an option that there is not', () => {
  expect(() => readLoadOptions(['--forever'])).toThrow('--forever');
});
