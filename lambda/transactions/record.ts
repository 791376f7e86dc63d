import { hash } from 'node:crypto';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { RECORD_KEY, RECORD_SECONDS, TRANSACTION_ID } from '../../contract/transactions';
import type { AgentReply } from '../agent/agent-client';

/** What the function knows of a start that Microblink accepted: no token, no key of an SDK, no photo, no name of a person. */
export interface StartRecord {
  readonly transactionId: string;
  /** Of the subject, as {@link hashOfSubject} makes it. */
  readonly subjectHash: string;
  readonly workflowId: string;
  /** `kind@version` of the photo. */
  readonly photo: string;
  readonly requestId: string;
  /** By this function's clock, in milliseconds since 1970. */
  readonly startedAt: number;
}

/** What a question was told, for good. */
export interface Decision {
  readonly step: string;
  readonly askedAt: string;
  /** The body of the answer, byte for byte. */
  readonly answer: string;
}

export interface TransactionRecord extends StartRecord {
  /** Undefined as long as nothing is decided. */
  readonly decision: Decision | undefined;
}

/** The transaction that a reply to a start tells of; undefined for a refusal, and for an id of another form. */
export function startedTransaction({ status, body }: AgentReply): string | undefined {
  if (status < 200 || status > 299) return undefined;
  try {
    const { transactionId } = JSON.parse(body.toString());
    return typeof transactionId === 'string' && TRANSACTION_ID.test(transactionId) ? transactionId : undefined;
  } catch {
    return undefined;
  }
}

/** In full, as the counts of starts have it: two subjects never share one. */
export function hashOfSubject(subject: string): string {
  return hash('sha256', subject);
}

/** The item of a start. It expires by itself, in seconds since 1970. */
export function itemOf(start: StartRecord): Record<string, AttributeValue> {
  return {
    [RECORD_KEY]: { S: start.transactionId },
    subject: { S: start.subjectHash },
    workflow: { S: start.workflowId },
    photo: { S: start.photo },
    request: { S: start.requestId },
    startedAt: { N: String(start.startedAt) },
    expires: { N: String(Math.floor(start.startedAt / 1000) + RECORD_SECONDS) },
  };
}

/** @returns undefined for an item that is not whole: of such a start nothing is known. */
export function recordOf(item: Readonly<Record<string, AttributeValue>>): TransactionRecord | undefined {
  const [transactionId, subjectHash, workflowId, photo, requestId] = [RECORD_KEY, 'subject', 'workflow', 'photo', 'request'].map(
    (name) => item[name]?.S,
  );
  const startedAt = Number(item.startedAt?.N);
  if (!transactionId || !subjectHash || !workflowId || !photo || !requestId || !Number.isSafeInteger(startedAt)) return undefined;
  return { transactionId, subjectHash, workflowId, photo, requestId, startedAt, decision: decisionOf(item) };
}

function decisionOf({ step, askedAt, answer }: Readonly<Record<string, AttributeValue>>): Decision | undefined {
  if (step?.S === undefined || askedAt?.S === undefined || answer?.S === undefined) return undefined;
  return { step: step.S, askedAt: askedAt.S, answer: answer.S };
}
