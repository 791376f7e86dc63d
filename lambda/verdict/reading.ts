import { PROCESSING_WORDS, type Reading, VERIFICATION_WORDS } from '../../contract/reading';
import type { AgentReply } from '../agent/agent-client';
import { Problem } from '../errors';
import { readUtf8 } from '../request/utf8';
import { rootNames } from './root-names';

/** What Microblink's answer comes to; `absent` is a 404. */
export type Outcome = 'accepted' | 'unfinished' | 'in-review' | 'rejected' | 'failed' | 'unknown-status' | 'absent';

/** The path at the Agent API. The id has a form that needs no encoding. */
export function readingPath({ path }: Reading, transactionId: string): string {
  return path.replace('{transactionId}', () => transactionId);
}

/**
 * What a reply says of one transaction. It holds names and pictures of documents: three members are looked at, nothing of it goes further
 * than one of the words above.
 * @throws Problem `read-credentials-refused`; `verdict-unavailable` where to ask again can help; `unreadable-result` for whatever is not
 *   exactly of the expected shape and words.
 */
export function readOutcome({ status, body }: Pick<AgentReply, 'status' | 'body'>, transactionId: string, reading: Reading): Outcome {
  if (status === 401 || status === 403) throw new Problem('read-credentials-refused', `the Agent API answered the read with ${status}`);
  if (status === 429 || status >= 500) throw new Problem('verdict-unavailable', `the Agent API answered the read with ${status}`);
  if (status === 404) return 'absent';
  if (status !== 200) throw unreadable(`it is an answer with status ${status}`);
  const reply = parse(body);
  const { id, processingStatus, verificationStatus } = reading.members;
  requireOnce(reply.names, [id, processingStatus, verificationStatus]);
  if (reply.members[id] !== transactionId) throw unreadable('it is not of the transaction that was asked for');
  return outcomeOf(reply.members[processingStatus], reply.members[verificationStatus], reading);
}

function outcomeOf(processing: unknown, verification: unknown, { accepted }: Reading): Outcome {
  if (typeof processing !== 'string' || typeof verification !== 'string') throw unreadable('a status is no text');
  const isOf = (words: readonly string[], word: string) => words.includes(word);
  const isKnown =
    verification === accepted.verificationStatus || Object.values(VERIFICATION_WORDS).some((words) => isOf(words, verification));
  if (!isKnown) throw unreadable('its verification status is a word that is not known');
  if (isOf(PROCESSING_WORDS.unfinished, processing)) return 'unfinished';
  if (isOf(PROCESSING_WORDS.failed, processing)) return 'failed';
  if (isOf(PROCESSING_WORDS.unknown, processing)) return 'unknown-status';
  if (processing !== accepted.processingStatus) throw unreadable('its processing status is a word that is not known');
  if (isOf(VERIFICATION_WORDS.review, verification)) return 'in-review';
  if (isOf(VERIFICATION_WORDS.rejected, verification)) return 'rejected';
  if (isOf(VERIFICATION_WORDS.unknown, verification)) return 'unknown-status';
  return 'accepted';
}

interface Reply {
  readonly members: Readonly<Record<string, unknown>>;
  /** At the root, in the order of the text, repeated ones too. */
  readonly names: readonly string[];
}

function parse(body: Buffer): Reply {
  try {
    const text = readUtf8(body);
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unreadable('it is no object');
    return { members: { __proto__: null, ...value }, names: rootNames(text) };
  } catch (error) {
    throw error instanceof Problem ? error : unreadable('it is no JSON in UTF-8');
  }
}

/** Two readers of a repeated member, or of one in another case, could see two answers. */
function requireOnce(names: readonly string[], wanted: readonly string[]): void {
  for (const name of wanted) {
    const same = names.filter((other) => other.toLowerCase() === name.toLowerCase());
    if (same.length !== 1 || same[0] !== name) throw unreadable('a member that it needs is not there exactly once');
  }
}

function unreadable(why: string): Problem {
  return new Problem('unreadable-result', `the reply of the Agent API to the read cannot be judged: ${why}`);
}
