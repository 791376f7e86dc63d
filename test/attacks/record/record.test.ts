import { existsSync } from 'node:fs';
import path from 'node:path';
import { localConfigWith } from '../../support/config-file';
import { startTestStack } from '../../support/local-stack';
import type { Attack } from './attack';
import { ATTACK_SECTIONS, expectedOf } from './attacks';
import { STARTS } from './before';
import { carryOut, type Outcome } from './scene';

const ATTACKS = ATTACK_SECTIONS.flatMap(({ attacks }) => attacks);

const outcomes = new Map<Attack, Outcome>();
beforeAll(async () => {
  const attempts = { injecting: STARTS, others: STARTS, windowMinutes: 1440 };
  const stack = await startTestStack({ configFile: await localConfigWith({ limits: { attempts } }) });
  try {
    for (const attack of inOrder()) outcomes.set(attack, await carryOut(stack, attack));
  } finally {
    await stack.stop();
  }
});

/** The empty secret first: later the function has credentials, and keeps them for some minutes. */
function inOrder(): Attack[] {
  const isFirst = ({ before }: Attack) => before === 'the secret is empty';
  return [...ATTACKS.filter(isFirst), ...ATTACKS.filter((attack) => !isFirst(attack))];
}

/** The attacks whose outcome breaks a rule, with it. */
function breaking(rule: (outcome: Outcome, attack: Attack) => boolean): unknown[] {
  return [...outcomes].filter(([attack, outcome]) => !rule(outcome, attack)).map(([{ says }, outcome]) => [says, outcome]);
}

test('no attack makes a transaction of another person, with another photo, or two', () => {
  expect(outcomes.size).toBeGreaterThan(90);
  expect(breaking(({ reached, accepted }) => !reached.includes('ANOTHER') && accepted <= 1)).toEqual([]);
});

test('an attack is refused with its own status, or is a request of the caller’s own', () => {
  expect(
    breaking(({ status, accepted }, { ownRequest }) => ownRequest === true || (accepted === 0 && (status === 0 || status >= 400))),
  ).toEqual([]);
  expect(breaking(({ status, accepted }, { ownRequest }) => ownRequest !== true || (accepted === 1 && status === 200))).toEqual([]);
});

test('no attack ends in an error that no step expected', () => {
  expect(breaking(({ code }) => code !== 'internal' && code !== 'integration-failure')).toEqual([]);
});

test('each attack has tests that know more of it', () => {
  expect(ATTACKS.filter(({ proof }) => !existsSync(path.join(__dirname, '..', '..', '..', proof))).map(({ says }) => says)).toEqual([]);
});

test('each attack is answered as its row says, and so as docs/attacks.md says', () => {
  const answerOf = ({ status, code = '' }: Outcome) => (status === 0 ? 'no answer' : `${status} ${code}`.trim());
  const found = [...outcomes].map(([{ says }, outcome]) => [says, answerOf(outcome), outcome.reached]);
  const wanted = [...outcomes.keys()].map((attack) => [attack.says, expectedOf(attack).answer, expectedOf(attack).reaches]);
  expect(found).toEqual(wanted);
});
