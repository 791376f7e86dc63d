import { WORKFLOW_ID } from '../../contract/operations';
import { isSubject } from '../../contract/subject';
import { TRANSACTION_ID } from '../../contract/transactions';
import { STEP, VERDICT_MEMBERS } from '../../contract/verdict-question';
import { Problem } from '../errors';
import { parseJsonObject } from '../request/json';
import { rootNames } from './root-names';

/** What the company's backend asks: did this user pass the match that I asked for? */
export interface Question {
  readonly transactionId: string;
  /** Of the backend's own session, never of the device. */
  readonly subject: string;
  readonly workflowId: string;
  /** The sensitive step that is to be allowed, unique for each attempt. */
  readonly step: string;
  /** When the backend asked for the match, as it was written. */
  readonly askedAt: string;
  /** The same, in milliseconds since 1970. */
  readonly askedAtMs: number;
}

/** RFC 3339 section 5.6, with a zone. */
const TIME =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** How far the backend's clock may be ahead of this one, in milliseconds. */
const AHEAD_MS = 60_000;

const MEMBERS: Readonly<Record<Member, (text: string) => boolean>> = {
  transactionId: (text: string) => TRANSACTION_ID.test(text),
  subject: isSubject,
  workflowId: (text: string) => WORKFLOW_ID.test(text),
  step: (text: string) => STEP.test(text),
  askedAt: isTime,
};

type Member = (typeof VERDICT_MEMBERS)[number];

/**
 * Reads a question: these five members, once each, and no other.
 * @param now in milliseconds since 1970
 * @throws Problem `not-json`, or `invalid-request` that names the member and never repeats its value.
 */
export function parseQuestion(text: string, now: number): Question {
  const body = parseJsonObject(text);
  const names = rootNames(text);
  const isOther = (name: string) => !Object.hasOwn(MEMBERS, name);
  if (names.some(isOther)) throw invalid(`a question has the members ${VERDICT_MEMBERS.join(', ')} and no other`);
  // Two readers of a repeated member could see two questions.
  for (const name of VERDICT_MEMBERS) if (names.indexOf(name) !== names.lastIndexOf(name)) throw invalid(`${name} is there twice`);
  const read = (name: Member): string => {
    const value = body[name];
    if (typeof value === 'string' && MEMBERS[name](value)) return value;
    throw invalid(value === undefined ? `${name} is missing` : `${name} is not of its form`);
  };
  const [transactionId, subject, workflowId, step, askedAt] = [
    read('transactionId'),
    read('subject'),
    read('workflowId'),
    read('step'),
    read('askedAt'),
  ];
  const askedAtMs = Date.parse(askedAt);
  if (askedAtMs > now + AHEAD_MS) throw invalid('askedAt is more than 60 seconds ahead of the clock here');
  return { transactionId, subject, workflowId, step, askedAt, askedAtMs };
}

/** Said to the backend, too: it names a member, and repeats no value. */
function invalid(reason: string): Problem {
  return new Problem('invalid-request', reason, { detail: `The question is not valid: ${reason}.` });
}

/** `Date.parse` takes the 30th of February for the 1st or 2nd of March; a leap second (:60) is no time here. */
function isTime(text: string): boolean {
  if (!TIME.test(text) || Number.isNaN(Date.parse(text))) return false;
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
}
