import { state } from '../state.js';
import { el } from './dom.js';

/** A part of the page with its own headline. */
export function card(id, title, ...children) {
  return el('section.card', { id, 'aria-labelledby': `${id}-title` }, el('h2', { id: `${id}-title` }, title), children);
}

/** The same, collapsible; on a narrow screen it is collapsed at first, so that the next part is near. */
export function folding(id, title, ...children) {
  const isOpen = folded.get(id) ?? !matchMedia('(max-width: 55rem)').matches;
  const details = el(
    'details',
    { open: isOpen },
    el('summary', { id: `${id}-summary` }, el('h2', { id: `${id}-title` }, title)),
    el('div.folding', {}, children),
  );
  details.addEventListener('toggle', () => folded.set(id, details.open));
  return el('section.card', { id, 'aria-labelledby': `${id}-title` }, details);
}

const folded = new Map();

/** Disabled buttons lose the focus, so a busy one only says so; `run` accepts no second attempt. */
export function busy(id) {
  return { 'aria-disabled': state.running !== undefined ? 'true' : undefined, 'data-running': id !== undefined && state.running === id };
}
