/**
 * Makes an element. Children are nodes or texts, never markup: what a request, a reply or a document says is shown as it is.
 * @param {string} tag Name, with an optional class: `p.hint`.
 * @param {Record<string, unknown>} attributes `on…` names a listener; false and undefined leave an attribute out, true sets it empty.
 * @param {...(Node | string | number | false | undefined | Array)} children
 */
export function el(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split('.');
  const element = document.createElement(name);
  if (classes.length > 0) element.className = classes.join(' ');
  for (const [attribute, value] of Object.entries(attributes)) set(element, attribute, value);
  append(element, children);
  return element;
}

/** Replaces all children. */
export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
  return element;
}

const PATHS = {
  done: 'M5 12.500l4.500 4.500L19 7.500',
  refused: 'M12 3l7.500 2.800v5.400c0 4.600-3.100 8-7.500 9.800-4.400-1.800-7.500-5.200-7.500-9.800V5.800zM9 9.500l6 6M15 9.500l-6 6',
  failed: 'M12 4l9 16H3zM12 10v4.500M12 17v.5',
  waiting: 'M7 4h10M7 20h10M8 4c0 5 8 6 8 8s-8 3-8 8M16 4c0 5-8 6-8 8s8 3 8 8',
  skipped: 'M6 12h12',
  held: 'M12 3l7.500 2.800v5.400c0 4.600-3.100 8-7.500 9.800-4.400-1.800-7.500-5.200-7.500-9.800V5.800zM8.500 12l2.500 2.500 4.500-5',
};

/** An icon that screen readers skip: there is always a word next to it. */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', PATHS[name] ?? PATHS.skipped);
  svg.append(path);
  return svg;
}

/** Says something to a screen reader without moving the focus. */
export function announce(text) {
  const announcer = document.getElementById('announcer');
  if (announcer.textContent !== text) announcer.textContent = text;
}

function set(element, attribute, value) {
  if (value === false || value === undefined) return;
  if (attribute.startsWith('on')) element.addEventListener(attribute.slice(2), value);
  else element.setAttribute(attribute, value === true ? '' : String(value));
}

function append(element, children) {
  for (const child of children.flat(3)) {
    if (child !== false && child !== undefined && child !== null) element.append(child instanceof Node ? child : String(child));
  }
}
