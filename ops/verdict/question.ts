import { WORKFLOW_ID } from '../../contract/operations';
import { isSubject } from '../../contract/subject';
import { TRANSACTION_ID } from '../../contract/transactions';
import { STEP, type VERDICT_MEMBERS } from '../../contract/verdict-question';
import { Failure } from '../failures/failures';

/** What the backend would send. */
export type Question = Readonly<Record<(typeof VERDICT_MEMBERS)[number], string>>;

export interface QuestionOptions {
  readonly subject: string;
  readonly workflow: string;
  readonly step: string;
  /** @default the begin of yesterday (UTC): before any start that a stage says yes to, so that `verdicts.maxAgeMinutes` alone decides, and the same all day long */
  readonly askedAt?: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** @throws Failure `invalid-input` that names the option and what it accepts, since the endpoint says neither */
export function questionOf(transactionId: string, { subject, workflow, step, askedAt }: QuestionOptions, now: Date): Question {
  requireTransactionId(transactionId);
  if (!isSubject(subject))
    throw notOfItsForm('--subject', 'the subject of a signed-in user: 1 to 128 letters, digits and . _ @ + : = -, as faces put takes it');
  if (!WORKFLOW_ID.test(workflow)) throw notOfItsForm('--workflow', 'the id of a workflow: 1 to 64 letters, digits, _ and -');
  if (!STEP.test(step)) throw notOfItsForm('--step', 'the id of one step of your backend: 1 to 128 printable ASCII characters');
  const yesterday = new Date(now.getTime() - DAY_MS).toISOString().replace(/T.*/, 'T00:00:00.000Z');
  return { transactionId, subject, workflowId: workflow, step, askedAt: askedAt ?? yesterday };
}

/** @throws Failure `invalid-input` */
export function requireTransactionId(text: string): void {
  if (!TRANSACTION_ID.test(text))
    throw notOfItsForm('<transactionId>', 'transactionId of the reply to a start: 1 to 64 letters, digits, _ and -');
}

function notOfItsForm(where: string, accepted: string): Failure {
  return new Failure('invalid-input', { what: `${where} has a form that no question can have.`, where, toDo: `Give ${accepted}.` });
}
