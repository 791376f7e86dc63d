import { el } from './dom.js';

/** Code first, since nothing in it has a meaning; then what may contain one another: links, bold, emphasis. */
const PARTS = /(`[^`]+`|\[[^\]]+\]\([^)]+\)|\*\*(?=\S).+?(?<=\S)\*\*|\*(?=[^\s*]).+?(?<=[^\s*])\*(?!\*)|(?<!\w)_(?=\S).+?(?<=\S)_(?!\w))/;

/** The little Markdown of docs/problems.md: code, bold, emphasis, and links, which only those to a section of the same document keep. */
export function inline(text) {
  return text.split(PARTS).flatMap((part, at) => (at % 2 === 0 ? part : element(part)));
}

function element(part) {
  if (part.startsWith('`')) return el('code', {}, part.slice(1, -1));
  if (part.startsWith('**')) return el('strong', {}, inline(part.slice(2, -2)));
  if (/^[*_]/.test(part)) return el('em', {}, inline(part.slice(1, -1)));
  const [, label, target] = /^\[([^\]]+)\]\(([^)]+)\)$/.exec(part);
  return target.startsWith('#') ? el('a', { href: `#problems/${target.slice(1)}` }, inline(label)) : inline(label);
}
