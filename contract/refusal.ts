import { type ProblemCode, problemOf, problemType } from './problems';

/** On every answer: what it says is for one person, once, and is what it says it is. */
export const SAFE_HEADERS = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' } as const;

/** CORS headers for an answer to `origin` (Fetch standard, section 3.2). A list is answered by the one origin that asked. */
export function corsHeaders(allowed: '*' | readonly string[], origin: string | undefined): Record<string, string> {
  const exposed = { 'Access-Control-Expose-Headers': 'Retry-After' };
  if (allowed === '*') return { ...exposed, 'Access-Control-Allow-Origin': '*' };
  const isAllowed = origin !== undefined && allowed.includes(origin);
  return { ...exposed, Vary: 'Origin', ...(isAllowed && { 'Access-Control-Allow-Origin': origin }) };
}

/** A refusal of the function as it goes out, but for the headers of CORS. */
export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What one case adds to its code. */
export interface RefusalCase {
  /** RFC 9110, section 10.2.3. @default no header */
  readonly retryAfterSeconds?: number | undefined;
  /** What is wrong with this request. @default the remedy of the code */
  readonly detail?: string | undefined;
}

/** Problem details (RFC 9457): a public code and sentence, and the id under which the log has the rest. */
export function refusal(code: ProblemCode, requestId: string, { retryAfterSeconds: seconds, detail: own }: RefusalCase = {}): Refusal {
  const [status, title, remedy] = problemOf(code);
  const retryAfter: Record<string, string> = seconds === undefined ? {} : { 'Retry-After': String(seconds) };
  const problem = { type: problemType(code), title, status, detail: own ?? remedy, code, requestId };
  const headers = { 'Content-Type': 'application/problem+json', ...retryAfter, ...SAFE_HEADERS };
  return { status, headers, body: JSON.stringify(problem) };
}
