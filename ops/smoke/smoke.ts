import type { Command } from 'commander';
import { type ExitCode, Failure } from '../failures/failures';
import type { Finding } from '../failures/finding';
import { type Job, type Parts, perform } from '../job';
import { readLocalDetails } from '../stage/local-stage';
import type { Stage } from '../stage/stage';
import { signOf } from '../terminal/look';
import { readPassword } from './password';
import { listSteps, report } from './report';
import type { Login } from './sign-in';
import type { Seen, StepId } from './steps';
import { type SubjectMatter, subjectMatterOf } from './subject-matter';
import { walk } from './walk';

interface SmokeOptions {
  readonly user?: string;
  readonly passwordFrom?: string;
  readonly workflow?: string;
  readonly withoutStart?: boolean;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

/** `smoke`: a stage as its callers meet it. */
export function registerSmoke(program: Command, parts: Parts): void {
  program
    .command('smoke')
    .description('Signs a test user in, tries attacks and errors, starts a transaction, and says what each step proved.')
    .option('--user <name>', 'test user, as they sign in (local stack: alice@example.com)')
    .option('--password-from <variable>', 'variable of the environment with their password')
    .option('--workflow <id>', 'a workflow that gets a photo (default: the first of the stage)')
    .option('--without-start', 'do everything but start a transaction')
    .option('--yes', 'do not ask before the start, which Microblink may bill')
    .option('--dry-run', 'only list the steps')
    .addHelpText(
      'after',
      `
The password is asked for, unseen, or comes on standard input or from the variable that --password-from names; never as an argument.
The test user needs a photo on record for the start. Exit code 1 when a step fails.

Examples:
  npm run ops -- smoke --local
  npm run ops -- smoke --stage dev --user smoke@example.com
  npm run --silent ops -- smoke --stage dev --user smoke@example.com --password-from SMOKE_PASSWORD --without-start --json`,
    )
    .action(perform<SmokeOptions>(parts, smoke));
}

async function smoke(job: Job, options: SmokeOptions): Promise<ExitCode> {
  const withoutStart = options.withoutStart === true;
  if (options.dryRun) return listSteps(job, withoutStart);
  const stage = await job.connect();
  const matter = await subjectMatterOf(job, stage, options.workflow);
  const login = await loginOf(job, stage, options);
  if (!stage.isLocal && !withoutStart) await job.prompts.agreeTo(billing(matter), options.yes);
  const seen: Seen[] = [];
  const note = (step: StepId, finding: Finding) => {
    seen.push({ step, ...finding });
    job.terminal.note(`${signOf(job.terminal.noteLook, finding.verdict)} ${step}: ${finding.says}`);
  };
  await walk({ stage, matter, login, withoutStart, signal: job.signal, note });
  return report(job, stage, seen);
}

async function loginOf(job: Job, stage: Stage, { user, passwordFrom }: SmokeOptions): Promise<Login> {
  if (stage.isLocal) {
    const { users } = await readLocalDetails(job.parts.localDirectory);
    const found = users.find(({ email, name }) => user === undefined || email === user || name === user);
    if (found !== undefined)
      return { user: found.email, password: passwordFrom === undefined ? found.password : await readPassword(job, passwordFrom) };
  }
  if (user !== undefined) return { user, password: await readPassword(job, passwordFrom) };
  throw new Failure('usage', {
    what: 'No test user is named.',
    where: '--user',
    toDo: 'Name one with --user, as they sign in; docs/first-hour.md creates one.',
  });
}

function billing({ workflow }: SubjectMatter): string {
  return `This starts a transaction of workflow ${workflow.id} at Microblink, which may be billed, and counts as an attempt of the test user. Continue?`;
}
