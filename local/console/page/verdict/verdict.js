import { busy } from '../elements/card.js';
import { el, icon } from '../elements/dom.js';
import { startedIn, state } from '../state.js';
import { answerOf } from './answers.js';
import { ask, askForAnotherStep, askForSomebodyElse, ENDINGS, endMatch, storyOf } from './questions.js';

const PICTURES = { ok: 'done', refused: 'refused', failed: 'failed' };

/** What comes after the answer to the SDK: the match ends, and the company's backend asks whether the user has passed it. */
export function verdict() {
  const trace = state.traces.get(state.shown);
  if (state.stack.verdicts === undefined || startedIn(trace) === undefined) return [];
  const { ending, answers } = storyOf(trace);
  return el(
    'section.card.verdict',
    { 'aria-labelledby': 'verdict-title' },
    el('p.actor', {}, 'Your backend'),
    el('h2', { id: 'verdict-title' }, 'Did this user pass the match?'),
    el(
      'p.hint',
      {},
      'What an SDK reports on a device proves nothing. Your backend asks the proxy, signed as a role of yours, for one step that it wants to allow. Here the console’s server signs.',
    ),
    el('h3', { id: 'ending-title' }, 'How the match ended'),
    el(
      'p.hint',
      { id: 'ending-hint' },
      'No face is compared here: say it yourself. If you do not, the match is accepted two seconds after its start.',
    ),
    el(
      'div.choices',
      { role: 'group', 'aria-labelledby': 'ending-title', 'aria-describedby': 'ending-hint' },
      ENDINGS.map((way) => endingButton(trace, way, way.id === ending)),
    ),
    el('h3', { id: 'question-title' }, 'What your backend asks'),
    el(
      'div.choices',
      { role: 'group', 'aria-labelledby': 'question-title' },
      questionButton('ask', answers.length === 0 ? 'Ask for the verdict' : 'Ask again', () => ask(trace)),
      questionButton('ask-step', 'Ask for another step', () => askForAnotherStep(trace)),
      questionButton('ask-else', 'Ask for somebody else', () => askForSomebodyElse(trace)),
    ),
    answers.length > 0 && el('h3', { id: 'answers-title' }, 'Answers, the last one first'),
    answers.length > 0 && el('ol.answers', { 'aria-labelledby': 'answers-title', reversed: true }, answers.map(answerRow).toReversed()),
  );
}

function endingButton(trace, way, isChosen) {
  const press = () => endMatch(trace, way);
  return el(
    'button',
    { id: `end-${way.id}`, type: 'button', 'aria-pressed': String(isChosen), ...busy(`end-${way.id}`), onclick: press },
    way.label,
  );
}

function questionButton(id, label, press) {
  return el('button', { id, type: 'button', ...busy(id), onclick: press }, label);
}

function answerRow({ status, body, step, name }, at, all) {
  const { tone, word, codes, known, text } = answerOf({ status, body });
  const isRepeated =
    status === 200 && all.slice(0, at).some((before) => before.step === step && before.name === name && before.body === body);
  return el(
    'li',
    { 'data-tone': tone },
    el(
      'p.tone',
      {},
      icon(PICTURES[tone]),
      el('strong', {}, word),
      el('span.status', {}, status),
      codes.map((code) => el('code', {}, known ? el('a', { href: `#problems/${code}` }, code) : code)),
    ),
    el('p', {}, text, isRepeated && ' The same answer as before, byte for byte.'),
    el('p.hint', {}, `Asked for ${name}, for the step ${step}.`),
  );
}
