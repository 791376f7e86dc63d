import { type Command, InvalidArgumentError } from 'commander';
import { type Parts, perform } from '../job';
import { askVerdict } from './ask';
import { type ProbeOptions, probeReading } from './probe';
import type { QuestionOptions } from './question';

/** `verdict ask` and `probe`. */
export function registerVerdict(program: Command, parts: Parts): void {
  const group = program.command('verdict').description('Whether a user passed a match, and whether Microblink’s answer can be read.');
  group
    .command('ask')
    .argument('<transactionId>', 'of the match, from the reply to its start')
    .description('Asks for the verdict on a match, as your backend does. Asking decides.')
    .requiredOption('--subject <subject>', 'of the user whom the backend means')
    .requiredOption('--workflow <id>', 'the workflow that the backend asked for')
    .requiredOption('--step <id>', 'the one step that a yes is to allow, unique for each attempt')
    .option(
      '--asked-at <time>',
      'when the backend asked for the match (default: the begin of yesterday in UTC, so that verdicts.maxAgeMinutes alone counts, and the same command asks the same question)',
      time,
    )
    .addHelpText(
      'after',
      `
ASKING DECIDES: a yes uses the transaction up for this step, and so does a no for good. After that, your backend gets "used" for its own step: do not ask for a
match that a user is waiting for. The same question (same step, same time) gets the same answer.
It is signed with your AWS credentials: your role has to be in "verdicts.callers".

Exit codes: 0 yes, 1 no, 5 no verdict yet: ask the same question again.

Examples:
  npm run ops -- verdict ask 5e4713… --subject 3f1c… --workflow wf-123 --step tried-by-hand-1 --stage dev
  npm run ops -- verdict ask 5e4713… --local --subject 3f1c… --workflow wf-123 --step one --asked-at 2026-11-28T10:00:00Z`,
    )
    .action(perform<QuestionOptions>(parts, (job, options, [transactionId = '']) => askVerdict(job, options, transactionId)));
  group
    .command('probe')
    .argument('<transactionId>', 'a live transaction of your organisation, best one that the dashboard shows as accepted')
    .description('Reads one transaction with the key that reads, and says whether its form is the expected one. Prints its shape only.')
    .option('--accepted', 'the dashboard shows it as complete and accepted: words that are not known may then mean that')
    .addHelpText(
      'after',
      `
No value is printed but the two words of its status, and those only if they are plain words: names and types of members, three deep. Nothing is decided or used up.
Exit code 1 when an assumption does not hold; the settings to write then stand there ("agent.reading" in the file of the stage).

Example:
  npm run ops -- verdict probe 5e4713… --accepted --stage dev`,
    )
    .action(perform<ProbeOptions>(parts, (job, options, [transactionId = '']) => probeReading(job, options, transactionId)));
}

/** With its zone: without one it would be that of this machine. Sent as it was written, since the same question has the same text. */
function time(text: string): string {
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text))) return text;
  throw new InvalidArgumentError('Give a time with seconds and zone, such as 2026-11-28T10:00:00Z.');
}
