import { changed, state, watch } from './state.js';

/** A browser writes the others itself, so an SDK's own `User-Agent` is not seen here. */
const SENT_HEADERS = ['authorization', 'content-type', 'accept'];

/** Traces that belong to a request of this page already. */
const claimed = new Set();

/**
 * Sends a request to the local API, straight from this page, as an app in a browser does; shows its trace as soon as there is one.
 * @returns the trace once it is whole; what this page itself received is in `state.received`.
 */
export async function send({ method, path, headers, body }) {
  const known = new Set(state.traces.keys());
  const sha256 = await hash(new TextEncoder().encode(body ?? ''));
  const isOurs = ({ id, sent }) =>
    !known.has(id) && !claimed.has(id) && sent.method === method && sent.path === path && sent.body.sha256 === sha256;
  const tracing = found(isOurs);
  const response = await fetch(`${state.stack.baseUrl}${path}`, {
    method,
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => SENT_HEADERS.includes(name.toLowerCase()))),
    body: body ?? undefined,
    redirect: 'manual',
  });
  const bytes = await response.arrayBuffer();
  const id = await tracing;
  await until(() => isWhole(state.traces.get(id)));
  state.received.set(id, { status: response.status, bytes: bytes.byteLength, sha256: await hash(bytes) });
  changed();
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

async function found(isOurs) {
  const find = () => [...state.traces.values()].findLast(isOurs);
  await until(() => find() !== undefined);
  const { id } = find();
  claimed.add(id);
  state.shown = id;
  changed();
  return id;
}

function until(condition) {
  return new Promise((resolve) => {
    const check = () => {
      if (!condition()) return;
      stop();
      resolve();
    };
    const stop = watch(check);
    check();
  });
}
