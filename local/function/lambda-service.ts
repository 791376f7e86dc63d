import { randomBytes, randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { Outcome } from './runtime-api';
import { FunctionSandbox, type SandboxOptions } from './sandbox';

/** AWS starts a thousand; a laptop should not. Further events wait for a free process. */
const MOST_PROCESSES = 24;

/**
 * Runs one function the way Lambda does: an event goes to an idle process, or to a new one when all are busy. A process that timed
 * out, died or failed to load is replaced.
 */
export class LambdaService {
  private readonly all = new Set<FunctionSandbox>();
  private readonly idle: FunctionSandbox[] = [];
  private readonly queue: ((sandbox: FunctionSandbox) => void)[] = [];
  private starting = 0;
  private stopped = false;

  constructor(private readonly options: SandboxOptions) {}

  /** @param event The event as JSON. @returns how it ended; never throws for a fault of the function. */
  async invoke(event: string): Promise<Outcome> {
    const sandbox = await this.acquire();
    const { arn, timeoutSeconds } = this.options.definition;
    const outcome = await sandbox.invoke({
      requestId: randomUUID(),
      event,
      functionArn: arn,
      traceId: `Root=1-${Math.floor(Date.now() / 1000).toString(16)}-${randomBytes(12).toString('hex')};Sampled=0`,
      timeoutMs: timeoutSeconds * 1000,
    });
    this.release(sandbox);
    return outcome;
  }

  /** Ends every process. */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all([...this.all].map((sandbox) => sandbox.stop()));
  }

  private acquire(): Promise<FunctionSandbox> {
    const ready = this.idle.pop();
    if (ready?.alive) return Promise.resolve(ready);
    return new Promise((take) => {
      this.queue.push(take);
      this.startIfNeeded();
    });
  }

  private release(sandbox: FunctionSandbox): void {
    const next = sandbox.alive ? this.queue.shift() : undefined;
    if (next !== undefined) next(sandbox);
    else if (sandbox.alive) this.idle.push(sandbox);
    else this.all.delete(sandbox);
    this.startIfNeeded();
  }

  /** A start takes a core, so no more start at once than there are cores; the rest of a short burst waits for a free process. */
  private startIfNeeded(): void {
    const canStart = Math.min(availableParallelism() - this.starting, MOST_PROCESSES - this.all.size - this.starting);
    const wanted = Math.min(this.queue.length - this.starting, canStart);
    for (let count = 0; count < wanted; count += 1) void this.startOne();
  }

  private async startOne(): Promise<void> {
    this.starting += 1;
    const sandbox = await FunctionSandbox.start(this.options);
    this.starting -= 1;
    this.all.add(sandbox);
    if (this.stopped) await sandbox.stop();
    else this.release(sandbox);
  }
}
