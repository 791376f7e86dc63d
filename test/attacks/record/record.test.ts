import { existsSync } from 'node:fs';
import path from 'node:path';
import { localConfigWith } from '../../support/config-file';
import { startTestStack } from '../../support/local-stack';
import { writePage, writtenPage } from '../../support/written-page';
import type { Attack } from './attack';
import { STARTS } from './before';
import { BODY_ATTACKS } from './body-attacks';
import { ATTACKS_FILE, attacksPage } from './document';
import { OTHER_ATTACKS } from './other-attacks';
import { OWASP_ATTACKS } from './owasp-attacks';
import { carryOut, type Outcome } from './scene';
import { TUTORIAL_ATTACKS } from './tutorial-attacks';

const SECTIONS = [...OWASP_ATTACKS, TUTORIAL_ATTACKS, ...BODY_ATTACKS, ...OTHER_ATTACKS];
const ATTACKS = SECTIONS.flatMap(({ attacks }) => attacks);

const outcomes = new Map<Attack, Outcome>();
let page: string;
beforeAll(async () => {
  const attempts = { injecting: STARTS, others: STARTS, windowMinutes: 1440 };
  const stack = await startTestStack({ configFile: await localConfigWith({ limits: { attempts } }) });
  try {
    for (const attack of inOrder()) outcomes.set(attack, await carryOut(stack, attack));
  } finally {
    await stack.stop();
  }
  page = attacksPage(SECTIONS, outcomes);
  if (process.env.UPDATE_ATTACKS !== undefined) writePage(ATTACKS_FILE, page);
}, 300_000);

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

test('an attack is refused with a status of its own, or is a request of the caller’s own', () => {
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

test('docs/attacks.md is what the stack answered; after a change: UPDATE_ATTACKS=1 npx jest test/attacks/record', () => {
  expect(writtenPage(ATTACKS_FILE)).toBe(page);
});
