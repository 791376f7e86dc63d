import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { GatewayRefusal } from './refusal';

/** A request as the gateway has read it, to the end. */
export interface GatewayRequest {
  /** The request's id in logs, errors and the event. */
  readonly id: string;
  /** Unlike the id, no client can choose it. */
  readonly extendedId: string;
  readonly method: string;
  /** Path as the client sent it, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Headers in the client's order and spelling. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  readonly sourceIp: string;
  readonly receivedAt: Date;
}

/** API Gateway's limit on a request (docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html). */
const BODY_BYTES = 10 * 1024 * 1024;

/** API Gateway's limit on all headers together: names, values, line ends and blanks (the same page). */
export const HEADER_BYTES = 10_240;

/** What the headers of a request take on the wire. HTTP passes their bytes on as Latin-1, a character each. */
export function headerBytes({ headers }: GatewayRequest): number {
  return headers.reduce((sum, [name, value]) => sum + `${name}: ${value}\r\n`.length, 0);
}

/** The parts of a request that are known before its body. */
export function beginRequest(request: IncomingMessage): GatewayRequest {
  const [path = '/', query = ''] = splitOnce(request.url ?? '/', '?');
  return {
    id: randomUUID(),
    extendedId: randomBytes(11).toString('base64'),
    method: request.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers: pairs(request.rawHeaders),
    body: Buffer.alloc(0),
    sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
    receivedAt: new Date(),
  };
}

/**
 * Reads the body to its end, of any size, because API Gateway does not answer before it has the whole request.
 * @throws GatewayRefusal when it is too large; the stream's error when the client goes away.
 */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes <= BODY_BYTES) chunks.push(chunk as Buffer);
  }
  if (bytes > BODY_BYTES) throw new GatewayRefusal('REQUEST_TOO_LARGE', 'Request Too Long');
  return Buffer.concat(chunks);
}

/** The value of a header by its name in any case; the last one when it was sent more than once. */
export function headerOf(request: GatewayRequest, name: string): string | undefined {
  return request.headers.findLast(([own]) => own.toLowerCase() === name.toLowerCase())?.[1];
}

function pairs(rawHeaders: readonly string[]): (readonly [string, string])[] {
  return Array.from(
    { length: rawHeaders.length / 2 },
    (_, index) => [rawHeaders[2 * index] ?? '', rawHeaders[2 * index + 1] ?? ''] as const,
  );
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
