import { busy, folding } from '../elements/card.js';
import { el, icon } from '../elements/dom.js';
import { chosenSdk } from '../sdks.js';
import { changed, signedIn, state } from '../state.js';
import { ATTACKS } from './attacks.js';
import { tryAllAttacks, tryAttack, tryFault } from './attempts.js';
import { FAULTS } from './faults.js';

/** The lists of attacks and of faults, with the result of each. */
export function trials() {
  return signedIn() !== undefined && [attacksCard(), faultsCard()];
}

function attacksCard() {
  const count = ATTACKS.filter(({ id }) => state.results.get(id)?.held).length;
  const tried = ATTACKS.filter(({ id }) => state.results.has(id)).length;
  return folding(
    'attacks',
    'Try to break it',
    el(
      'p.hint',
      {},
      tried === 0
        ? 'Real requests to the local API, with the attacker’s own valid token where none is forged.'
        : `${count} of ${tried} held, by what the stand-ins saw.`,
    ),
    el('button.secondary', { id: 'all-attacks', type: 'button', ...busy(), onclick: tryAllAttacks }, `Try all ${ATTACKS.length}`),
    el(
      'ul.attempts',
      {},
      ATTACKS.map((attack) => attemptRow(attack, () => tryAttack(attack))),
    ),
  );
}

function faultsCard() {
  return folding(
    'faults',
    'When the Agent API …',
    el('p.hint', {}, 'The stand-in is set to misbehave for one start of the SDK above.'),
    el(
      'ul.attempts',
      {},
      FAULTS.map((fault) => attemptRow(fault, () => tryFault(fault, chosenSdk()))),
    ),
  );
}

function attemptRow({ id, title, story }, attempt) {
  return el(
    'li',
    {},
    el(
      'button.attempt',
      { id: `try-${id}`, type: 'button', ...busy(id), onclick: attempt },
      el('strong', {}, title),
      el('span', {}, story),
    ),
    resultOf(id),
  );
}

function resultOf(id) {
  const result = state.results.get(id);
  if (state.running === id) return el('p.result', {}, icon('waiting'), 'On its way');
  if (result === undefined) return false;
  const { status, code, held, trace } = result;
  const verdict = held === undefined ? [] : [icon(held ? 'held' : 'failed'), el('strong', {}, held ? 'Held' : 'Not held')];
  const show = () => {
    state.shown = trace;
    changed();
  };
  return el(
    'p.result',
    { 'data-held': held === undefined ? undefined : String(held) },
    verdict,
    el('a', { href: '#request', onclick: show }, [status, code].filter(Boolean).join(' ')),
  );
}
