import type { ExitCode } from '../failures/failures';
import type { Job } from '../job';
import { verdictsOf } from '../stage/stage-verdicts';
import { seen } from '../terminal/quoted';
import { type Meaning, meaningOf } from './answer';
import { type QuestionOptions, questionOf } from './question';
import { putQuestion } from './signed-question';

/** `verdict ask`: the question that the backend asks, as it asks it. */
export async function askVerdict(job: Job, options: QuestionOptions, transactionId: string): Promise<ExitCode> {
  const question = questionOf(transactionId, options, job.parts.now());
  const verdicts = verdictsOf(await job.connect());
  const reply = await putQuestion(verdicts, question, job.signal);
  const meaning = meaningOf(reply, verdicts);
  const { answer, reasons, means } = meaning;
  const { look, columns } = job.terminal;
  job.terminal.result({ answer, reasons, means, status: reply.status, reply: reply.body, question }, () => [
    `${signOf(job, meaning)} ${means}`,
    ...columns([
      ['  answer', seen(`${reply.status} ${JSON.stringify(reply.body)}`)],
      ['  step', question.step],
      ['  asked at', question.askedAt],
      ...(answer === 'yes' ? [['  used up', look.dim('by this step: the same question gets the same answer, any other no')]] : []),
    ]),
  ]);
  return meaning.exitCode;
}

function signOf({ terminal: { look } }: Job, { answer }: Meaning): string {
  if (answer === 'yes') return look.good(look.sign.pass);
  return answer === 'no' ? look.bad(look.sign.fail) : look.doubtful(look.sign.unknown);
}
