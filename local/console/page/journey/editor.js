import { el, fill } from '../elements/dom.js';
import { code } from '../elements/facts.js';
import { state } from '../state.js';
import { sendEdited } from '../trials/attempts.js';
import { again, TOKEN, withToken } from './again.js';

/** A preflight is no request of the SDK and is not followed, so OPTIONS is not among them. */
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Opens a request that was made before, to be changed and sent. The dialog belongs to the page and stays over each drawing. */
export async function edit(trace) {
  const request = await again(trace);
  const dialog = document.getElementById('editor');
  fill(dialog, form(request, dialog));
  dialog.showModal();
}

function form(request, dialog) {
  const method = el(
    'select',
    { id: 'edit-method' },
    METHODS.map((name) => el('option', { value: name, selected: name === request.method }, name)),
  );
  const path = el('input', { id: 'edit-path', type: 'text', value: request.path, spellcheck: 'false', autocomplete: 'off' });
  const headers = area(
    'edit-headers',
    6,
    Object.entries(request.headers)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n'),
  );
  const body = area('edit-body', 12, request.body ?? '');
  const fault = el('p.alert', { id: 'edit-fault', role: 'alert' });
  const submit = async (event) => {
    event.preventDefault();
    fault.textContent = '';
    try {
      const text = body.value === '' ? undefined : body.value;
      const made = { method: method.value, path: path.value, headers: withToken(headersIn(headers.value)), body: text };
      dialog.close();
      await sendEdited(made);
    } catch (error) {
      // What was written is still there, to be corrected.
      fault.textContent = error.message;
      if (!dialog.open) dialog.showModal();
    }
  };
  const owner = state.caller === undefined ? 'the user who signs in' : state.caller.name;
  return el(
    'form.editor',
    { onsubmit: submit },
    el('h2', { id: 'editor-title' }, 'Edit and send again'),
    el('p.hint', {}, code(TOKEN), ` stands for the token of ${owner}. The request goes to `, code(state.stack.baseUrl), '.'),
    !request.isWhole &&
      el('p.hint', {}, 'The console has left out a part of this body, where a note in brackets stands. Write something in its place.'),
    field('Method', method),
    field('Path', path),
    field('Headers, one on a line', headers),
    field('Body', body),
    fault,
    el(
      'div.editor-actions',
      {},
      el('button.primary', { type: 'submit' }, 'Send'),
      el('button.secondary', { type: 'button', onclick: () => dialog.close() }, 'Cancel'),
    ),
  );
}

function field(label, input) {
  return [el('label', { for: input.id }, label), input];
}

function area(id, rows, text) {
  return el('textarea', { id, rows, spellcheck: 'false', autocomplete: 'off' }, text);
}

function headersIn(text) {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const [, name, value] = /^([^:\s]+):\s*(.*?)\s*$/.exec(line) ?? [];
      if (name === undefined) throw new Error(`This line is no header: ${line}. A header is a name, a colon and a value.`);
      return [name, value];
    }),
  );
}
