import type { ServerResponse } from 'node:http';
import type { ReadMode } from './behaviours';

/** What a request to the Agent API stand-in is answered with. */
export interface AgentReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How long `slow` takes: longer than anybody expects, shorter than any deadline. */
export const SLOW_MS = 2_000;

/** More than the proxy takes from the Agent API (1 MiB). */
const HUGE_CHARACTERS = 2 * 1024 * 1024;
const RETRY_AFTER_SECONDS = 7;

export function jsonReply(status: number, body: string): AgentReply {
  return { status, headers: { 'Content-Type': 'application/json; charset=utf-8' }, body };
}

/** A refusal as the Agent API words it (RFC 9457). */
export function problemReply(status: number, title: string, detail: string): AgentReply {
  const body = JSON.stringify({ type: 'about:blank', title, status, detail });
  return { status, headers: { 'Content-Type': 'application/problem+json' }, body };
}

export const UNAUTHORIZED = problemReply(401, 'Unauthorized', 'The credentials are not valid.');

/** What a mode answers instead, once the request was read; undefined when it answers as asked. */
export function misbehaviour(mode: ReadMode, ownUrl: string): AgentReply | undefined {
  switch (mode) {
    case 'error500':
      return problemReply(500, 'Internal Server Error', 'An unexpected error occurred.');
    case 'throttled': {
      const reply = problemReply(429, 'Too Many Requests', 'Rate limit exceeded.');
      return { ...reply, headers: { ...reply.headers, 'Retry-After': String(RETRY_AFTER_SECONDS) } };
    }
    case 'absent':
      return problemReply(404, 'Not Found', 'There is no such thing.');
    case 'redirect':
      return { status: 307, headers: { Location: `${ownUrl}moved` }, body: '' };
    case 'garbage':
      return { status: 200, headers: { 'Content-Type': 'text/html' }, body: '<html><body>This is not JSON.</body></html>' };
    case 'huge':
      return jsonReply(200, JSON.stringify({ padding: 'x'.repeat(HUGE_CHARACTERS) }));
    default:
      return undefined;
  }
}

export function sendReply(response: ServerResponse, reply: AgentReply): void {
  response.writeHead(reply.status, { ...reply.headers, 'Content-Length': Buffer.byteLength(reply.body) }).end(reply.body);
}

/** Announces the whole reply, sends half of it and breaks the connection. */
export function sendHalf(response: ServerResponse, reply: AgentReply): void {
  const bytes = Buffer.from(reply.body);
  response.writeHead(reply.status, { ...reply.headers, 'Content-Length': bytes.length });
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
}
