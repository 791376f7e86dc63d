import { el } from './dom.js';
import { inline } from './markdown.js';
import { state } from './state.js';

/** Every problem code, in the words of docs/problems.md. */
export function problemsView(code) {
  const { problems } = state.stack;
  const view = el(
    'div.problems',
    {},
    el('h1', { tabindex: '-1' }, 'Problem codes'),
    el(
      'p.lead',
      {},
      'Each refusal carries a code, by which programs decide. These are the texts of ',
      el('code', {}, 'docs/problems.md'),
      '.',
    ),
    problems.map((section) =>
      el('section', { id: `problem-${section.code}`, 'aria-labelledby': `title-${section.code}` }, problemText(section)),
    ),
  );
  queueMicrotask(() => view.querySelector(code === undefined ? 'h1' : `#title-${code}`)?.focus());
  return view;
}

/** Code, meaning, and what to do, for the app and for the operator. */
export function problemAdvice({ meaning, app, operator }) {
  return [
    el('p', {}, inline(meaning)),
    el(
      'dl.advice',
      {},
      ...[
        ['App', app],
        ['Operator', operator],
      ].map(([who, what]) => el('div', {}, el('dt', {}, who), el('dd', {}, inline(what)))),
    ),
  ];
}

function problemText(section) {
  return [el('h2', { id: `title-${section.code}`, tabindex: '-1' }, el('code', {}, section.code)), ...problemAdvice(section)];
}
