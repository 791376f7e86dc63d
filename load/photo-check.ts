import type { Answer } from './caller';
import type { Person } from './people';

/** A transaction as the Agent API stand-in lists it. */
export interface AcceptedTransaction {
  readonly transactionId: string;
  readonly props?: { readonly faceMatchSubject?: string };
  readonly formValues?: { readonly faceImage?: { readonly sha256?: string } };
}

export interface PhotoCheck {
  readonly accepted: number;
  /** Transactions with another photo than that of the person who called. */
  readonly wrongPhotos: readonly string[];
  /** Transactions without an answer that names them, or answers that name a transaction that does not exist. */
  readonly unaccounted: readonly string[];
}

/** Compares every transaction that was accepted with the answer that names it, by the SHA-256 of the photos. */
export function checkPhotos(accepted: readonly AcceptedTransaction[], answers: readonly Answer[], people: readonly Person[]): PhotoCheck {
  const callers = new Map(
    answers.flatMap(({ transactionId, call }) => (transactionId === undefined ? [] : [[transactionId, call.person]])),
  );
  const bySubject = new Map(people.map((person) => [person.subject, person]));
  const isRight = ({ transactionId, props, formValues }: AcceptedTransaction) => {
    const subject = props?.faceMatchSubject ?? '';
    const person = callers.get(transactionId) ?? bySubject.get(subject);
    return person?.photo !== undefined && person.photo === formValues?.faceImage?.sha256 && person.subject === subject;
  };
  const ids = new Set(accepted.map(({ transactionId }) => transactionId));
  const untold = [...ids].filter((id) => !callers.has(id));
  const missing = [...callers.keys()].filter((id) => !ids.has(id));
  return {
    accepted: accepted.length,
    wrongPhotos: accepted.filter((transaction) => !isRight(transaction)).map(({ transactionId }) => transactionId),
    unaccounted: [...untold, ...missing],
  };
}
