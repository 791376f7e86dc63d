import { el, icon } from './elements/dom.js';
import { time } from './elements/facts.js';
import { outcomeOf } from './journey/outcome.js';
import { changed, MOST, state } from './state.js';

const PICTURES = { ok: 'done', refused: 'refused', failed: 'failed', waiting: 'waiting' };

/** Every request to the local API that is kept, of any sender, the last one first. */
export function recent() {
  const traces = [...state.traces.values()].toReversed();
  if (traces.length === 0) return false;
  return el(
    'section.recent',
    { 'aria-labelledby': 'recent-title' },
    el('h2', { id: 'recent-title' }, 'Last requests'),
    el('p.hint', {}, `${traces.length} of at most ${MOST} that are kept.`),
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
