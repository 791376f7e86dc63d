import type { Command } from 'commander';
import { EXIT_CODES, type ExitCode } from '../failures';
import { type Finding, findingOf, skipped, type Verdict } from '../finding';
import { type Job, type Parts, perform } from '../job';
import { signOf } from '../terminal/look';
import { CHECKS, type Check } from './checks';
import { type Patient, patientOf } from './patient';

interface DoctorOptions {
  readonly subject?: string;
}

type Seen = Check & { readonly finding: Finding };

/** `doctor`: one screen of checks, each with what to do about it. */
export function registerDoctor(program: Command, parts: Parts): void {
  program
    .command('doctor')
    .description('Checks a stage and its account, before the first deployment too, and says what to do.')
    .option('--subject <subject>', 'somebody who has a photo, for whoever may not list photos')
    .addHelpText(
      'after',
      `
Nothing is changed, no photo is read and no transaction started. A check that may not be carried out says so: it is no pass.
Exit code 1 when a check fails. Warnings and what could not be checked leave it 0.

Examples:
  npm run ops -- doctor --stage prod
  npm run --silent ops -- doctor --stage prod --json | jq '.checks[] | select(.verdict != "pass")'`,
    )
    .action(perform<DoctorOptions>(parts, examine));
}

async function examine(job: Job, { subject }: DoctorOptions): Promise<ExitCode> {
  const patient = patientOf(job, subject);
  const seen = await Promise.all(CHECKS.map(async (check): Promise<Seen> => ({ ...check, finding: await lookAt(check, patient) })));
  const count = (verdict: Verdict) => seen.filter(({ finding }) => finding.verdict === verdict).length;
  const checks = seen.map(({ id, finding }) => ({ id, ...finding }));
  const counts = {
    pass: count('pass'),
    fail: count('fail'),
    warning: count('warning'),
    unknown: count('unknown'),
    skipped: count('skipped'),
  };
  job.terminal.result({ stage: job.options.local ? 'local' : job.options.stage, counts, checks }, () => screen(job, seen, counts));
  return counts.fail > 0 ? EXIT_CODES.checkFailed : EXIT_CODES.done;
}

async function lookAt({ isForAccount = false, look }: Check, patient: Patient): Promise<Finding> {
  if (isForAccount && patient.job.options.local) return skipped('The local stack has no account.');
  try {
    return await look(patient);
  } catch (error) {
    return findingOf(error);
  }
}

function screen({ terminal }: Job, seen: readonly Seen[], counts: Readonly<Record<Verdict, number>>): string[] {
  const { look, columns } = terminal;
  const rows = seen.flatMap(({ group, title, finding: { verdict, says, toDo } }, at) => [
    [seen[at - 1]?.group === group ? '' : look.bold(group), signOf(look, verdict), title, verdict === 'skipped' ? look.dim(says) : says],
    ...(toDo === undefined ? [] : [['', '', '', `to do: ${toDo}`]]),
  ]);
  const parts = [
    `${counts.pass} passed`,
    ...(counts.fail > 0 ? [look.bad(`${counts.fail} failed`)] : []),
    ...(counts.warning > 0 ? [look.doubtful(`${counts.warning} to think about`)] : []),
    ...(counts.unknown > 0 ? [look.doubtful(`${counts.unknown} not checked`)] : []),
    ...(counts.skipped > 0 ? [`${counts.skipped} not for this stage`] : []),
  ];
  return [...columns(rows), '', `${parts.join(', ')}.`];
}
