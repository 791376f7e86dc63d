import { RETRY_AFTER_SECONDS } from '../../contract/problems';
import type { NoReason } from '../../contract/verdict-question';
import type { Deadline } from '../deadline/deadline';
import { Problem } from '../errors';
import type { Transactions } from '../transactions/dynamodb-transactions';
import { hashOfSubject, type TransactionRecord } from '../transactions/record';
import type { Question } from './question';
import type { Outcome } from './reading';

/** What a question is answered with. */
export interface Answer {
  readonly verdict: 'yes' | 'no';
  /** Empty for a yes. */
  readonly reasons: readonly NoReason[];
  /** JSON; a decided question gets it byte for byte again. */
  readonly body: string;
}

export interface VerdictParts {
  readonly transactions: Transactions;
  /** Asks Microblink how a transaction ended. @throws Problem. */
  readonly read: (transactionId: string, deadline: Deadline) => Promise<Outcome>;
  /** How old a start may be. */
  readonly maxAgeMs: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** By how much the start may seem to lie before the question, since two clocks are compared. In milliseconds. */
const GRACE_MS = 5000;

/** For so long after a start, a 404 means that the read does not show it yet. In milliseconds. */
const LAG_MS = 30_000;

/**
 * Answers a question once, in the order of the design: what this proxy knows itself comes first, then Microblink's two words. A yes is
 * given only for a transaction that this very question has decided, and never for lack of an answer.
 * @throws Problem `not-finished` or `in-review`, which use nothing up, or `read-credentials-refused`, `verdict-unavailable`,
 *   `unreadable-result`, `credentials-…`.
 */
export async function answerQuestion(question: Question, parts: VerdictParts, deadline: Deadline): Promise<Answer> {
  const record = await parts.transactions.find(question.transactionId, deadline);
  const known = knownAnswer(question, record, parts);
  if (known !== undefined || record === undefined) return known ?? no('unknown-transaction');
  const outcome = await parts.read(question.transactionId, deadline);
  const answer = decisive(outcome, record, parts.now());
  const isDecided = await parts.transactions.decide(question.transactionId, { ...question, answer: answer.body }, deadline);
  if (isDecided) return answer;
  // Somebody was faster. What was decided holds; if the record is gone, nothing is known of the start any more.
  const decided = await parts.transactions.find(question.transactionId, deadline);
  return decided === undefined ? no('unknown-transaction') : (storedAnswer(question, decided) ?? no('used'));
}

/** What needs no word of Microblink's; undefined for a start that has to be looked up there. */
function knownAnswer(question: Question, record: TransactionRecord | undefined, { maxAgeMs, now }: VerdictParts): Answer | undefined {
  if (record === undefined) return no('unknown-transaction');
  const foreign: NoReason[] = [];
  if (record.subjectHash !== hashOfSubject(question.subject)) foreign.push('of-somebody-else');
  if (record.workflowId !== question.workflowId) foreign.push('another-workflow');
  if (foreign.length > 0) return no(...foreign);
  if (record.startedAt < question.askedAtMs - GRACE_MS || now() - record.startedAt > maxAgeMs) return no('too-old');
  return record.decision && (storedAnswer(question, record) ?? no('used'));
}

/** The answer that this very question got before. */
function storedAnswer({ step, askedAt }: Question, { decision }: TransactionRecord): Answer | undefined {
  if (decision === undefined || decision.step !== step || decision.askedAt !== askedAt) return undefined;
  const { verdict, reasons = [] } = JSON.parse(decision.answer) as Pick<Answer, 'verdict'> & Partial<Pick<Answer, 'reasons'>>;
  return { verdict, reasons, body: decision.answer };
}

/** @throws Problem for what decides nothing. */
function decisive(outcome: Outcome, record: TransactionRecord, now: number): Answer {
  switch (outcome) {
    case 'accepted':
      return yes(record, now);
    case 'rejected':
    case 'failed':
    case 'unknown-status':
      return no(outcome);
    case 'unfinished':
      throw notFinished('the transaction is not finished');
    case 'in-review':
      throw new Problem('in-review', 'people at the company may still decide', { retryAfterSeconds: RETRY_AFTER_SECONDS['in-review'] });
    case 'absent':
      if (now - record.startedAt < LAG_MS) throw notFinished('the read does not show the transaction yet');
      return no('gone');
  }
}

function notFinished(reason: string): Problem {
  return new Problem('not-finished', reason, { retryAfterSeconds: RETRY_AFTER_SECONDS['not-finished'] });
}

function yes({ photo, startedAt }: TransactionRecord, now: number): Answer {
  const body = { verdict: 'yes', decidedAt: new Date(now).toISOString(), photo, startedAt: new Date(startedAt).toISOString() };
  return { verdict: 'yes', reasons: [], body: JSON.stringify(body) };
}

function no(...reasons: readonly NoReason[]): Answer {
  return { verdict: 'no', reasons, body: JSON.stringify({ verdict: 'no', reasons }) };
}
