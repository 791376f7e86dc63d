import { el, icon } from './dom.js';
import { time } from './facts.js';
import { outcomeOf } from './outcome.js';
import { changed, state } from './state.js';

const PICTURES = { ok: 'done', refused: 'refused', failed: 'failed', waiting: 'waiting' };
const MOST_SHOWN = 12;

/** The last requests to the local API, whoever sent them. */
export function recent() {
  const traces = [...state.traces.values()].toReversed().slice(0, MOST_SHOWN);
  if (traces.length === 0) return false;
  return el(
    'section.recent',
    { 'aria-labelledby': 'recent-title' },
    el('h2', { id: 'recent-title' }, 'Last requests'),
    el('ol', {}, traces.map(row)),
  );
}

function row(trace) {
  const { tone, status = '', code } = outcomeOf(trace);
  const show = () => {
    state.shown = trace.id;
    changed();
  };
  return el(
    'li',
    {},
    el(
      'a',
      {
        href: '#request',
        id: `recent-${trace.id}`,
        onclick: show,
        'aria-current': trace.id === state.shown ? 'true' : undefined,
        'data-tone': tone,
      },
      icon(PICTURES[tone]),
      el('span.recent-what', {}, `${trace.sent.method} ${trace.sent.path}`),
      el('span', {}, [status, code].filter(Boolean).join(' ') || 'on its way'),
      el('span.recent-time', {}, time(trace.at)),
    ),
  );
}
