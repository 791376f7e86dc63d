import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { differenceInForm, patternOf } from './form';
import { ROOT, repositoryIn } from './repository';
import { exitCodeOf, runnerOf, type Step, stepsIn } from './steps';
import { Running, Terminal } from './terminal';

/** Documents whose local commands are executed, in this order, as one reader with one terminal would paste them. */
export const WALKED = [
  'docs/first-hour.md',
  'docs/sdk/web.md',
  'docs/sdk/android.md',
  'docs/sdk/ios.md',
  'README.md',
  'examples/step-up/README.md',
];

const LIMIT_MS = 180_000;

/** A reader who has cloned the repository, and follows the documents. */
class Walk {
  /** What keeps running, the latest first. */
  private running: readonly Running[] = [];

  constructor(
    private readonly terminal: Terminal,
    private readonly environment: NodeJS.ProcessEnv,
    private readonly repository: string,
  ) {}

  async take(step: Step): Promise<void> {
    const commands = this.pasteable(step);
    if (step.marks.includes('keeps-running')) return await this.start(commands, step);
    const { output, exitCode } = await this.terminal.paste(commands, LIMIT_MS);
    if (exitCode !== exitCodeOf(step)) throw new Error(`It ended with ${exitCode}, not with ${exitCodeOf(step)}, and printed:\n${output}`);
    const difference = differenceInForm(step.shows ?? '', output);
    if (difference !== undefined) throw new Error(`${difference}\nIt printed:\n${output}`);
  }

  /** Ends what keeps running, and looks that it leaves nothing behind. */
  async end(): Promise<void> {
    for (const running of this.running) await running.interrupt();
    this.running = [];
    const left = path.join(await this.terminal.directory(), '.local', 'stack.json');
    if (existsSync(left)) throw new Error(`${left} is still there after Ctrl-C.`);
  }

  private async start(commands: string, { shows = '', marks }: Step): Promise<void> {
    if (!marks.includes('next-to-it')) await this.end();
    const running = new Running(commands, await this.terminal.directory(), this.environment);
    this.running = [running, ...this.running];
    const fits = (output: string) => differenceInForm(shows, output) === undefined;
    if (!(await running.printed(fits, LIMIT_MS)))
      throw new Error(`${differenceInForm(shows, running.output)}\nIt printed:\n${running.output}`);
  }

  /** The address of the repository is filled in, a printed line is looked up by its form, and packages that are here are not fetched again. */
  private pasteable({ commands, marks }: Step): string {
    const isPrinted = marks[0] === 'printed';
    const printed = this.running.flatMap(({ output }) => output.split('\n'));
    const lines = commands
      .trimEnd()
      .split('\n')
      .map((line) => {
        if (line === 'npm ci')
          return `[ -d node_modules ] || cp -al '${ROOT}/node_modules' . 2>/dev/null || cp -a '${ROOT}/node_modules' .`;
        if (!isPrinted) return line.replace('<address of this repository>', this.repository);
        const found = printed.find((candidate) => patternOf(line).test(candidate));
        if (found === undefined) throw new Error(`Nothing of this form was printed: ${line}`);
        return found;
      });
    return lines.join('\n');
  }
}

async function walk(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'first-hour-'));
  const environment = { ...process.env, LOCAL_PORT: '0', EXAMPLE_PORT: '0', CDK_DISABLE_CLI_TELEMETRY: 'true' };
  const terminal = new Terminal(folder, environment);
  const reader = new Walk(terminal, environment, repositoryIn(folder));
  const steps = WALKED.flatMap((file) => stepsIn(file, readFileSync(path.join(ROOT, file), 'utf8'))).filter(
    (step) => runnerOf(step) === 'local',
  );
  try {
    for (const step of steps) {
      await reader.take(step).catch((cause: Error) => {
        throw new Error(`${step.file}:${step.line} does not do what it says.\n${step.commands}\n${cause.message}`);
      });
      process.stdout.write(`${step.file}:${step.line}: ${step.commands.trim().split('\n')[0]}\n`);
    }
  } finally {
    await reader.end().finally(() => terminal.close());
    rmSync(folder, { recursive: true, force: true });
  }
  process.stdout.write(`walked: ${steps.length} steps, each as it is written\n`);
}

if (require.main === module) {
  walk().catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}
