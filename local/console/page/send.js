import { changed, state, watch } from './state.js';

/** Traces that belong to a request of this page already. */
const claimed = new Set();

/**
 * Sends a request to the local API, by way of the console's own server: a browser lets only the pages of `cors.origins` call, and writes
 * some headers itself. Shows its trace as soon as there is one.
 * @returns the trace once it is whole; what this page itself received is in `state.received`, what it sent in `state.requests`.
 * @throws Error with a sentence for the person who watches.
 */
export async function send(request) {
  const ended = new AbortController();
  showWhileOnItsWay(request, await hash(new TextEncoder().encode(request.body ?? '')), ended.signal);
  const response = await fetch('/api/requests', { method: 'POST', body: JSON.stringify(request) }).finally(() => ended.abort());
  if (!response.ok) throw new Error(await response.text());
  const [id, status] = ['X-Answer-Id', 'X-Answer-Status'].map((name) => response.headers.get(name));
  if (id === null) throw new Error(`The local API answered ${status} before it had read the request, so there is nothing to show.`);
  const bytes = await response.arrayBuffer();
  await until(() => isWhole(state.traces.get(id)));
  keep(state.requests, id, request);
  keep(state.received, id, { status: Number(status), bytes: bytes.byteLength, sha256: await hash(bytes) });
  show(id);
  return state.traces.get(id);
}

/** SHA-256 in hexadecimal. */
export async function hash(bytes) {
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Answered, and the function's line is there, which is written apart from the answer. */
export function isWhole(trace) {
  return trace?.answer !== undefined && (!trace.invoked || trace.requestLine !== undefined || trace.answer.status >= 500);
}

/** The first new trace of the same method, path and body is taken for the request's own; the answer says which it was. */
function showWhileOnItsWay({ method, path }, sha256, signal) {
  const known = new Set(state.traces.keys());
  const [plainPath] = path.split('?');
  const isOurs = ({ id, sent }) =>
    !known.has(id) && !claimed.has(id) && sent.method === method && sent.path === plainPath && sent.body.sha256 === sha256;
  const find = () => [...state.traces.values()].findLast(isOurs);
  void until(() => find() !== undefined || signal.aborted, signal).then(() => !signal.aborted && show(find().id));
}

function show(id) {
  claimed.add(id);
  state.shown = id;
  changed();
}

/** No more than there are traces. */
function keep(map, id, value) {
  map.set(id, value);
  for (const old of map.keys()) if (!state.traces.has(old)) map.delete(old);
}

function until(condition, signal) {
  return new Promise((resolve) => {
    const check = () => {
      if (!condition()) return;
      stop();
      resolve();
    };
    const stop = watch(check);
    signal?.addEventListener('abort', check);
    check();
  });
}
