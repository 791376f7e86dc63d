import { EXIT_CODES, type ExitCode } from '../../failures/failures';
import type { Job } from '../../job';
import type { PlanHead } from './plan';
import type { ResultsSummary } from './results';
import type { Outcome } from './row';

export interface ImportReport extends ResultsSummary {
  /** Where plan and journal are. */
  readonly folder: string;
  readonly results: string;
  readonly head: PlanHead;
  readonly isDryRun: boolean;
}

const SAYS: Record<Outcome, string> = {
  stored: 'stored',
  replaced: 'put in place of another',
  identical: 'on record already, the same photo',
  skipped: 'left as they were: a photo was on record (--existing skip)',
  refused: 'refused: another photo is on record (--existing says what to do)',
  failed: 'failed; they are tried again when the command is run again',
  invalid: 'invalid',
  'not-run': 'not stored',
};

/** Says how an import ended. @returns 0 when every row is in */
export function reportImport({ terminal }: Job, { tally, reasons, folder, results, head, isDryRun }: ImportReport): ExitCode {
  const of = (outcome: Outcome) => tally[outcome] ?? 0;
  const missing = of('refused') + of('failed') + of('invalid') + (isDryRun ? 0 : of('not-run'));
  const withReason = of('invalid') + of('failed') + of('refused');
  const { look } = terminal;
  terminal.result(
    {
      ...{ stage: head.stage, kind: head.kind, input: head.input, rows: head.rows, isDryRun, isComplete: missing === 0 && !isDryRun },
      ...{ outcomes: tally, reasons, results, folder },
    },
    () => [
      missing === 0
        ? `${look.good(look.sign.pass)} ${isDryRun ? 'Every row could be stored. Nothing was.' : 'Every row is in.'}`
        : `${look.bad(look.sign.fail)} ${headline(of, missing)}`,
      ...terminal.columns([
        ...(Object.keys(SAYS) as Outcome[])
          .filter((outcome) => of(outcome) > 0)
          .map((outcome): string[] => [`  ${of(outcome)}`, SAYS[outcome]]),
        ['  results', results],
        ['  kept in', `${folder} (plan, journal and results name people: readable only by you; delete it when you no longer need it)`],
      ]),
      ...terminal.columns(reasons.map(({ at, subject, says = '' }): string[] => [`  ${at}`, subject ?? '', says])),
      ...(withReason > reasons.length ? [`  … and ${withReason - reasons.length} more: see the results.`] : []),
    ],
  );
  return missing === 0 ? EXIT_CODES.done : EXIT_CODES.checkFailed;
}

function headline(of: (outcome: Outcome) => number, missing: number): string {
  const rows = `${missing} ${missing === 1 ? 'row is' : 'rows are'} not in`;
  if (of('invalid') === 0 || of('not-run') === 0) return `${rows}.`;
  return `Nothing was stored: ${of('invalid')} ${of('invalid') === 1 ? 'row is' : 'rows are'} invalid. Fix them, or pass --leave-out-invalid.`;
}
