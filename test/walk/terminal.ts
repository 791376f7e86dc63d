import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

/** What a reader sees after a paste. */
export interface Seen {
  readonly output: string;
  readonly exitCode: number;
}

/** A shell into which a reader pastes blocks one after the other: variables and the folder stay. */
export class Terminal {
  private readonly shell: ChildProcess;
  private output = '';

  constructor(
    private readonly folder: string,
    environment: NodeJS.ProcessEnv,
  ) {
    this.shell = spawn('bash', ['--noprofile', '--norc'], {
      cwd: folder,
      env: environment,
      detached: true,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.shell.stdout?.on('data', (part) => {
      this.output += part;
    });
    this.shell.stdin?.write('exec 2>&1\n');
  }

  /** Runs a block to its end. It has no input, so that a command which asks for some ends at once. */
  async paste(commands: string, limitMs: number): Promise<Seen> {
    const end = randomUUID();
    const pasted = path.join(this.folder, 'pasted.sh');
    writeFileSync(pasted, commands);
    this.output = '';
    this.shell.stdin?.write(`. '${pasted}' </dev/null; printf '\\n%s %s\\n' ${end} "$?"\n`);
    const ended = new RegExp(`\\n${end} (\\d+)\\n`);
    await until(
      () => ended.test(this.output),
      limitMs,
      () => `The commands did not end. So far they printed:\n${this.output}`,
    );
    const [whole = '', code] = ended.exec(this.output) ?? [];
    return { output: this.output.replace(whole, ''), exitCode: Number(code) };
  }

  /** The folder in which the next paste begins. */
  async directory(): Promise<string> {
    return (await this.paste('pwd', 10_000)).output.trim();
  }

  close(): void {
    if (this.shell.pid !== undefined && this.shell.exitCode === null) process.kill(-this.shell.pid);
  }
}

/** A separate terminal, in which a command runs until Ctrl-C. */
export class Running {
  private readonly process: ChildProcess;
  /** All that it has printed. */
  output = '';
  private ended = false;

  constructor(commands: string, folder: string, environment: NodeJS.ProcessEnv) {
    this.process = spawn('bash', ['--noprofile', '--norc', '-c', `exec 2>&1\n${commands}`], {
      cwd: folder,
      env: environment,
      detached: true,
    });
    this.process.stdout?.on('data', (part) => {
      this.output += part;
    });
    this.process.on('close', () => {
      this.ended = true;
    });
  }

  /** Waits until a question to its output is answered with yes. */
  async printed(what: (output: string) => boolean, limitMs: number): Promise<boolean> {
    return await until(
      () => what(this.output) || this.ended,
      limitMs,
      () => '',
    ).then(
      () => what(this.output),
      () => false,
    );
  }

  /** Ctrl-C, which a terminal sends to everything that runs in it; then the end of all of it. */
  async interrupt(): Promise<void> {
    if (!this.ended && this.process.pid !== undefined) process.kill(-this.process.pid, 'SIGINT');
    await until(
      () => this.ended,
      60_000,
      () => `It did not end at Ctrl-C. It printed:\n${this.output}`,
    );
  }
}

async function until(holds: () => boolean, limitMs: number, otherwise: () => string): Promise<void> {
  for (let waited = 0; !holds(); waited += 50) {
    if (waited >= limitMs) throw new Error(otherwise());
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
