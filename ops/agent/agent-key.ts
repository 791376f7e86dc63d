import { Failure } from '../failures/failures';

/** A key of the organisation at Microblink, as the secret holds it. */
export interface AgentKey {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Microblink documents no length. These are far from what it issues, and close enough to notice a wrong copy. */
const LONGEST_ID = 256;
const SECRET_LENGTH = { shortest: 8, longest: 512 };

/** What is wrong with a client id, in a sentence that does not repeat it: it may be the secret in the wrong place. */
export function faultOfClientId(clientId: string): string | undefined {
  if (clientId === '') return 'The client id is empty.';
  if (/\s/.test(clientId)) return 'The client id has a space or a line break in it. Copy it again, without the characters around it.';
  if (!clientId.startsWith('sa_')) {
    return 'The client id does not begin with sa_. Create a service account key in the Microblink dashboard; older keys do not work with the Agent API of today.';
  }
  // A colon would shift the border between id and password in the header (RFC 7617 section 2).
  if (!/^sa_[\x21-\x39\x3b-\x7e]+$/.test(clientId)) return 'The client id has a colon or another character that no client id has.';
  if (clientId.length > LONGEST_ID) return `The client id is longer than ${LONGEST_ID} characters.`;
  return undefined;
}

/** What is wrong with a client secret, in a sentence without it. */
export function faultOfClientSecret(clientSecret: string): string | undefined {
  const { shortest, longest } = SECRET_LENGTH;
  if (clientSecret === '') return 'The client secret is empty.';
  if (clientSecret.startsWith('sa_')) return 'The client secret begins with sa_, as a client id does. The two may be swapped.';
  if (!/^[\x21-\x7e]+$/.test(clientSecret)) {
    return 'The client secret has a space, a line break or a character outside ASCII. Copy it again, without the characters around it.';
  }
  if (clientSecret.length < shortest) return `The client secret has fewer than ${shortest} characters: a part of it is missing.`;
  if (clientSecret.length > longest) return `The client secret has more than ${longest} characters: it is something else.`;
  return undefined;
}

/** Every fault of a key. */
export function faultsOf({ clientId, clientSecret }: AgentKey): string[] {
  return [faultOfClientId(clientId), faultOfClientSecret(clientSecret)].filter((fault) => fault !== undefined);
}

/**
 * A key from text: `{"clientId": "sa_…", "clientSecret": "…"}`, or the id on the first line and the secret on the second.
 * @param where Where the text comes from, for the error.
 * @throws Failure `invalid-input` that lists every fault, and repeats nothing of the text
 */
export function parseAgentKey(text: string, where: string): AgentKey {
  const key = text.trimStart().startsWith('{') ? fromJson(text) : fromLines(text);
  const faults = key === undefined ? ['It is neither of the two forms.'] : faultsOf(key);
  if (key !== undefined && faults.length === 0) return key;
  throw new Failure('invalid-input', {
    what: `These are not credentials for the Agent API. ${faults.join(' ')}`,
    where,
    toDo: 'Give {"clientId": "sa_…", "clientSecret": "…"}, or the client id on the first line and the client secret on the second.',
  });
}

function fromJson(text: string): AgentKey | undefined {
  try {
    const { clientId, clientSecret, ...more } = JSON.parse(text) as Record<string, unknown>;
    if (typeof clientId !== 'string' || typeof clientSecret !== 'string' || Object.keys(more).length > 0) return undefined;
    return { clientId, clientSecret };
  } catch {
    return undefined;
  }
}

function fromLines(text: string): AgentKey | undefined {
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  const [clientId, clientSecret] = lines;
  if (lines.length !== 2 || clientId === undefined || clientSecret === undefined) return undefined;
  return { clientId, clientSecret };
}

/** A client id to recognise, not to use: it is not secret, but it is half of a login. */
export function shown(clientId: string): string {
  return clientId.length <= 10 ? `${clientId.slice(0, 4)}…` : `${clientId.slice(0, 6)}…${clientId.slice(-2)}`;
}
