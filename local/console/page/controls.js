import { endOf, signIn } from './callers.js';
import { busy, card } from './elements/card.js';
import { copyButton } from './elements/copy.js';
import { announce, el, icon } from './elements/dom.js';
import { code, disclosure, facts, time } from './elements/facts.js';
import { chosenSdk, sdkChoices } from './sdks.js';
import { changed, refresh, signedIn, state } from './state.js';
import { cancelMatch, startMatch } from './trials/attempts.js';

/** How the request of an SDK is known, by the word of docs/sdk/README.md. */
const KNOWN = {
  seen: 'the one that the SDK’s own code sent',
  read: 'the one that was read in the released SDK',
  documented: 'built from Microblink’s documentation',
};

/** Name of the user whose radio button is set; it stays over each drawing. */
const chosen = { user: undefined };

/** Who is signed in, and what they start. */
export function controls() {
  const me = signedIn();
  return me === undefined ? signInCard() : [callerCard(me), matchCard(me)];
}

function signInCard() {
  const { users } = state.stack;
  chosen.user ??= users[0].name;
  const button = el('button.primary', { type: 'submit' }, `Sign in as ${chosen.user}`);
  const choose = (name) => {
    chosen.user = name;
    button.textContent = `Sign in as ${name}`;
  };
  const submit = async (event) => {
    event.preventDefault();
    button.textContent = 'Signing in …';
    try {
      await enter(users.find(({ name }) => name === chosen.user));
    } catch (error) {
      state.failure = error.message;
      changed();
    }
  };
  return card(
    'sign-in',
    'Sign in',
    el('p.hint', {}, 'Three invented users, the same at each start. Their portraits are drawn and show no one.'),
    el(
      'form',
      { onsubmit: submit },
      el(
        'fieldset.users',
        {},
        el('legend.unseen', {}, 'User'),
        users.map((user) => userChoice(user, choose)),
      ),
      button,
    ),
    disclosure('passwords', 'Their passwords', facts(users.map(({ name, password }) => [name, code(password)]))),
  );
}

async function enter(user) {
  const token = await signIn(user);
  await refresh();
  state.caller = { name: user.name, token };
  state.failure = undefined;
  state.results.clear();
  changed();
  announce(`Signed in as ${user.name}.`);
  document.getElementById('start')?.focus();
}

/** Through the local S3, as an operator would; the photo is drawn here. */
async function enrol({ name }) {
  const response = await fetch(`/portraits/${name}`, { method: 'PUT' });
  state.failure = response.ok ? undefined : await response.text();
  await refresh();
  changed();
  announce(response.ok ? `A photo of ${name} is on record.` : state.failure);
  document.getElementById('start')?.focus();
}

function userChoice(user, choose) {
  const { name, email, enrolled } = user;
  return el(
    'label.user',
    {},
    el('input', { type: 'radio', name: 'user', value: name, checked: name === chosen.user, onchange: () => choose(name) }),
    portrait(user),
    el(
      'span.user-text',
      {},
      el('strong', {}, name),
      el('span', {}, email),
      el('span.record', {}, icon(enrolled ? 'done' : 'skipped'), enrolled ? 'photo on record' : 'no photo on record'),
    ),
  );
}

/** The photo on record; a user without one has an empty frame. */
export function portrait({ name, enrolled }) {
  return enrolled
    ? el('img.portrait', { src: `/portraits/${name}`, alt: '', width: 54, height: 70 })
    : el('span.portrait.empty', {}, icon('skipped'));
}

function callerCard(me) {
  const leave = () => {
    state.caller = undefined;
    state.results.clear();
    changed();
    announce('Signed out.');
    document.querySelector('#sign-in input:checked')?.focus();
  };
  return el(
    'section.card.caller',
    { 'aria-label': 'Signed in' },
    portrait(me),
    el(
      'div.user-text',
      {},
      el('p', {}, 'Signed in as ', el('strong', {}, me.name)),
      el('p.hint', {}, `${me.enrolled ? 'Photo on record' : 'No photo on record'}. Token until ${time(endOf(state.caller.token))}.`),
    ),
    el(
      'div.caller-actions',
      {},
      copyButton('copy-token', 'Copy the token', () => state.caller.token),
      !me.enrolled && el('button.quiet', { id: 'enrol', type: 'button', onclick: () => enrol(me) }, `Enrol a photo of ${me.name}`),
      el('button.quiet', { type: 'button', onclick: leave }, 'Sign out'),
    ),
  );
}

function matchCard(me) {
  const choices = sdkChoices();
  const select = el(
    'select',
    {
      id: 'sdk',
      'aria-describedby': 'sdk-hint',
      onchange: () => {
        state.sdk = select.value;
        changed();
      },
    },
    choices.map(({ id, label }) => el('option', { value: id, selected: id === chosenSdk().id }, label)),
  );
  const { what, evidence, start, cancel } = chosenSdk();
  return card(
    'match',
    'Face match',
    el('label', { for: 'sdk' }, 'As which SDK'),
    select,
    el(
      'p.hint',
      { id: 'sdk-hint' },
      `${what.charAt(0).toUpperCase()}${what.slice(1)}. Its request is ${KNOWN[evidence]}.`,
      ' ',
      start.headers.Origin === undefined ? 'An app names no origin.' : ['It is sent as the page ', code(state.stack.origin), ' sends it.'],
    ),
    el(
      'button.primary',
      { id: 'start', type: 'button', ...busy('match'), onclick: () => startMatch(chosenSdk()) },
      state.running === 'match' ? 'On its way …' : `Start a face match as ${me.name}`,
    ),
    cancel &&
      el(
        'button.quiet',
        { id: 'cancel', type: 'button', ...busy('cancel'), onclick: () => cancelMatch(chosenSdk()) },
        'Cancel the workflow instead',
      ),
  );
}
