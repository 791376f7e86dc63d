import type { IncomingHttpHeaders } from 'node:http';

/** Printable ASCII: no line break can end a header early (RFC 9110 section 5.5). */
export const PRINTABLE = /^[\x20-\x7e]{1,256}$/;

/** What comes down of the agent's headers: a JSON content type, and when to try again. */
export function relayedHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const contentType = headers['content-type'] ?? '';
  const retryAfter = headers['retry-after'] ?? '';
  return {
    'Content-Type': isJsonType(contentType) ? contentType : 'text/plain; charset=utf-8',
    ...(isRetryAfter(retryAfter) && { 'Retry-After': retryAfter }),
  };
}

/** `application/json` or a type built on it (RFC 6839 section 3.1), with printable parameters. */
function isJsonType(value: string): boolean {
  return PRINTABLE.test(value) && /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(value);
}

/** Seconds, or an HTTP date in its one current form (RFC 9110 section 10.2.3). */
function isRetryAfter(value: string): boolean {
  return /^\d{1,10}$/.test(value) || /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(value);
}
