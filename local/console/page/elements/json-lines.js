/**
 * Breaks JSON into lines without reading it: only white space between its parts is added, so that a member in two spellings, its
 * order and its numbers stay as they were sent. What is no JSON comes out as it is.
 */
export function jsonLines(text) {
  if (!/^\s*[[{]/.test(text)) return text.split('\n');
  const lines = [''];
  let depth = 0;
  const begin = () => lines.push('  '.repeat(depth));
  for (const [part] of text.matchAll(/"(?:[^"\\]|\\.)*"?|[{}[\],:]|[^\s"{}[\],:]+/g)) {
    if (part === '{' || part === '[') {
      lines[lines.length - 1] += part;
      depth += 1;
      begin();
    } else if (part === '}' || part === ']') {
      depth -= 1;
      // Nothing between the two: they stay on one line.
      if (/[{[]$/.test(lines.at(-2) ?? '') && lines.at(-1).trim() === '') lines.pop();
      else begin();
      lines[lines.length - 1] += part;
    } else {
      lines[lines.length - 1] += part === ':' ? ': ' : part;
      if (part === ',') begin();
    }
  }
  return lines;
}

/**
 * Which lines of `text` have no equal at the same depth of `other`: whether they were added or dropped depends on which came first.
 * An object that is empty on one side counts as the same member.
 */
export function linesOnlyIn(text, other) {
  const plain = (line) => line.replace(/,$/, '').replace(/\{\}$/, '{').replace(/\[\]$/, '[');
  const known = new Set(jsonLines(other).map(plain));
  return jsonLines(text).map((line) => ({ line, only: !/^[\s{}[\],]*$/.test(line) && !known.has(plain(line)) }));
}
