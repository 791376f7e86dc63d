import { coresOf } from '../../bench/cores';

test.each([
  ['0-1', [0, 1]],
  ['0-2,5', [0, 1, 2, 5]],
  ['7', [7]],
  ['', []],
])('the cores that a process may use are read as the kernel writes them: %p', (list, cores) => {
  expect(coresOf(list)).toEqual(cores);
});
