import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Contender } from './contenders';
import type { Cores } from './cores';
import { MEMORY_MB, runtimeArguments } from './lambda-runtime';
import { ParallelRuntimeApi, type Reply } from './runtime-api';

export interface HostOptions {
  /** Variables by which the services are found. */
  readonly network: Readonly<Record<string, string>>;
  readonly cores: Cores;
  /** How many events the process takes at once. @default 1, as on Lambda */
  readonly slots?: number;
}

/** Characters of a process's last words that are kept. */
const LAST_WORDS = 2000;

/** One process of a function. */
export class FunctionHost {
  private constructor(
    private readonly api: ParallelRuntimeApi,
    private readonly child: ChildProcess,
    private readonly died: Promise<never>,
  ) {}

  static async start(contender: Contender, { network, cores, slots = 1 }: HostOptions): Promise<FunctionHost> {
    const api = await ParallelRuntimeApi.start();
    const runtime = runtimeArguments(MEMORY_MB, contender.environment.NODE_OPTIONS ?? '');
    const [command, args] = cores.ofFunction(process.execPath, [...runtime, join(__dirname, 'function-host.cjs')]);
    const child = spawn(command, args, {
      cwd: contender.directory,
      env: { ...lambdaVariables(contender, api.address), ...contender.environment, ...network, BENCH_SLOTS: String(slots) },
      // Its log goes nowhere, as on Lambda it goes to another process; but what it said last explains its end.
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-LAST_WORDS);
    });
    const died = new Promise<never>((_, reject) =>
      child.once('exit', (code) => reject(new Error(`The process of ${contender.title} ended with code ${code}.\n${said}`))),
    );
    died.catch(() => undefined);
    return new FunctionHost(api, child, died);
  }

  get processId(): number {
    return this.child.pid as number;
  }

  /** @throws Error when the process ends instead of answering. */
  invoke(event: string): Promise<Reply> {
    return Promise.race([this.api.invoke(event), this.died]);
  }

  /** As {@link invoke}, for an event that has to be answered with 200. @throws Error for any other answer. */
  async succeed(event: string): Promise<Reply> {
    const reply = await this.invoke(event);
    if (reply.statusCode !== 200) throw new Error(`A start was answered with ${reply.statusCode}.`);
    return reply;
  }

  /** Processor time of the process so far, all its threads together, in milliseconds. @throws Error when the process ends. */
  processorMs(): Promise<number> {
    return Promise.race([this.api.processorMs(), this.died]);
  }

  async stop(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.died.catch(() => undefined);
    this.api.close();
  }
}

/** What Lambda itself sets, and nothing of this machine but where programs are. */
function lambdaVariables({ handler, directory }: Contender, address: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    AWS_ACCESS_KEY_ID: 'ASIABENCH0000000000',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_SESSION_TOKEN: 'bench',
    AWS_REGION: 'eu-central-1',
    AWS_DEFAULT_REGION: 'eu-central-1',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: 'bench',
    AWS_LAMBDA_RUNTIME_API: address,
    LAMBDA_TASK_ROOT: directory,
    _HANDLER: handler,
  };
}
