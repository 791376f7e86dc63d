import { createHash } from 'node:crypto';
import { summarizeImage } from '../../stand-ins/agent/images';
import type { ShownBody, ShownHeader } from './trace';

/** A text of more characters is shown as its length. */
const LONGEST_TEXT = 2048;
/** What is shorter is not a token; to replace it would damage the text. */
const SHORTEST_SECRET = 16;
/** What is kept of a body after all that. */
const LONGEST_BODY = 32 * 1024;

/** Headers with their secrets as kind and length. */
export function showHeaders(headers: readonly ShownHeader[]): ShownHeader[] {
  return headers.map(([name, value]) => [name, /^(proxy-)?authorization$|^cookie$/i.test(name) ? hideCredential(value) : value]);
}

/**
 * A body with photos, long texts and secrets replaced by a note; everything else stays as it was, spelling and order included.
 * @param secrets Values that are never shown, such as the caller's token.
 */
export function showBody(body: Buffer, secrets: readonly string[] = []): ShownBody {
  const whole = secrets
    .filter(({ length }) => length >= SHORTEST_SECRET)
    .reduce((text, secret) => text.replaceAll(secret, '(token)'), body.toString('utf8'));
  const text = hideReplySecrets(hideLongTexts(whole));
  const kept = text.length > LONGEST_BODY ? `${text.slice(0, LONGEST_BODY)} … (${text.length - LONGEST_BODY} more characters)` : text;
  return { text: kept, bytes: body.length, sha256: sha256(body) };
}

export function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function hideCredential(value: string): string {
  const [scheme = '', ...rest] = value.split(' ');
  return rest.length === 0 ? `(${value.length} characters)` : `${scheme} (${rest.join(' ').length} characters)`;
}

/** What the reply to a started transaction authorizes with: for the SDK alone. */
function hideReplySecrets(text: string): string {
  return text.replace(/("(?:ephemeralKey|authorization)"\s*:\s*)"([^"]+)"/g, (_whole, name: string, value: string) => {
    return `${name}"(a key of this transaction, ${value.length} characters)"`;
  });
}

/** Goes from quotation mark to quotation mark, so that it also works on what is not JSON, and takes no longer for a long text. */
function hideLongTexts(text: string): string {
  const parts: string[] = [];
  let from = 0;
  for (let open = text.indexOf('"'); open >= 0; open = text.indexOf('"', from)) {
    const close = closingQuote(text, open + 1);
    parts.push(text.slice(from, open + 1), noteFor(text.slice(open + 1, close)), text.slice(close, close + 1));
    from = close + 1;
  }
  return parts.join('') + text.slice(from);
}

function closingQuote(text: string, start: number): number {
  for (let at = text.indexOf('"', start); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return at;
  }
  return text.length;
}

/** The text itself, or what stands for it. */
function noteFor(text: string): string {
  const photo = summarizeImage(text.replaceAll('\\/', '/'));
  if (photo !== undefined) return `(${photo.type}, ${photo.bytes} bytes, SHA-256 ${photo.sha256})`;
  return text.length > LONGEST_TEXT ? `(${text.length} characters)` : text;
}
