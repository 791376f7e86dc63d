import { copyOf } from '../support/compliance-protection';
import { synthesizeStage } from '../support/template';
import { PROTECTIONS } from './protections';

const prod = synthesizeStage('prod');

test.each(PROTECTIONS)('$promise', ({ holds, remove }) => {
  expect(holds(prod)).toBe(true);
  const without = copyOf(prod);
  remove(without);
  expect(without.template).not.toEqual(prod.template);
  expect(holds(without)).toBe(false);
});

test('there are many protections, each with a promise of its own', () => {
  expect(PROTECTIONS.length).toBeGreaterThanOrEqual(25);
  expect(new Set(PROTECTIONS.map(({ promise }) => promise)).size).toBe(PROTECTIONS.length);
});
