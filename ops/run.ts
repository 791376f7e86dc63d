import { CommanderError } from 'commander';
import { awsFailure } from './failures/aws-failures';
import { EXIT_CODES, type ExitCode, Failure } from './failures/failures';
import { fileFailure, STANDARD_OUTPUT } from './failures/file-failures';
import type { Parts } from './job';
import { requireOwnOptions } from './lost-options';
import { createProgram } from './program';
import { useProxy } from './proxy';
import type { Register } from './register';
import { createTerminal } from './terminal/terminal';

/**
 * Runs one command line and says how it ended. Never throws.
 * @param words The words after `npm run ops --`.
 */
export async function run(words: readonly string[], parts: Omit<Parts, 'ended'>, commands?: readonly Register[]): Promise<ExitCode> {
  let code: ExitCode = EXIT_CODES.done;
  const ended = (given: ExitCode) => {
    code = given;
  };
  const written = watch(parts.stdout);
  let direct: () => void = () => undefined;
  try {
    direct = useProxy(parts.environment);
    const program = createProgram({ ...parts, ended }, commands);
    requireOwnOptions(program, words, parts);
    await program.parseAsync([...words], { from: 'user' });
    await written();
    return code;
  } catch (error) {
    return say(error, words, parts);
  } finally {
    direct();
  }
}

/**
 * @returns a function that waits until everything has left the stream
 * @throws Failure (the function) when something did not. A reader may leave before the end, as `| head` does: that is no failure.
 */
function watch(stream: Parts['stdout']): () => Promise<void> {
  let first: NodeJS.ErrnoException | undefined;
  const notice = (error?: Error | null) => {
    first ??= error ?? undefined;
  };
  stream.on('error', notice);
  return async () => {
    await new Promise<void>((resolve) => {
      // The callback of a write comes before the event, and on a destroyed stream instead of it.
      stream.write('', (error) => {
        notice(error);
        setImmediate(resolve);
      });
    });
    if (first !== undefined && first.code !== 'EPIPE') throw fileFailure(first, STANDARD_OUTPUT);
  };
}

function say(error: unknown, words: readonly string[], parts: Omit<Parts, 'ended'>): ExitCode {
  const failure = failureOf(error, parts.signal);
  if (failure === undefined) return EXIT_CODES.done;
  createTerminal({ ...parts, json: words.includes('--json') }).failure(failure);
  const trace = /\bops\b/.test(parts.environment.NODE_DEBUG ?? '') ? (failure.cause ?? failure) : undefined;
  if (trace instanceof Error) parts.stderr.write(`${trace.stack}\n`);
  return failure.exitCode;
}

function failureOf(error: unknown, signal: AbortSignal): Failure | undefined {
  // Help and version; a wrong command line is a Failure already.
  if (error instanceof CommanderError) return undefined;
  if (signal.aborted && !(error instanceof Failure && error.code !== 'interrupted')) return interruption(error, signal);
  return awsFailure(error, 'this program');
}

/** What a command says of its own interruption, such as how to go on with it, stands before the general sentence. */
function interruption(error: unknown, signal: AbortSignal): Failure {
  const isTerminated = signal.reason === 'SIGTERM';
  const text =
    error instanceof Failure
      ? error.text
      : { what: `The command was ${isTerminated ? 'ended from outside' : 'interrupted'}.`, toDo: 'Run it again.' };
  return new Failure(isTerminated ? 'terminated' : 'interrupted', text, { cause: error });
}
