import { EXIT_CODES, type ExitCode } from '../failures/failures';
import type { Job } from '../job';
import type { Stage } from '../stage/stage';
import { NOT_PROVOKED } from './refusals';
import { type Seen, stepsOf } from './steps';

/** What would be done. */
export function listSteps(job: Job, withoutStart: boolean): ExitCode {
  const steps = Object.entries(stepsOf(job.options.local === true)).filter(([id]) => !(withoutStart && /^(start|read-back)$/.test(id)));
  job.terminal.result({ steps: steps.map(([id, proves]) => ({ id, proves })) }, () => [
    'Nothing was done (--dry-run). The steps, and what each proves:',
    ...job.terminal.columns(steps.map(([id, proves]) => [`  ${id}`, proves])),
  ]);
  return EXIT_CODES.done;
}

/** What each step proved, what it did not, and what to do. */
export function report(job: Job, stage: Stage, seen: readonly Seen[]): ExitCode {
  const { look, columns } = job.terminal;
  const failed = seen.filter(({ verdict }) => verdict === 'fail');
  const steps = Object.entries(stepsOf(stage.isLocal)).filter(([id]) => id !== 'verdict' || stage.verdicts !== undefined);
  const proved = steps.filter(([id]) => {
    const own = seen.filter(({ step }) => step === id);
    return own.length > 0 && own.every(({ verdict }) => verdict === 'pass');
  });
  const unproved = steps.filter(([id]) => !proved.some(([one]) => one === id));
  const notes = [NOT_PROVOKED, ...(stage.isLocal ? ['Microblink was not called: the local stack has a stand-in of the Agent API.'] : [])];
  const toDos = seen.filter(({ toDo }) => toDo !== undefined).map(({ step, says, toDo }) => ({ step, says, toDo }));
  job.terminal.result({ steps: seen, proved: proved.map(([id]) => id), notProved: unproved.map(([id]) => id), notes }, () => [
    ...columns(proved.map(([id, proves]) => [look.good(look.sign.pass), id, `proved: ${proves}`])),
    ...columns(unproved.map(([id, proves]) => [look.doubtful(look.sign.unknown), id, `not proved: ${proves}`])),
    ...toDos.flatMap(({ step, says, toDo }) =>
      columns([
        [`  ${step}`, says],
        ['', `to do: ${toDo}`],
      ]),
    ),
    ...columns(notes.map((text) => [look.dim(look.sign.bullet), look.dim(text)])),
  ]);
  return failed.length > 0 ? EXIT_CODES.checkFailed : EXIT_CODES.done;
}
