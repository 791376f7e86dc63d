import { hash } from '../send.js';
import { state } from '../state.js';

/** What stands for the token of the user who is signed in, in a request that is being edited. */
export const TOKEN = '{token}';

/** Headers that belong to a connection, and that the console's server writes itself. */
const CONNECTION = /^(host|connection|content-length|transfer-encoding|te|trailer|upgrade|expect|keep-alive|proxy-.*)$/i;

/**
 * A request that was made before, to be made again: as this page sent it; one from elsewhere as far as the console keeps it, without its
 * token. `isWhole` says whether the body is all of it.
 */
export async function again(trace) {
  const { sent } = trace;
  const own = state.requests.get(trace.id);
  if (own !== undefined) return { ...own, headers: withoutToken(own.headers), isWhole: true };
  const headers = Object.fromEntries(sent.headers.filter(([name]) => !CONNECTION.test(name)));
  const { text, sha256, bytes } = sent.body;
  const isWhole = (await hash(new TextEncoder().encode(text))) === sha256;
  return { method: sent.method, path: sent.path, headers: withoutToken(headers), body: bytes === 0 ? undefined : text, isWhole };
}

/** Puts the token of the user who is signed in where it belongs. @throws Error when no one is. */
export function withToken(headers) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      if (!value.includes(TOKEN)) return [name, value];
      if (state.caller === undefined) throw new Error(`No one is signed in: sign in first, or write a token in place of ${TOKEN}.`);
      return [name, value.replaceAll(TOKEN, state.caller.token)];
    }),
  );
}

/** The request as a line for a shell, whose variable TOKEN holds the token, as in the lines that npm start prints. */
export function curlLine({ method, path, headers, body }) {
  const sent = Object.entries(headers).map(([name, value]) => `-H ${inShell(`${name}: ${value}`)}`);
  // Without this curl would name its own type.
  if (body !== undefined && !Object.keys(headers).some((name) => /^content-type$/i.test(name))) sent.push("-H 'Content-Type:'");
  const data = body === undefined ? [] : [`--data-raw ${quoted(body)}`];
  return ["curl -i -w '\\n'", '-X', method, quoted(`${state.stack.baseUrl}${path}`), ...sent, ...data].join(' ');
}

/** A header as the trace shows it has only the length of its credential. */
function withoutToken(headers) {
  const token = state.caller?.token;
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      if (token !== undefined && value.includes(token)) return [name, value.replaceAll(token, TOKEN)];
      return [name, /^authorization$/i.test(name) ? value.replace(/\(\d+ characters\)$/, TOKEN) : value];
    }),
  );
}

function inShell(text) {
  return text.split(TOKEN).map(quoted).join('"$TOKEN"');
}

/** In single quotes only the quote itself has a meaning for a shell. */
function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
