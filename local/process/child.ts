import { type ChildProcess, spawn } from 'node:child_process';

/** Variables of this process that a program needs to run at all; nothing else is passed to a child. */
const INHERITED = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'USERPROFILE', 'LANG'];

/** The inherited variables that are set, for a child's environment. */
export function inheritedEnvironment(): Record<string, string> {
  return Object.fromEntries(INHERITED.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name] as string]])));
}

/** A stand-in that runs in a separate process and says over IPC which port it listens on. */
export interface PortChild {
  /** Says to the child that everything it needs is ready. */
  begin(): void;
  /** Resolves with the port once the child listens; rejects when it ends before that. */
  readonly port: Promise<number>;
  stop(): Promise<void>;
}

/**
 * @param script Absolute path of a CommonJS program that ends when its IPC channel closes, so that it ends with us.
 * @param directory Working directory.
 * @param at Port to listen on; 0 takes any free one.
 */
export function startPortChild(script: string, directory: string, at = 0): PortChild {
  const child = spawn(process.execPath, [script, String(at)], {
    cwd: directory,
    env: inheritedEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const port = portOf(child, script);
  port.catch(() => undefined);
  return { begin: () => child.connected && child.send('begin'), port, stop: () => endProcess(child) };
}

/** Kills a process and waits until it has ended. Safe to call twice. */
export function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}

function portOf(child: ChildProcess, script: string): Promise<number> {
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.once('message', (message: { port: number }) => resolve(message.port));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${script} ended with code ${code} before it listened. ${complaint}`)));
  });
}
