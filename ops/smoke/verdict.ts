import { randomBytes } from 'node:crypto';
import { Failure } from '../failures/failures';
import { type Finding, fail, pass, unknown } from '../failures/finding';
import type { StageVerdicts } from '../stage/stage';
import { meaningOf } from '../verdict/answer';
import { putQuestion } from '../verdict/signed-question';

const OFF = 'Take "verdicts" out of the settings, or the API off, until you know why.';

/** A question without a signature, which API Gateway has to refuse. */
export async function askUnsigned(verdicts: StageVerdicts, signal: AbortSignal): Promise<Finding> {
  const { status, body } = await putQuestion(verdicts, questionOfNoMatch(), signal, false);
  if (status === 403) return pass(`A question without a signature: 403, ${body.code}, from API Gateway`);
  return fail(`A question without a signature is answered with ${status}; it should be 403`, OFF);
}

/** A signed question about a transaction that does not exist: nothing is decided by it. */
export async function askUnknown(verdicts: StageVerdicts, signal: AbortSignal): Promise<Finding> {
  const reply = await putQuestion(verdicts, questionOfNoMatch(), signal);
  const { answer, reasons, means } = meaningOrRefusal(() => meaningOf(reply, verdicts));
  if (answer === 'no' && reasons.join() === 'unknown-transaction')
    return pass('A signed question about a transaction that does not exist: no, unknown-transaction');
  if (answer === 'yes') return fail('A transaction that does not exist got a yes', OFF);
  if (answer === 'refused') return unknown('This identity may not ask (403), so that no question was answered', means);
  return fail(`A question about a transaction that does not exist was answered with ${reply.status}, ${reasons.join()}`, means);
}

/** A refusal is what the policy of the API is for: no failure of the stage. */
function meaningOrRefusal(read: () => ReturnType<typeof meaningOf>): { answer: string; reasons: readonly string[]; means: string } {
  try {
    return read();
  } catch (error) {
    if (error instanceof Failure && error.code === 'not-permitted') return { answer: 'refused', reasons: [], means: error.text.toDo };
    throw error;
  }
}

function questionOfNoMatch(): object {
  return {
    transactionId: `smoke-${randomBytes(13).toString('hex')}`,
    subject: 'somebody-else-than-the-test-user',
    workflowId: 'no-workflow',
    step: 'smoke',
    askedAt: new Date().toISOString(),
  };
}
