/** What cannot be seen or distinguished: controls, formats, accents that stand alone, every blank but the plain one, and the sign for bytes that are not text. */
const UNSEEN = /[\p{C}\p{M}\ufffd]|(?! )\p{Z}/gu;

/** A path or a name as a person has to see it: in quotes, so that blanks at its ends show, and with the code of what cannot be seen or distinguished. */
export function quoted(text: string): string {
  return `"${seen(text)}"`;
}

/** A text of somebody else's, such as a line of a log, with no control sequence for a terminal. */
export function seen(text: string): string {
  return text.replace(UNSEEN, codeOf);
}

/** The same, but the text alone where nothing in it is odd. */
export function shown(text: string): string {
  const whole = quoted(text);
  return text.trim() === text && whole.length === text.length + 2 ? text : whole;
}

function codeOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
}
