/** What the page knows: the stack's details, and the traces and transactions that the console's events report. */
export const state = {
  /** What `/api/stack` says; set before anything is drawn. */
  stack: undefined,
  /** By id, oldest first. */
  traces: new Map(),
  /** Oldest first. */
  transactions: [],
  /** Status, size and SHA-256 of what this page itself received, by the trace's id. */
  received: new Map(),
  /** What this page itself sent, whole, by the trace's id. */
  requests: new Map(),
  /** Id of the trace that is shown. */
  shown: undefined,
  /** Name and token of the user who is signed in. */
  caller: undefined,
  /** Id of the SDK that is chosen (sdks.js). */
  sdk: undefined,
  /** The result of each attempt of the lists, by the attempt's id. */
  results: new Map(),
  /** How each transaction was ended here, and what was asked about it and told, by its id. */
  verdicts: new Map(),
  /** Which attempt is running, so that a second one waits. */
  running: undefined,
  /** Why the last attempt could not be sent. */
  failure: undefined,
  /** Whether the console's events arrive. */
  connected: true,
};

/** The page keeps no more than the console does. */
export const MOST = 50;
const watchers = new Set();

export function watch(watcher) {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** Calls everything that draws when something is different. */
export function changed() {
  for (const watcher of [...watchers]) watcher();
}

export async function load() {
  await refresh();
  const events = new EventSource('/api/events');
  // What is kept comes first, up to `ready`. It is drawn once, when all of it is there.
  let isWhole = false;
  events.addEventListener('message', ({ data }) => {
    take(JSON.parse(data));
    if (isWhole) changed();
  });
  events.addEventListener('ready', () => {
    isWhole = true;
    changed();
  });
  events.addEventListener('open', () => connected(true));
  events.addEventListener('error', () => {
    isWhole = false;
    connected(false);
  });
}

/** Reads the stack's details again: who has a photo on record may be different now. */
export async function refresh() {
  state.stack = await (await fetch('/api/stack')).json();
}

export function userOf(subject) {
  return state.stack.users.find((user) => user.subject === subject);
}

export function signedIn() {
  return state.stack.users.find(({ name }) => name === state.caller?.name);
}

/** What the Agent API stand-in saw of the start of a transaction; undefined where none came of a request. */
export function startedIn(trace) {
  return trace?.visits.find(({ transactionId }) => transactionId !== undefined);
}

function connected(now) {
  if (state.connected === now) return;
  state.connected = now;
  changed();
}

function take({ trace, transaction }) {
  if (trace !== undefined) {
    state.traces.set(trace.id, trace);
    const [oldest] = state.traces.keys();
    if (state.traces.size > MOST) state.traces.delete(oldest);
  } else if (transaction !== undefined && !state.transactions.some(({ id }) => id === transaction.id)) {
    state.transactions = [...state.transactions, transaction].slice(-MOST);
  }
}
