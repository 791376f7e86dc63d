import { state } from './state.js';

/** The workflow of the vectors, which stands for the one that gets a photo here. */
const VECTOR_WORKFLOW = 'wf-123';

/** What a person can choose: each start of a transaction, newest web SDK first, with what that SDK sends with it. */
export function sdkChoices() {
  const requests = state.stack.sdkRequests;
  const choices = requests.filter(({ path }) => path.endsWith('/transaction')).map((start) => choiceOf(start, requests));
  return choices.sort((one, other) => Number(other.info !== undefined) - Number(one.info !== undefined));
}

/** The one that is chosen: at first the newest. */
export function chosenSdk() {
  const choices = sdkChoices();
  return choices.find(({ id }) => id === state.sdk) ?? choices[0];
}

/** An SDK's request with the user's token and subject in it. */
export function filled(request, user, token) {
  const [workflowId = VECTOR_WORKFLOW] = state.stack.workflows.injecting;
  const { origin } = state.stack;
  const put = (text) => text.replaceAll('{token}', token).replaceAll('{subject}', user.subject).replaceAll(VECTOR_WORKFLOW, workflowId);
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, put(value)]));
  // A page is a browser's: the origin is one that may call, and the browser this one.
  if (headers.Origin !== undefined) Object.assign(headers, { Origin: origin, 'User-Agent': navigator.userAgent });
  return { method: request.method, path: put(request.path), headers, body: request.body === null ? undefined : put(request.body) };
}

function choiceOf(start, requests) {
  const [label, what] = split(start.name);
  const sibling = (end) => requests.find(({ name, path }) => split(name)[0] === label && path.endsWith(end));
  return { id: start.name, label, what, evidence: start.evidence, start, info: sibling('/info'), cancel: sibling('/cancel') };
}

function split(name) {
  const [label, what = ''] = name.split(': ');
  return [label.charAt(0).toUpperCase() + label.slice(1), what];
}
