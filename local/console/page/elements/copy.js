import { changed, state } from '../state.js';
import { announce, el } from './dom.js';

/** For how long the button says that it has copied, in milliseconds. */
const SAID_MS = 2000;

/** A button that puts a text into the clipboard, and says so. */
export function copyButton(id, label, textOf) {
  const copy = async ({ currentTarget: button }) => {
    try {
      await navigator.clipboard.writeText(await textOf());
    } catch {
      state.failure = 'The browser does not let this page write to the clipboard.';
      return changed();
    }
    announce('Copied.');
    button.textContent = 'Copied';
    setTimeout(() => {
      button.textContent = label;
    }, SAID_MS);
  };
  return el('button.quiet', { id, type: 'button', onclick: copy }, label);
}
