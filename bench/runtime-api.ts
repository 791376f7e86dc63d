import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a process said with its reply to one event. */
export interface Reply {
  readonly statusCode: number;
  /** From event to result, in the process itself. */
  readonly handlerMs: number;
  /** How long the code took to load, once. */
  readonly loadMs: number;
  /** Processor time that the process had used when its code was loaded, in milliseconds. */
  readonly loadProcessorMs: number;
}

/** API Gateway waits no longer for an integration ("Quotas for configuring and running a REST API"). */
const TIMEOUT_MS = 29_000;

const KEPT_MS = 600_000;

/** Not an event for the function, but a question to its process: how much processor time it has used so far. */
const QUESTION = { 'Bench-Question': 'processor-time' };

interface Task {
  readonly event: string;
  readonly headers: Readonly<Record<string, string>>;
  settle(headers: IncomingMessage['headers'], body: string): void;
}

/** The Runtime API for one process, which may wait for several events at once. */
export class ParallelRuntimeApi {
  private readonly waiting: ServerResponse[] = [];
  private readonly queued: Task[] = [];
  private readonly running = new Map<string, Task>();

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => this.answer(request, response));
  }

  static async start(): Promise<ParallelRuntimeApi> {
    const server = createServer();
    // A process that waits for its turn keeps its connection.
    server.keepAliveTimeout = KEPT_MS;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new ParallelRuntimeApi(server);
  }

  /** As `AWS_LAMBDA_RUNTIME_API` has it. */
  get address(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Hands over one event, now or as soon as the process asks for one. */
  invoke(event: string): Promise<Reply> {
    return this.hand(event, {}, readReply);
  }

  /** Processor time of the process so far, all its threads together, in milliseconds. */
  processorMs(): Promise<number> {
    return this.hand('', QUESTION, (_, body) => Number(body) / 1000);
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private hand<T>(event: string, headers: Task['headers'], read: (headers: IncomingMessage['headers'], body: string) => T): Promise<T> {
    return new Promise((resolve) => {
      this.queued.push({ event, headers, settle: (...reply) => resolve(read(...reply)) });
      this.deliver();
    });
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    if (request.method === 'GET') {
      this.waiting.push(response);
      this.deliver();
    } else this.receive(request, response);
  }

  private receive(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => {
      response.writeHead(202).end();
      const id = /\/invocation\/([^/]+)\/response$/.exec(request.url ?? '')?.[1] ?? '';
      this.running.get(id)?.settle(request.headers, Buffer.concat(chunks).toString('utf8'));
      this.running.delete(id);
    });
  }

  private deliver(): void {
    const response = this.queued.length > 0 ? this.waiting.shift() : undefined;
    const next = response === undefined ? undefined : this.queued.shift();
    if (response === undefined || next === undefined) return;
    const id = randomUUID();
    this.running.set(id, next);
    response.writeHead(200, {
      ...next.headers,
      'Lambda-Runtime-Aws-Request-Id': id,
      'Lambda-Runtime-Deadline-Ms': String(Date.now() + TIMEOUT_MS),
    });
    response.end(next.event);
  }
}

function readReply(headers: IncomingMessage['headers'], body: string): Reply {
  const figure = (name: string) => Number(headers[name]);
  return {
    statusCode: Number((JSON.parse(body) as { statusCode?: number } | null)?.statusCode),
    handlerMs: figure('bench-handler-ms'),
    loadMs: figure('bench-load-ms'),
    loadProcessorMs: figure('bench-load-processor') / 1000,
  };
}
