import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { HostileRequest } from './hostile-request';
import type { Outcome } from './world';

const DOCUMENT = readFileSync(path.join(__dirname, '..', '..', 'docs', 'problems.md'), 'utf8');
const [, ofTheFunction = ''] = /^## Refusals of the function$([\s\S]*?)^## /m.exec(DOCUMENT) ?? [];

/** The codes of the function that docs/problems.md explains, with the status that it gives for each. */
export const DOCUMENTED: ReadonlyMap<string, number> = new Map(
  [...ofTheFunction.matchAll(/^### ([\w-]+)\n\nStatus (\d{3})/gm)].map(([, code = '', status]) => [code, Number(status)]),
);

/** How a request ended: relayed with the agent's own status and bytes (but for a byte order mark), or refused with a documented code; undefined for neither. */
export function endOf(request: HostileRequest, { result, requests }: Outcome): string | undefined {
  const text = result.body;
  const { status, body } = request.reply;
  const own = status === 204 ? Buffer.alloc(0) : Buffer.from(body.replace(/^efbbbf/, ''), 'hex');
  if (requests.length === 1 && result.statusCode === status && Buffer.from(text).equals(own)) return 'relayed';
  const problem = parsed(text);
  const isDocumented = DOCUMENTED.get(String(problem.code)) === result.statusCode && problem.status === result.statusCode;
  const isWhole = problem.type === `urn:face-match-proxy:problem:${problem.code}` && problem.requestId === 'request-1';
  const isMarked = result.headers?.['Content-Type'] === 'application/problem+json';
  return isDocumented && isWhole && isMarked ? String(problem.code) : undefined;
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
