import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { endProcess, inheritedEnvironment } from '../process/child';
import type { FunctionDefinition } from '../template/function-definition';
import { type Invocation, type Outcome, RuntimeApi } from './runtime-api';

export interface SandboxOptions {
  readonly definition: FunctionDefinition;
  /** Variables in addition to the template's own; they win. */
  readonly environment: Readonly<Record<string, string>>;
  /** Takes each line that the function writes. */
  readonly log: (line: string) => void;
}

/** One execution environment: a process that handles one event at a time, and is replaced when it fails. */
export class FunctionSandbox {
  private timer: NodeJS.Timeout | undefined;
  private ended = false;

  private constructor(
    private readonly options: SandboxOptions,
    private readonly api: RuntimeApi,
    private readonly child: ChildProcess,
  ) {
    child.once('exit', () => this.onExit());
    child.once('error', () => this.onExit());
  }

  static async start(options: SandboxOptions): Promise<FunctionSandbox> {
    const starting: { sandbox?: FunctionSandbox } = {};
    const api = await RuntimeApi.start((invocation) => starting.sandbox?.startClock(invocation));
    starting.sandbox = new FunctionSandbox(options, api, spawnFunction(options, api.address));
    return starting.sandbox;
  }

  /** False once the process has ended: it accepts no further event. */
  get alive(): boolean {
    return !this.ended;
  }

  async invoke(invocation: Invocation): Promise<Outcome> {
    if (this.ended) return { errorType: 'Runtime.ExitError', message: 'The process has ended.' };
    const outcome = await this.api.invoke(invocation);
    clearTimeout(this.timer);
    return outcome;
  }

  async stop(): Promise<void> {
    clearTimeout(this.timer);
    await endProcess(this.child);
    await this.api.close();
  }

  private startClock(invocation: Invocation): void {
    this.timer = setTimeout(() => {
      const message = `${invocation.requestId} Task timed out after ${(invocation.timeoutMs / 1000).toFixed(2)} seconds`;
      this.options.log(message);
      this.ended = true;
      this.api.abort('Sandbox.Timedout', message);
      void this.stop();
    }, invocation.timeoutMs);
  }

  private onExit(): void {
    const message = `The function's process ended (${this.child.exitCode ?? this.child.signalCode}).`;
    this.ended = true;
    this.api.abort('Runtime.ExitError', message);
    void this.stop();
  }
}

/** What runs the bundle; it stands in the command line of each of the function's processes. */
export const PROCESS_FILE = join(__dirname, 'process.cjs');

function spawnFunction({ definition, environment, log }: SandboxOptions, runtimeApi: string): ChildProcess {
  // Lambda leaves about a tenth of the memory to what is not the heap.
  const heap = `--max-old-space-size=${Math.floor(definition.memoryMegabytes * 0.9)}`;
  const child = spawn(process.execPath, [heap, PROCESS_FILE], {
    cwd: definition.directory,
    env: { ...inheritedEnvironment(), ...lambdaEnvironment(definition, runtimeApi), ...definition.environment, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', log);
  return child;
}

/** What Lambda itself sets (docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html). */
function lambdaEnvironment(definition: FunctionDefinition, runtimeApi: string): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: 'ASIALOCALSTANDIN0000',
    AWS_DEFAULT_REGION: 'eu-central-1',
    AWS_EXECUTION_ENV: `AWS_Lambda_${definition.runtime}`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMegabytes),
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${definition.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local/[$LATEST]',
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    AWS_REGION: 'eu-central-1',
    AWS_SECRET_ACCESS_KEY: 'local-stand-in',
    AWS_SESSION_TOKEN: 'local-stand-in',
    LAMBDA_TASK_ROOT: definition.directory,
    TZ: ':UTC',
    _HANDLER: definition.handler,
  };
}
