import { existsSync } from 'node:fs';
import path from 'node:path';
import { OWASP } from '../../docs/generate/compliance/controls-owasp';
import { CIS, SECURITY_HUB } from '../../docs/generate/compliance/controls-security-hub';
import { read } from '../docs/documents';
import { copyOf, type Protection } from '../support/compliance-protection';
import { type Synthesized, synthesizeStage, VERDICTS } from '../support/template';
import { PROTECTIONS } from './protections';
import { VERDICT_PROTECTIONS } from './protections-verdict';
import { VERDICT_WATCH_PROTECTIONS } from './protections-verdict-watch';

const prod = synthesizeStage('prod');
const verdicts = synthesizeStage('verdicts', VERDICTS);
const OF_VERDICTS = [...VERDICT_PROTECTIONS, ...VERDICT_WATCH_PROTECTIONS];
const CONTROLS = [...OWASP, ...SECURITY_HUB, ...CIS];

function isLost(stage: Synthesized, { holds, remove }: Protection): void {
  expect(holds(stage)).toBe(true);
  const without = copyOf(stage);
  remove(without);
  expect(without.template).not.toEqual(stage.template);
  expect(holds(without)).toBe(false);
}

test.each(PROTECTIONS)('$promise', (protection) => isLost(prod, protection));

describe('with verdicts', () => {
  test.each(OF_VERDICTS)('$promise', (protection) => isLost(verdicts, protection));

  test('every other promise is kept as well', () => {
    expect(PROTECTIONS.filter(({ holds }) => !holds(verdicts)).map(({ promise }) => promise)).toEqual([]);
  });
});

test('there are many protections, each with its own promise', () => {
  expect(PROTECTIONS.length).toBeGreaterThanOrEqual(25);
  const all = [...PROTECTIONS, ...OF_VERDICTS];
  expect(new Set(all.map(({ promise }) => promise)).size).toBe(all.length);
});

describe('the register of controls', () => {
  test('calls none on that no protection and no test proves', () => {
    const proved = new Set([...PROTECTIONS, ...OF_VERDICTS].flatMap(({ controls = [] }) => controls));
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
    const named = [...PROTECTIONS, ...OF_VERDICTS]
      .flatMap(({ controls = [] }) => controls)
      .filter((id) => !/^(?:nag|Control Tower) /.test(id));
    expect(named.filter((id) => !known.has(id))).toEqual([]);
    expect(known.size).toBe(CONTROLS.length);
  });
});
