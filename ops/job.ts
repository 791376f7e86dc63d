import type { Command } from 'commander';
import { EXIT_CODES, type ExitCode } from './failures/failures';
import type { GlobalOptions } from './global-options';
import { awsClientSettings } from './stage/client-settings';
import { findDeployedStage } from './stage/deployed-stage';
import { findLocalStage } from './stage/local-stage';
import type { ClientSettings, Stage } from './stage/stage';
import { createPrompts, type Input, type Prompts } from './terminal/prompts';
import { createTerminal, type Output, type Terminal, withWidth } from './terminal/terminal';

/** What the program gets from the process that it runs in; a test gives it others. */
export interface Parts {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Aborted by the first Ctrl-C: pass it to everything that waits. */
  readonly signal: AbortSignal;
  readonly now: () => Date;
  /** Folder of the local stack's `stack.json`. */
  readonly localDirectory: string;
  /** Takes the exit code of a command that came to its end. */
  readonly ended: (code: ExitCode) => void;
}

/** One run of one command. */
export interface Job {
  readonly options: GlobalOptions;
  readonly terminal: Terminal;
  readonly prompts: Prompts;
  readonly parts: Parts;
  readonly signal: AbortSignal;
  /** Settings for a client of any service, where no stage is needed. @throws Failure for a proxy that cannot be used */
  account(): ClientSettings;
  /** Finds the stage that the options name. @throws Failure when there is none */
  connect(): Promise<Stage>;
}

/** What a command does. Undefined is exit code 0; it throws a Failure for what ends it. */
export type Work<Options> = (job: Job, options: Options, operands: readonly string[]) => Promise<ExitCode | undefined>;

/** Gives a command's work to commander: `command.action(perform(parts, work))`. */
export function perform<Options>(parts: Parts, work: Work<Options>): (...given: unknown[]) => Promise<void> {
  return async (...given) => {
    const command = given.at(-1) as Command;
    const operands = given
      .slice(0, -2)
      .flat()
      .filter((operand) => operand !== undefined) as string[];
    const job = createJob(parts, command.optsWithGlobals<GlobalOptions>());
    parts.ended((await work(job, command.opts() as Options, operands)) ?? EXIT_CODES.done);
  };
}

function createJob(parts: Parts, options: GlobalOptions): Job {
  const { environment, stdin, stderr, signal, localDirectory } = parts;
  const prompts = createPrompts({ input: stdin, output: withWidth(stderr), signal });
  let settings: ClientSettings | undefined;
  // Once, so that credentials ask for a code a single time.
  const account = () => {
    settings ??= awsClientSettings(options, environment, prompts);
    return settings;
  };
  return {
    options,
    terminal: createTerminal({ ...parts, json: options.json === true }),
    prompts,
    parts,
    signal,
    account,
    connect: async () => (options.local ? findLocalStage(localDirectory) : findDeployedStage(options, account(), signal)),
  };
}
