import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { type LoopbackServer, listenOnLoopback } from '../../stand-ins/loopback';
import type { Contestant } from '../contestants/contestants';
import { nodeArguments } from './node-arguments';
import type { Share, Shares } from './share';

export interface HostOptions {
  /** Of the function, in MB. */
  readonly memoryMB: number;
  /** Gives the process its share of a processor when its init is over. A string: it has whole ones. @default the same */
  readonly shares?: Shares | string;
  /** Variables by which the services are found. */
  readonly network: Readonly<Record<string, string>>;
  /** What starts Node, with its first arguments. @default this process's Node */
  readonly node?: readonly string[];
}

/** What a process replied to one event, and how long that took from event to result, in the process itself. */
type Reply = { readonly statusCode: number; readonly ms: number };

/** One process of a function, and the Runtime API that it asks for one event after the other. */
export class FunctionHost {
  private next = Promise.withResolvers<ServerResponse>();
  private reply = Promise.withResolvers<Reply>();
  private said = '';
  private readonly ended: Promise<void>;
  private readonly died: Promise<never>;

  private constructor(
    private readonly api: LoopbackServer,
    readonly child: ChildProcess,
    private readonly share: Share | undefined,
  ) {
    api.serve((request, response) => (request.method === 'GET' ? this.next.resolve(response) : this.receive(request, response)));
    child.stderr?.on('data', (chunk: Buffer) => {
      this.said = (this.said + chunk.toString()).slice(-4000);
    });
    this.ended = new Promise((resolve) => child.once('close', () => resolve()));
    this.died = this.ended.then(() => Promise.reject(new Error(`The process of a function ended.\n${this.said}`)));
    this.died.catch(() => undefined);
  }

  /** @returns when the process has loaded its code. Lambda gives its init a whole processor, whatever its size. @throws Error when it ends instead */
  static async start(contestant: Contestant, { memoryMB, network, shares, node = [process.execPath] }: HostOptions): Promise<FunctionHost> {
    const api = await listenOnLoopback();
    const runtime = nodeArguments(memoryMB, contestant.environment.NODE_OPTIONS ?? '');
    const [command = '', ...args] = [...node, ...runtime, path.join(__dirname, 'process.cjs')];
    const child = spawn(command, args, {
      cwd: contestant.directory,
      env: { ...lambdaVariables(contestant, `127.0.0.1:${api.port}`), ...contestant.environment, ...network },
      // Its log goes nowhere, as on Lambda it goes to another process; but what it said last explains its end.
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const share = typeof shares === 'object' ? shares.of(child.pid as number) : undefined;
    const host = new FunctionHost(api, child, share);
    try {
      await Promise.race([host.next.promise, host.died]);
      share?.limit(memoryMB);
    } catch (error) {
      await host.stop();
      throw error;
    }
    return host;
  }

  /** Hands over one event, as soon as the process asks for it. @throws Error when the process ends instead of answering. */
  async invoke(event: string): Promise<Reply> {
    const response = await Promise.race([this.next.promise, this.died]);
    this.next = Promise.withResolvers();
    this.reply = Promise.withResolvers();
    // API Gateway waits 29 seconds for an integration; a process whose instructions are counted takes longer.
    const deadline = String(Date.now() + 120_000);
    response.writeHead(200, { 'Lambda-Runtime-Aws-Request-Id': randomUUID(), 'Lambda-Runtime-Deadline-Ms': deadline }).end(event);
    return await Promise.race([this.reply.promise, this.died]);
  }

  /** As {@link invoke}, for an event that has to be answered with 200: how long that took. @throws Error for any other answer. */
  async succeed(event: string): Promise<number> {
    const { statusCode, ms } = await this.invoke(event);
    if (statusCode !== 200) throw new Error(`A start was answered with ${statusCode}.\n${this.said}`);
    return ms;
  }

  /** Ends the process as soon as it wants the next event. @returns what it said last */
  async finish(): Promise<string> {
    await Promise.race([this.next.promise, this.died]);
    await this.api.close();
    await this.ended;
    return this.said;
  }

  async stop(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
    await this.api.close();
    this.share?.remove();
  }

  private receive(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => {
      response.writeHead(202).end();
      const { statusCode } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      this.reply.resolve({ statusCode, ms: Number(request.headers['bench-handler-ms']) });
    });
  }
}

/** What Lambda itself sets, and nothing of this machine but where programs are. */
function lambdaVariables({ handler, directory }: Contestant, address: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    AWS_ACCESS_KEY_ID: 'ASIABENCH0000000000',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_SESSION_TOKEN: 'bench',
    AWS_REGION: 'eu-central-1',
    AWS_LAMBDA_FUNCTION_NAME: 'bench',
    AWS_LAMBDA_RUNTIME_API: address,
    LAMBDA_TASK_ROOT: directory,
    _HANDLER: handler,
  };
}
