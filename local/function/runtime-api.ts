import type { IncomingMessage, ServerResponse } from 'node:http';
import { type LoopbackServer, listenOnLoopback } from '../../stand-ins/loopback';

/** One event for the function. */
export interface Invocation {
  readonly requestId: string;
  /** The event as JSON. */
  readonly event: string;
  readonly functionArn: string;
  readonly traceId: string;
  readonly timeoutMs: number;
}

/** How an invocation ended: with the JSON that the handler returned, or with an error's type and message. */
export type Outcome = { readonly result: string } | { readonly errorType: string; readonly message: string };

/** Lambda takes at most 6 MB from a function (docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html). */
const RESULT_BYTES = 6_291_556;
const PREFIX = '/2018-06-01/runtime';

/** The Runtime API of one execution environment: a process asks it for the next event and posts the result. */
export class RuntimeApi {
  private waiting: ServerResponse | undefined;
  private queued: Invocation | undefined;
  private current: { readonly invocation: Invocation; readonly settle: (outcome: Outcome) => void } | undefined;

  private constructor(
    private readonly server: LoopbackServer,
    private readonly onTaken: (invocation: Invocation) => void,
  ) {
    server.serve((request, response) => this.answer(request, response));
  }

  /** @param onTaken Called when the process has taken an event, which is when its time begins to run. */
  static async start(onTaken: (invocation: Invocation) => void): Promise<RuntimeApi> {
    return new RuntimeApi(await listenOnLoopback(), onTaken);
  }

  /** Host and port, as `AWS_LAMBDA_RUNTIME_API` holds them. */
  get address(): string {
    return `127.0.0.1:${this.server.port}`;
  }

  /** Gives the process one event; it must have no other. */
  invoke(invocation: Invocation): Promise<Outcome> {
    return new Promise((settle) => {
      this.current = { invocation, settle };
      this.queued = invocation;
      this.deliver();
    });
  }

  /** Ends the invocation from outside: the process ran out of time or died. */
  abort(errorType: string, message: string): void {
    this.settle({ errorType, message });
  }

  close(): Promise<void> {
    return this.server.close();
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const path = (request.url ?? '').slice(PREFIX.length);
    if (request.method === 'GET' && path === '/invocation/next') {
      this.waiting = response;
      this.deliver();
      return;
    }
    this.receive(request, path).then(
      (status) => response.writeHead(status, { 'Content-Type': 'application/json' }).end('{"status":"OK"}'),
      () => response.destroy(),
    );
  }

  private deliver(): void {
    const [response, invocation] = [this.waiting, this.queued];
    if (response === undefined || invocation === undefined) return;
    this.waiting = undefined;
    this.queued = undefined;
    this.onTaken(invocation);
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Lambda-Runtime-Aws-Request-Id': invocation.requestId,
      'Lambda-Runtime-Deadline-Ms': String(Date.now() + invocation.timeoutMs),
      'Lambda-Runtime-Invoked-Function-Arn': invocation.functionArn,
      'Lambda-Runtime-Trace-Id': invocation.traceId,
    });
    response.end(invocation.event);
  }

  private async receive(request: IncomingMessage, path: string): Promise<number> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const id = this.current?.invocation.requestId;
    if (path === '/init/error') this.settle(errorOutcome(body));
    else if (path === `/invocation/${id}/error`) this.settle(errorOutcome(body));
    else if (path === `/invocation/${id}/response`) this.settle(resultOutcome(body));
    else return 404;
    return 202;
  }

  private settle(outcome: Outcome): void {
    const current = this.current;
    this.current = undefined;
    this.queued = undefined;
    current?.settle(outcome);
  }
}

function errorOutcome(body: Buffer): Outcome {
  const { errorType, errorMessage } = JSON.parse(body.toString('utf8')) as Record<string, string>;
  return { errorType: errorType ?? 'Error', message: errorMessage ?? '' };
}

function resultOutcome(body: Buffer): Outcome {
  if (body.length <= RESULT_BYTES) return { result: body.toString('utf8') };
  return { errorType: 'Function.ResponseSizeTooLarge', message: `Response payload size exceeded maximum allowed payload size.` };
}
