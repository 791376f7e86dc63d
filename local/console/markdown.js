import { el } from './dom.js';

/** The little Markdown of docs/problems.md: code, bold, and links, which only those to a section of the same document keep. */
export function inline(text) {
  const parts = text.split(/(`[^`]+`|\*\*[^*]+\*\*|\[[^\]]+\]\([^)]+\))/);
  return parts.map((part) => {
    if (part.startsWith('`')) return el('code', {}, part.slice(1, -1));
    if (part.startsWith('**')) return el('strong', {}, part.slice(2, -2));
    const link = /^\[([^\]]+)\]\(([^)]+)\)$/.exec(part);
    if (link === null) return part;
    return link[2].startsWith('#') ? el('a', { href: `#problems/${link[2].slice(1)}` }, link[1]) : link[1];
  });
}
