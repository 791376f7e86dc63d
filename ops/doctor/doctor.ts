import type { Command } from 'commander';
import { version } from '../../package.json';

import { EXIT_CODES, type ExitCode, Failure } from '../failures/failures';
import { type Finding, findingOf, skipped, unknown, type Verdict } from '../failures/finding';
import { type Job, type Parts, perform } from '../job';
import { signOf } from '../terminal/look';
import { absenceOf } from './absences';
import { CHECKS, type Check } from './checks';
import { type Hints, type Patient, patientOf } from './patient';

type Seen = Check & {
  readonly finding: Finding;
  /** An error that no check expects. */
  readonly defect?: unknown;
};

/** `doctor`: one screen of checks, each with what to do about it. */
export function registerDoctor(program: Command, parts: Parts): void {
  program
    .command('doctor')
    .description('Checks a stage and its account, also before the first deployment, and says what to do.')
    .option('--subject <subject>', 'a subject with a photo, if you may not list photos')
    .option('--qualifier <qualifier>', 'of the bootstrap (default: that of -c, of cdk.json, or either of fmproxy and hnb659fds)')
    .option(
      '-c, --context <name=value>',
      'as for cdk deploy, repeatable: the qualifier, and config, the file of the stage',
      (value, before: readonly string[] = []) => [...before, value],
    )
    .addHelpText(
      'after',
      `
Nothing is changed, no photo is read and no transaction started. A check that may not be carried out says so: it is no pass.
Exit code 1 when a check fails, else 70 when one met a defect of this program. Warnings and what could not be checked leave it 0.

Examples:
  npm run ops -- doctor --stage prod
  npm run --silent ops -- doctor --stage prod --json | jq '.checks[] | select(.verdict != "pass")'`,
    )
    .action(perform<Hints>(parts, examine));
}

async function examine(job: Job, hints: Hints): Promise<ExitCode> {
  const patient = patientOf(job, hints);
  const seen = await Promise.all(CHECKS.map(async (check): Promise<Seen> => ({ ...check, ...(await lookAt(check, patient)) })));
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
  const isTraced = /\bops\b/.test(job.parts.environment.NODE_DEBUG ?? '');
  for (const { id, defect } of seen) if (isTraced && defect instanceof Error) job.terminal.note(`${id}: ${defect.stack}`);
  if (counts.fail > 0) return EXIT_CODES.checkFailed;
  return seen.some(({ defect }) => defect !== undefined) ? EXIT_CODES.defect : EXIT_CODES.done;
}

async function lookAt(check: Check, patient: Patient): Promise<Pick<Seen, 'finding' | 'defect'>> {
  if (check.isForAccount && patient.job.options.local) return { finding: skipped('The local stack has no account.') };
  try {
    return { finding: await check.look(patient) };
  } catch (error) {
    if (patient.signal.aborted) throw error;
    if (isDefect(error)) return { finding: defectFinding(error, check.id), defect: error.cause ?? error };
    return { finding: absenceOf(error, await patient.where().catch(() => '')) ?? findingOf(error) };
  }
}

const isDefect = (error: unknown): error is Error => !(error instanceof Failure) || error.code === 'defect';

/** Its message is left out: it may quote what it could not read, such as a secret. */
function defectFinding(error: Error, id: string): Finding {
  const { name } = (error.cause ?? error) as Error;
  return unknown(
    `Not checked, because of a defect of this program (${name} in ${id}, version ${version}). The other checks are not affected.`,
    `Report this line, with the trace that NODE_DEBUG=ops npm run ops -- doctor prints; read it first, since it may quote what was read.`,
  );
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
