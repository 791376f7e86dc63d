import { el } from './dom.js';
import { jsonLines } from './json-lines.js';

/** Names and values, as a list of definitions. Pairs without a value are left out. */
export function facts(pairs) {
  const shown = pairs.filter(([, value]) => value !== undefined && value !== false && value !== '');
  return el(
    'dl.facts',
    {},
    shown.map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))),
  );
}

/** Headers by their names. */
export function headerFacts(headers) {
  return facts(headers.map(([name, value]) => [name, code(value)]));
}

/** A value that a machine wrote. */
export function code(text) {
  return el('code', {}, text);
}

/**
 * A body, line by line. Marked lines carry a sign and a word, so that colour is not needed.
 * @param {string | {line: string, only: boolean}[]} content
 * @param {{sign: string, word: string}} [mark] For lines that stand on one side only.
 */
export function bodyBlock(label, content, mark) {
  const lines = typeof content === 'string' ? jsonLines(content).map((line) => ({ line, only: false })) : content;
  const rows = runs(lines).map(({ text, only }) => (only && mark ? markedLine(text, mark) : el('span.line', {}, text)));
  return el('pre.body', { 'aria-label': label, role: 'group' }, el('code', {}, rows));
}

/** Whether each of the disclosures was opened, by its key, so that drawing again does not close it. */
const opened = new Map();

/** A part that is shown on demand. */
export function disclosure(key, summary, ...children) {
  const details = el('details', { open: opened.get(key) === true }, el('summary', {}, summary), children);
  details.addEventListener('toggle', () => opened.set(key, details.open));
  return details;
}

export function bytes(count) {
  return `${count.toLocaleString('en')} ${count === 1 ? 'byte' : 'bytes'}`;
}

export function time(iso) {
  return new Date(iso).toLocaleTimeString('en-GB');
}

/** Lines that need no mark stand together in one element; each of the others has its own. */
function runs(lines) {
  const joined = [];
  for (const { line, only } of lines) {
    const last = joined.at(-1);
    if (last !== undefined && !only && !last.only) last.text += `${line}\n`;
    else joined.push({ text: `${line}\n`, only });
  }
  return joined;
}

function markedLine(text, { sign, word }) {
  return el('span.line.marked', { 'data-sign': sign }, el('span.unseen', {}, `${word}: `), text);
}
