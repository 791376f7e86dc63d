// The real SDK goes here: import { createIdvFlow } from '@microblink/platform-sdk/vanilla'. It takes the same settings (docs/sdk/web.md).
import { createIdvFlowStandIn as createIdvFlow } from './sdk-stand-in';
import { sentenceFor } from './sentences';
import { configure, currentSession, freshSession, logIn, logOut, type Session, type SignInSettings } from './sign-in';

/** Written in by the build. */
declare const SETTINGS: SignInSettings & { readonly proxyBaseUrl: string; readonly workflowId: string };

const SESSION_ENDED = 'Your session has ended. Please sign in again.';
const OUTCOMES: Record<string, string> = {
  changed: 'Your phone number was changed.',
  refused: 'The face match did not succeed. Nothing was changed.',
};
const part = <Kind extends HTMLElement>(id: string) => document.getElementById(id) as Kind;
const signIn = part<HTMLFormElement>('sign-in');
const change = part<HTMLFormElement>('change');
const askAgain = part<HTMLButtonElement>('ask-again');
const say = (sentence: string) => {
  part('message').textContent = sentence;
};
/** Whose page this is. */
let shown: string | undefined;

/** Sends a request to the bank's backend, as the signed-in user. */
function send({ idToken }: Session, method: 'GET' | 'POST', path: string, body?: object): Promise<Response> {
  const headers = { Authorization: `Bearer ${idToken}`, ...(body && { 'Content-Type': 'application/json' }) };
  return fetch(path, { method, headers, body: body && JSON.stringify(body) });
}

/** Shows what there is for this user and nothing of the one before, and moves the focus there; without one, the sign-in. */
async function show(session: Session | undefined): Promise<void> {
  const isFirst = document.activeElement === document.body;
  shown = session?.subject;
  change.reset();
  change.ariaBusy = null;
  part('phone').textContent = '';
  askAgain.hidden = true;
  part('signing-in').hidden = session !== undefined;
  for (const id of ['signed-in', 'sign-out']) part(id).hidden = session === undefined;
  if (!isFirst) part(session === undefined ? 'sign-in-title' : 'account-title').focus();
  if (session !== undefined) await showPhone(session);
}

async function showPhone(session: Session): Promise<void> {
  const reply = await send(session, 'GET', '/api/phone').catch(() => undefined);
  const phone = reply?.ok ? ((await reply.json()).phone ?? 'none') : 'cannot be read at the moment';
  // Another user may have signed in meanwhile.
  if (shown === session.subject) part('phone').textContent = phone;
}

/** The backend writes down what is to change; then comes the match; then the backend asks for the verdict. */
async function changePhone(): Promise<void> {
  const session = await freshSession();
  if (session === undefined) return await end(SESSION_ENDED);
  const phone = String(new FormData(change).get('phone')).replace(/\(0\)|[\s().-]/g, '');
  const begun = await send(session, 'POST', '/api/phone-changes', { phone });
  if (shown !== session.subject) return; // signed out meanwhile
  if (begun.status === 400) return say('That is no phone number with a country code. Nothing was changed.');
  if (!begun.ok) throw new Error(`The backend answered ${begun.status}.`);
  const { id } = await begun.json();
  say('Face match …');
  const transactionId = await faceMatch(session);
  if (transactionId !== undefined) await finish(session.subject, `/api/phone-changes/${id}`, transactionId);
}

/** @returns the transaction's id, all that the backend is told of the match; undefined, and the user knows why, where there is none. */
function faceMatch({ idToken, subject }: Session): Promise<string | undefined> {
  const { workflowId, proxyBaseUrl: baseUrl } = SETTINGS;
  const note = part('consent').textContent ?? '';
  return new Promise((resolve) => {
    const without = (sentence: string) => resolve(void say(`${sentence} Nothing was changed.`));
    createIdvFlow({
      apiConfig: { workflowId, proxy: { baseUrl }, headers: { Authorization: `Bearer ${idToken}` } },
      consentData: { userId: subject, note, givenOn: new Date(), isProcessingStoringAllowed: true, isTrainingAllowed: false },
      onTransactionFinished: ({ transactionId }) => resolve(transactionId),
      onAbort: () => without('You have ended the face match.'),
      onRefused: (problem) => without(sentenceFor(problem)),
    });
  });
}

/** Asks until there is an outcome, for a minute. A request or a reply may be lost on the way: the same again is safe. */
async function finish(subject: string, path: string, transactionId: string): Promise<void> {
  askAgain.hidden = true;
  say('Checking the face match …');
  for (let wait = 0, until = Date.now() + 60_000; Date.now() + wait < until; ) {
    await new Promise((done) => setTimeout(done, wait));
    const session = await currentSession();
    const reply = session && (await send(session, 'POST', path, { transactionId }).catch(() => undefined));
    if (shown !== subject) return; // signed out meanwhile
    if (session === undefined) return await end(SESSION_ENDED);
    if (reply !== undefined && reply.status !== 202 && reply.status < 500) return await finished(session, await outcomeOf(reply));
    wait = 1000 * Number(reply?.headers.get('retry-after') ?? 1);
  }
  say('There is no result yet. Ask again in a minute.');
  askAgain.hidden = false;
  askAgain.onclick = () => alone(change, () => finish(subject, path, transactionId));
}

async function finished(session: Session, sentence: string): Promise<void> {
  await showPhone(session);
  if (shown !== session.subject) return;
  change.reset();
  say(sentence);
}

async function outcomeOf(reply: Response): Promise<string> {
  const { outcome } = await reply.json();
  return OUTCOMES[outcome] ?? 'This change has ended. The number above is the one that counts.';
}

async function end(sentence: string): Promise<void> {
  await logOut();
  await show(undefined);
  say(sentence);
}

const fault = () => say('This does not work at the moment. Please try again later.');

/** One thing at a time: while it goes on, the form takes no second press. */
function alone(form: HTMLFormElement, act: () => Promise<void>): void {
  if (form.ariaBusy === 'true') return;
  form.ariaBusy = 'true';
  say('');
  void act()
    .catch(fault)
    .finally(() => {
      form.ariaBusy = null;
    });
}

function onSubmit(form: HTMLFormElement, act: () => Promise<void>): void {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    alone(form, act);
  });
}

configure(SETTINGS);
onSubmit(change, changePhone);
onSubmit(signIn, async () => {
  const given = new FormData(signIn);
  const failed = await logIn(String(given.get('username')), String(given.get('password'))).catch((error: Error) => error);
  if (failed instanceof Error) return say(failed.message);
  signIn.reset();
  await show(await currentSession());
});
part('sign-out').addEventListener('click', () => void end('You have signed out.').catch(fault));
currentSession()
  .then(show)
  .catch(() => show(undefined));
