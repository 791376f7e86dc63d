import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Parts } from '../../ops/job';
import type { Register } from '../../ops/register';
import { run } from '../../ops/run';
import { builtCommandLine } from './built';

/** How a command ended, and what it wrote. */
export interface OpsRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface OpsOptions {
  /** Variables of the process. Those of the AWS SDK are set in the process for the run, since the SDK reads them there. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What comes on standard input, which is no terminal. @default nothing */
  readonly stdin?: string;
  /** Makes both ends a terminal, at which a person types this once a question is seen. */
  readonly typed?: string;
  readonly signal?: AbortSignal;
  readonly localDirectory?: string;
  readonly commands?: readonly Register[];
  readonly now?: () => Date;
}

/** Runs one command line in this process, without a terminal and without a local stack unless one is given. */
export async function runOps(words: readonly string[], options: OpsOptions = {}): Promise<OpsRun> {
  const [stdout, stderr] = [collector(), collector()];
  const environment = { LANG: 'en_GB.UTF-8', AWS_EC2_METADATA_DISABLED: 'true', ...options.environment };
  const parts: Omit<Parts, 'ended'> = {
    environment,
    platform: 'linux',
    stdin:
      options.typed === undefined
        ? Object.assign(new PassThrough(), { isTTY: false }).end(options.stdin ?? '')
        : keyboard(stderr, options.typed),
    stdout: stdout.stream,
    stderr: Object.assign(stderr.stream, { isTTY: options.typed !== undefined }),
    signal: options.signal ?? new AbortController().signal,
    now: options.now ?? (() => new Date()),
    localDirectory: options.localDirectory ?? '/nonexistent',
  };
  const restore = setVariables(environment);
  try {
    const code = await run(words, parts, options.commands);
    return { code, stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    restore();
  }
}

/** Runs the command of the npm package in a separate process. @param started Gets the process, for sending it a signal. */
export async function runOpsProcess(
  words: readonly string[],
  { environment = {}, stdin = '' }: Pick<OpsOptions, 'environment' | 'stdin'>,
  started: (child: ChildProcess) => void = () => undefined,
): Promise<OpsRun> {
  const child = spawn(process.execPath, [builtCommandLine(), ...words], {
    cwd: join(__dirname, '..', '..'),
    env: { PATH: process.env.PATH, LANG: 'en_GB.UTF-8', ...environment },
  });
  started(child);
  child.stdin.end(stdin);
  const code = new Promise<number>((resolve) => child.once('close', (exitCode) => resolve(exitCode ?? -1)));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, stdout, stderr };
}

/** @param screen On which the question comes. */
function keyboard(screen: ReturnType<typeof collector>, text: string): PassThrough & { isTTY: boolean } {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => input });
  screen.stream.once('written', () => setImmediate(() => input.write(text)));
  return input;
}

function collector(): { stream: Writable; text(): string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(Buffer.from(chunk));
      this.emit('written');
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString('utf8') };
}

/** Variables of the AWS SDK, and no other of the process's own. */
function setVariables(environment: Readonly<Record<string, string>>): () => void {
  const isAws = ([name]: [string, unknown]) => name.startsWith('AWS_');
  const before = Object.entries(process.env).filter(isAws);
  const clear = () => {
    for (const [name] of Object.entries(process.env).filter(isAws)) delete process.env[name];
  };
  clear();
  Object.assign(process.env, Object.fromEntries(Object.entries(environment).filter(isAws)));
  return () => {
    clear();
    Object.assign(process.env, Object.fromEntries(before));
  };
}
