import type { Exchange } from '../gateway/exchange';
import type { GatewayStep } from '../gateway/gateway';
import { headerOf } from '../gateway/request';
import type { Trace, VisitTrace } from './trace';
import { showBody, showHeaders } from './trace-elision';
import { TracePhotos } from './trace-photos';
import { watchAgent } from './trace-visits';

/** How many requests, and how many transactions, are kept. */
export const MOST_TRACES = 50;

/** What changed: a request, or a transaction that the Agent API stand-in created. */
export type TraceChange = { readonly trace: Trace } | { readonly transaction: VisitTrace };

/**
 * Follows the last requests through the local stack, by what the gateway, the function's log and the Agent API stand-in say.
 * Preflights are left out. It only watches: no request waits for it or is answered by it.
 */
export class Traces {
  private readonly traces = new Map<string, Trace>();
  private readonly transactions: VisitTrace[] = [];
  private readonly listeners = new Set<(change: TraceChange) => void>();
  readonly photos = new TracePhotos();
  /** For the Agent API stand-in. */
  readonly agentWitness = watchAgent(
    {
      find: (id) => this.traces.get(id),
      onTheirWay: (pathEnd) => [...this.traces.values()].filter((trace) => isUnderWay(trace) && trace.sent.path.endsWith(pathEnd)),
      changed: (visit, trace) => this.visitChanged(visit, trace),
    },
    this.photos,
  );

  /** Everything that is kept, oldest first. */
  all(): TraceChange[] {
    return [...[...this.traces.values()].map((trace) => ({ trace })), ...this.transactions.map((transaction) => ({ transaction }))];
  }

  /** @returns a function that ends it. */
  listen(listener: (change: TraceChange) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  gatewayStep(step: GatewayStep, exchange: Exchange): void {
    if (exchange.request.method === 'OPTIONS') return;
    const trace = this.traceOf(exchange);
    if (step === 'authorized') trace.authorizer = { claims: exchange.claims };
    if (step === 'invoked') trace.invoked = true;
    this.notify({ trace });
  }

  gatewayAnswered(exchange: Exchange): void {
    const { request, answer, refusal, isTold } = exchange;
    if (request.method === 'OPTIONS' || answer === undefined) return;
    const trace = this.traceOf(exchange);
    trace.refusal = refusal;
    if (isTold) trace.isTold = isTold;
    trace.answer = {
      status: answer.status,
      headers: showHeaders(answer.headers),
      body: showBody(answer.body, secretsOf(exchange)),
      milliseconds: Date.now() - request.receivedAt.getTime(),
    };
    this.notify({ trace });
  }

  /** @param line What the function wrote: JSON, or the last words of a process. */
  functionLine(line: string): void {
    const { type, requestId } = parseLine(line);
    const trace = typeof requestId === 'string' ? this.traces.get(requestId) : undefined;
    if (trace === undefined) return;
    if (type === 'request') trace.requestLine = line;
    else if (type === 'audit') trace.auditLines.push(line);
    this.notify({ trace });
  }

  private traceOf(exchange: Exchange): Trace {
    const { request, match } = exchange;
    const trace = this.traces.get(request.extendedId) ?? this.begin(exchange);
    trace.route = match?.route.resource;
    return trace;
  }

  private begin(exchange: Exchange): Trace {
    const { extendedId, receivedAt, method, path, headers, body } = exchange.request;
    const sent = { method, path, headers: showHeaders(headers), body: showBody(body, secretsOf(exchange)) };
    const trace: Trace = { id: extendedId, at: receivedAt.toISOString(), sent, invoked: false, auditLines: [], visits: [] };
    this.traces.set(extendedId, trace);
    const [oldest] = this.traces.keys();
    if (this.traces.size > MOST_TRACES && oldest !== undefined) this.traces.delete(oldest);
    return trace;
  }

  private visitChanged(visit: VisitTrace, trace: Trace | undefined): void {
    if (trace !== undefined) this.notify({ trace });
    if (visit.transactionId === undefined || this.transactions.includes(visit)) return;
    this.transactions.push(visit);
    if (this.transactions.length > MOST_TRACES) this.transactions.shift();
    this.notify({ transaction: visit });
  }

  private notify(change: TraceChange): void {
    for (const listener of this.listeners) listener(change);
  }
}

function isUnderWay({ invoked, answer }: Trace): boolean {
  return invoked && answer === undefined;
}

function secretsOf({ request }: Exchange): string[] {
  return [headerOf(request, 'authorization')?.replace(/^Bearer +/i, '') ?? ''];
}

function parseLine(line: string): Record<string, unknown> {
  try {
    return (JSON.parse(line) ?? {}) as Record<string, unknown>;
  } catch {
    return {};
  }
}
