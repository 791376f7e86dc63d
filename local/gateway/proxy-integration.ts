import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { Outcome } from '../function/runtime-api';
import type { Exchange, GatewayAnswer } from './exchange';
import { GatewayRefusal } from './refusal';

/** What a function returns to a proxy integration. */
interface ProxyResult {
  readonly statusCode: number;
  readonly headers: readonly Header[];
  readonly body: string;
}

type Header = readonly [name: string, value: string];
type SingleHeaders = Readonly<Record<string, unknown>>;
type MultiHeaders = Readonly<Record<string, readonly unknown[]>>;

/** API Gateway's own limit when the integration sets none. */
const TIMEOUT_MS = 29_000;

/** Response headers that belong to API Gateway; it renames the function's (…/api-gateway-known-issues.html). */
const REMAPPED = new Set(['connection', 'content-length', 'date', 'server', 'transfer-encoding', 'www-authenticate']);

/**
 * Calls a function and turns what it returns into an answer.
 * @throws GatewayRefusal when it takes too long, fails, or returns something else than a proxy result.
 */
export async function answerProxy(exchange: Exchange, invocation: Promise<Outcome>, timeoutMs = TIMEOUT_MS): Promise<GatewayAnswer> {
  const started = performance.now();
  const outcome = await withinTime(invocation, timeoutMs);
  const milliseconds = performance.now() - started;
  if (outcome === undefined) {
    exchange.integration = { status: undefined, milliseconds, error: 'Execution failed due to a timeout error' };
    throw new GatewayRefusal('INTEGRATION_TIMEOUT', 'Endpoint request timed out');
  }
  const result = 'result' in outcome ? parseResult(outcome.result) : undefined;
  if (result === undefined) {
    const error = 'result' in outcome ? 'Malformed Lambda proxy response' : `Lambda function error: ${outcome.errorType}`;
    exchange.integration = { status: undefined, milliseconds, error };
    throw new GatewayRefusal('DEFAULT_5XX', 'Internal server error');
  }
  exchange.integration = { status: result.statusCode, milliseconds };
  return { status: result.statusCode, headers: result.headers, body: Buffer.from(result.body) };
}

async function withinTime(invocation: Promise<Outcome>, timeoutMs: number): Promise<Outcome | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), timeoutMs);
  });
  return Promise.race([invocation, timeout]).finally(() => clearTimeout(timer));
}

/** @returns undefined for what API Gateway calls a malformed response. */
function parseResult(json: string): ProxyResult | undefined {
  const value = JSON.parse(json) as Record<string, unknown> | null;
  if (typeof value !== 'object' || value === null) return undefined;
  const { statusCode = 200, headers, multiValueHeaders, body } = value;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) return undefined;
  if (!isMissing(body) && typeof body !== 'string') return undefined;
  if (!isMissing(headers) && !isRecord(headers)) return undefined;
  if (!isMissing(multiValueHeaders) && !isRecord(multiValueHeaders)) return undefined;
  if (!Object.values(multiValueHeaders ?? {}).every(Array.isArray)) return undefined;
  const pairs = headerPairs((headers ?? {}) as SingleHeaders, (multiValueHeaders ?? {}) as MultiHeaders);
  // Without binary media types a body stays as it is, also one that is marked as base64.
  return pairs.every(isSendable) ? { statusCode: status, headers: pairs, body: (body ?? '') as string } : undefined;
}

/** A name in both maps counts with its value in `headers` only when `multiValueHeaders` does not hold it. */
function headerPairs(headers: SingleHeaders, multiValueHeaders: MultiHeaders): Header[] {
  const pairs = [
    ...Object.entries(headers)
      .filter(([name]) => !(name in multiValueHeaders))
      .map(([name, value]) => [name, String(value)] as const),
    ...Object.entries(multiValueHeaders).flatMap(([name, values]) => values.map((value) => [name, String(value)] as const)),
  ].map(([name, value]) => [REMAPPED.has(name.toLowerCase()) ? `x-amzn-Remapped-${name}` : name, value] as const);
  const hasType = pairs.some(([name]) => name.toLowerCase() === 'content-type');
  return hasType ? pairs : [['Content-Type', 'application/json'], ...pairs];
}

function isSendable([name, value]: Header): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
