import { forge } from '../callers.js';
import { state } from '../state.js';

/**
 * What a signed-in user might try who knows what the SDK sends. `change` makes the request out of the SDK's own:
 * `body` is its body, `me` and `other` are users, `photo` is one of the attacker's choice in base64, `token` their token.
 */
export const ATTACKS = [
  {
    id: 'other-user',
    title: 'Name somebody else',
    story: 'consent.userId is another user’s, to be matched against that user’s photo',
    change: ({ body, other }) => ({ body: { ...body, consent: { ...body.consent, userId: other.subject } } }),
  },
  {
    id: 'other-user-at-the-top',
    title: 'Name somebody else, as the tutorial reads it',
    story: 'userId at the top of the body, which Microblink’s sample function trusts',
    change: ({ body, other }) => ({ body: { ...body, userId: other.subject } }),
  },
  {
    id: 'own-photo',
    title: 'Bring a photo',
    story: 'formValues carries a face of the caller’s choice',
    change: ({ body, photo }) => ({ body: { ...body, formValues: { faceImage: photo } } }),
  },
  {
    id: 'own-photo-respelled',
    title: 'Bring a photo in FormValues',
    story: 'another spelling, which the Agent API takes for the same name',
    change: ({ body: { formValues, ...body }, photo }) => ({ body: { ...body, FormValues: { faceImage: photo } } }),
  },
  {
    id: 'two-spellings',
    title: 'Send both spellings',
    story: 'formValues for the proxy to fill, FormValues for the Agent API to prefer',
    change: ({ body, photo }) => ({ body: { ...body, formValues: {}, FormValues: { faceImage: photo } } }),
  },
  {
    id: 'own-photo-other-type',
    title: 'Bring a photo as text/plain',
    story: 'a content type under which the tutorial’s function forwards the body unread',
    change: ({ body, photo }) => ({ body: { ...body, formValues: { faceImage: photo } }, contentType: 'text/plain' }),
  },
  {
    id: 'second-field',
    title: 'Bring a photo in a second field',
    story: 'a form field of another name, next to the one that the proxy fills',
    change: ({ body, photo }) => ({ body: { ...body, formValues: { portrait: photo } } }),
  },
  {
    id: 'other-workflow',
    title: 'Start another workflow',
    story: 'one of the same organisation, with the company’s credentials',
    change: ({ body }) => ({ body: { ...body, workflowId: 'wf-of-another-team' } }),
  },
  {
    id: 'workflow-respelled',
    title: 'Write the workflow in another case',
    story: 'an id that is no match here, and may be one at Microblink',
    change: ({ body }) => ({ body: { ...body, workflowId: body.workflowId.toUpperCase() } }),
  },
  {
    id: 'no-token',
    title: 'Send no token',
    story: 'the SDK’s request without Authorization',
    change: ({ body }) => ({ body, token: undefined }),
  },
  {
    id: 'forged-token',
    title: 'Forge the token',
    story: 'another user’s subject in it, under the old signature',
    change: ({ body, other, token }) => ({ body, token: forge(token, other.subject) }),
  },
  {
    id: 'forged-props',
    title: 'Forge whose transaction it is',
    story: 'props that say another subject, in two spellings; it may start, but not under that name',
    change: ({ body, other }) => ({ body: { ...body, props: { faceMatchSubject: other.subject, FACEMATCHSUBJECT: other.subject } } }),
  },
  {
    id: 'no-consent',
    title: 'Skip the consent',
    story: 'isProcessingStoringAllowed is false',
    change: ({ body }) => ({ body: { ...body, consent: { ...body.consent, isProcessingStoringAllowed: false } } }),
  },
  {
    id: 'other-method',
    title: 'Use another method',
    story: 'GET where only POST is an operation; a relay of every method would send the credentials, too',
    change: () => ({ method: 'GET' }),
  },
];

/** The request of an attack, out of the start of the newest web SDK. */
export async function attackRequest(attack, start, me, token) {
  const other = state.stack.users.find(({ name, enrolled }) => enrolled && name !== me.name);
  const photo = await base64(`/portraits/${other.name}`);
  const made = {
    token,
    contentType: 'application/json',
    method: 'POST',
    ...attack.change({ body: JSON.parse(start.body), me, other, photo, token }),
  };
  const authorization = made.token === undefined ? {} : { Authorization: `Bearer ${made.token}` };
  const body = made.body === undefined ? undefined : JSON.stringify(made.body);
  const headers = { ...start.headers, 'Content-Type': made.contentType };
  delete headers.Authorization;
  return { method: made.method, path: start.path, headers: { ...headers, ...authorization }, body };
}

/**
 * Whether the attack failed, by what the stand-ins saw: no transaction, or one that says the attacker's own subject and
 * holds no photo but the one of that subject.
 */
export function held(trace, me, ownHash) {
  const started = trace.visits.filter(({ transactionId }) => transactionId !== undefined);
  if (started.length === 0) return trace.answer.status >= 400;
  return started.every(
    ({ members, photos }) => members?.props?.faceMatchSubject === me.subject && photos.every(({ sha256 }) => sha256 === ownHash),
  );
}

/** As much of the photo as fits into a body, in bytes: a larger body ends at its size, and shows nothing of the other checks. */
const FITTING = 9000;

async function base64(path) {
  const bytes = new Uint8Array(await (await fetch(path)).arrayBuffer()).subarray(0, FITTING);
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
