import { el } from './elements/dom.js';
import { inline } from './elements/markdown.js';
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
    ...filtered(problems),
  );
  queueMicrotask(() => view.querySelector(code === undefined ? 'h1' : `#title-${code}`)?.focus());
  return view;
}

/** A field and the sections; those that do not hold every word of the field are hidden. */
function filtered(problems) {
  const sections = problems.map((section) =>
    el('section', { id: `problem-${section.code}`, 'aria-labelledby': `title-${section.code}` }, problemText(section)),
  );
  const texts = sections.map((section) => section.textContent.toLowerCase());
  const count = el('p.hint', { id: 'problem-count', role: 'status' }, `${sections.length} codes.`);
  const field = el('input', {
    ...{ id: 'problem-filter', type: 'search', autocomplete: 'off', spellcheck: 'false', 'aria-describedby': 'problem-count' },
    oninput: () => {
      const words = field.value.toLowerCase().split(/\s+/);
      sections.forEach((section, at) => {
        section.hidden = !words.every((word) => texts[at].includes(word));
      });
      const shown = sections.filter(({ hidden }) => !hidden).length;
      count.textContent = shown === sections.length ? `${shown} codes.` : `${shown} of ${sections.length} codes.`;
    },
  });
  return [el('label', { for: field.id }, 'Only those with'), field, count, ...sections];
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
