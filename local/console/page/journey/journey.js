import { copyButton } from '../elements/copy.js';
import { el, icon } from '../elements/dom.js';
import { time } from '../elements/facts.js';
import { problemAdvice } from '../problems.js';
import { state } from '../state.js';
import { again, curlLine } from './again.js';
import { edit } from './editor.js';
import { introduction } from './introduction.js';
import { consequence, headline, outcomeOf } from './outcome.js';
import { stopsOf } from './stops.js';

const TONES = {
  ok: ['done', 'Success'],
  refused: ['refused', 'Refused'],
  failed: ['failed', 'Failed'],
  waiting: ['waiting', 'On its way'],
};

/** The request that is shown, from what the SDK sent to what it got back; before the first one, what will be seen. */
export function journey() {
  const trace = state.traces.get(state.shown);
  if (trace === undefined) return introduction();
  const stops = stopsOf(trace);
  return [outcome(trace), way(stops), el('ol.stations', {}, stops.map(station))];
}

function outcome(trace) {
  const { tone, status, code, section, detail } = outcomeOf(trace);
  const [picture, word] = TONES[tone];
  return el(
    'section.outcome',
    { id: 'outcome', 'data-tone': tone, 'aria-labelledby': 'outcome-title', tabindex: '-1' },
    el('p.tone', {}, icon(picture), word, status && el('span.status', {}, status), code && el('code', {}, code)),
    el('h1', { id: 'outcome-title' }, headline(trace)),
    detail && el('p.remedy', {}, detail),
    el('p', {}, consequence(trace)),
    arrivedPhoto(trace),
    section &&
      el(
        'div.advice-box',
        {},
        problemAdvice(section),
        el('p.hint', {}, el('a', { href: `#problems/${code}` }, `docs/problems.md: ${code}`)),
      ),
    tone === 'ok' &&
      trace.visits.some(({ transactionId }) => transactionId) &&
      el('p', {}, el('a.forward', { href: `#history/${trace.visits.at(-1).transactionId}` }, 'See it as the administrator does')),
    el(
      'p.hint',
      {},
      `${trace.sent.method} ${trace.sent.path}, ${time(trace.at)}${trace.answer ? `, ${trace.answer.milliseconds} ms` : ''}`,
    ),
    el(
      'div.outcome-actions',
      {},
      el('button.quiet', { id: 'edit', type: 'button', onclick: () => edit(trace) }, 'Edit and send again'),
      copyButton('copy-curl', 'Copy as curl', async () => curlLine(await again(trace))),
    ),
  );
}

function arrivedPhoto({ visits }) {
  const photo = visits.at(-1)?.photos[0];
  const alt = 'The photo that reached the Agent API stand-in';
  return photo && el('img.outcome-photo', { src: `/photos/${photo.sha256}`, alt, width: 84, height: 109 });
}

/** The same five stops in short. */
function way(stops) {
  return el(
    'nav.way',
    { 'aria-label': 'Stops of the request' },
    el(
      'ol',
      {},
      stops.map(({ id, actor, short, state: now, word }) =>
        el(
          'li',
          { 'data-state': now },
          el('a', { href: `#stop-${id}`, onclick: jump }, icon(now), el('span', {}, short ?? actor), el('span.unseen', {}, `: ${word}`)),
        ),
      ),
    ),
  );
}

function station({ id, actor, title, state: now, word, summary, content }) {
  return el(
    'li.station',
    { id: `stop-${id}`, 'data-state': now, tabindex: '-1' },
    el('span.node', {}, icon(now)),
    el(
      'section.card',
      { 'aria-labelledby': `stop-${id}-title` },
      el('header', {}, el('p.actor', {}, actor), el('p.state', {}, icon(now), word)),
      el('h2', { id: `stop-${id}-title` }, title),
      el('p.summary', {}, summary),
      now !== 'skipped' && content,
    ),
  );
}

/** The address of the page says which view is shown, so a jump inside it leaves the address alone. */
function jump(event) {
  event.preventDefault();
  document.querySelector(event.currentTarget.getAttribute('href'))?.focus();
}
