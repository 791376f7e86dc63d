import { MEMBER_NAME } from '../../../contract/names';
import { PROCESSING_WORDS, READING, VERIFICATION_WORDS } from '../../../contract/reading';
import { pattern, strictObject } from '../values';

const pathAccepts =
  'a relative path with {transactionId} once, without a query, a host or "..", such as api/v1/transaction/{transactionId}';

/** Segments that begin with a letter or digit: none of them can be "." or "..", and none the beginning of a host. */
const SEGMENT = '[A-Za-z0-9][A-Za-z0-9._~-]*';
const PATH = new RegExp(`^(?!.*\\.\\.)(?=.{1,256}$)(?:${SEGMENT}/)*\\{transactionId\\}(?:/${SEGMENT})*$`);

const member = (byDefault: string) => pattern(MEMBER_NAME, 'the name of a member, such as id').default(byDefault);

const WORD = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

/** Of both members, since either may be read under the other's name. */
const KNOWN = [...new Set([PROCESSING_WORDS, VERIFICATION_WORDS].flatMap((words) => Object.values<readonly string[]>(words).flat()))];

const wordAccepts = `one word, and none that is known to mean something else (${KNOWN.join(', ')})`;

/** `IN_PROGRESS` is `InProgress`. */
const folded = (word: string): string => word.replace(/[_-]/g, '').toLowerCase();

/** A word that means accepted; one that is known to mean something else never becomes a yes. */
function word(byDefault: string) {
  return pattern(WORD, wordAccepts)
    .refine((value) => !KNOWN.some((other) => folded(other) === folded(value)), { error: wordAccepts })
    .default(byDefault);
}

export const reading = strictObject({
  path: pattern(PATH, pathAccepts).default(READING.path).describe('Path of the read, below the base URL of the Agent API.'),
  members: strictObject({
    id: member(READING.members.id).describe('Member that holds the id of the transaction.'),
    processingStatus: member(READING.members.processingStatus).describe('Member that says how far the transaction is.'),
    verificationStatus: member(READING.members.verificationStatus).describe('Member that says what the verification came to.'),
  })
    .prefault({})
    .describe('What the members of the reply are called, at its root.'),
  accepted: strictObject({
    processingStatus: word(READING.accepted.processingStatus).describe('The word for a transaction that is complete.'),
    verificationStatus: word(READING.accepted.verificationStatus).describe('The word for a verification that is accepted.'),
  })
    .prefault({})
    .describe('The one pair of words that a yes is made of.'),
}).describe(
  'How Microblink is asked for the end of a transaction, where it is not as was found: `npm run ops -- verdict probe` says what to write here.',
);
