import { existsSync } from 'node:fs';
import path from 'node:path';
import { OWASP } from '../../docs/generate/compliance/controls-owasp';
import { CIS, SECURITY_HUB } from '../../docs/generate/compliance/controls-security-hub';
import { read } from '../docs/documents';
import { copyOf } from '../support/compliance-protection';
import { synthesizeStage } from '../support/template';
import { PROTECTIONS } from './protections';

const prod = synthesizeStage('prod');
const CONTROLS = [...OWASP, ...SECURITY_HUB, ...CIS];

test.each(PROTECTIONS)('$promise', ({ holds, remove }) => {
  expect(holds(prod)).toBe(true);
  const without = copyOf(prod);
  remove(without);
  expect(without.template).not.toEqual(prod.template);
  expect(holds(without)).toBe(false);
});

test('there are many protections, each with its own promise', () => {
  expect(PROTECTIONS.length).toBeGreaterThanOrEqual(25);
  expect(new Set(PROTECTIONS.map(({ promise }) => promise)).size).toBe(PROTECTIONS.length);
});

describe('the register of controls', () => {
  test('calls none on that no protection and no test proves', () => {
    const proved = new Set(PROTECTIONS.flatMap(({ controls = [] }) => controls));
    expect(CONTROLS.filter(({ id, state, tests = [] }) => state === 'on' && !proved.has(id) && tests.length === 0)).toEqual([]);
  });

  test('gives a sentence for each that is not on', () => {
    for (const { state, reason = '' } of CONTROLS) if (state !== 'on') expect(reason).toMatch(/^[A-Z].{19,}\.$/);
  });

  test('names tests that there are', () => {
    const missing = CONTROLS.flatMap(({ tests = [] }) => tests).filter(
      ([file, name]) => !existsSync(path.join(__dirname, '..', '..', file)) || !read(file).includes(name),
    );
    expect(missing).toEqual([]);
  });

  test('knows every control that a protection names', () => {
    const known = new Set(CONTROLS.map(({ id }) => id));
    const named = PROTECTIONS.flatMap(({ controls = [] }) => controls).filter((id) => !/^(?:nag|Control Tower) /.test(id));
    expect(named.filter((id) => !known.has(id))).toEqual([]);
    expect(known.size).toBe(CONTROLS.length);
  });
});
