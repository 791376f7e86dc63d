import { type ProblemCode, problemOf, problemType, RETRY_AFTER_SECONDS } from '../../../contract/problems';
import type { GatewayAnswer } from '../../../lib/api/gateway-responses';
import type { JsonMap } from './document';

/** An answer that an API gives without Microblink. */
export interface Refusal {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  /** @default - the words are API Gateway's */
  readonly detail?: string | undefined;
  /** @default - no such header */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** The refusals of a function by these codes, and then what API Gateway answers itself; a code that both have is the function's. */
export function refusalsOf(codes: readonly ProblemCode[], answers: readonly GatewayAnswer[]): readonly Refusal[] {
  const own = codes.map((code): Refusal => {
    const [status, title, detail] = problemOf(code);
    const seconds = RETRY_AFTER_SECONDS[code];
    return { code, status, title, detail, headers: seconds === undefined ? undefined : { 'Retry-After': String(seconds) } };
  });
  const all = new Map([...answers, ...own].toReversed().map((refusal) => [refusal.code, refusal]));
  return [...all.values()].toSorted((one, other) => one.status - other.status || (one.code < other.code ? -1 : 1));
}

/** What every operation refers to: each status that a refusal has. */
export function problemReferences(refusals: readonly Refusal[]): JsonMap {
  return Object.fromEntries(refusals.map(({ status }) => [String(status), { $ref: `#/components/responses/${responseName(status)}` }]));
}

/**
 * A response for each status that a refusal has.
 * @param isAlsoMicroblinks whether Microblink's own answers can have a status, too. @default none
 */
export function problemResponses(refusals: readonly Refusal[], isAlsoMicroblinks: (status: number) => boolean = () => false): JsonMap {
  const byStatus = Map.groupBy(refusals, ({ status }) => status);
  return Object.fromEntries([...byStatus].map(([status, group]) => [responseName(status), response(group, isAlsoMicroblinks(status))]));
}

function response(refusals: readonly Refusal[], isAlsoMicroblinks: boolean): JsonMap {
  const headers = headersOf(refusals, isAlsoMicroblinks);
  const [{ status } = { status: 0 }] = refusals;
  const problem = { $ref: `#/components/schemas/${schemaName(status)}` };
  const schema = isAlsoMicroblinks ? { anyOf: [problem, OF_MICROBLINK] } : problem;
  const examples = Object.fromEntries(refusals.map((refusal) => [refusal.code, example(refusal)]));
  return {
    description: refusals.map(({ code, title }) => `\`${code}\`: ${title}`).join('. '),
    ...(Object.keys(headers).length > 0 && { headers }),
    content: { 'application/problem+json': { schema, examples }, ...(isAlsoMicroblinks && { '*/*': { schema: OF_MICROBLINK } }) },
  };
}

/** What {@link problemResponses} refers to; the document has it. */
const OF_MICROBLINK = { $ref: '#/components/schemas/OfMicroblink' };

/** The problem of each status: its codes, and no other. */
export function problemSchemas(refusals: readonly Refusal[]): JsonMap {
  const byStatus = Map.groupBy(refusals, ({ status }) => status);
  const narrowed = [...byStatus].map(([status, group]) => {
    const properties = { status: { const: status }, code: { enum: group.map(({ code }) => code) } };
    return [schemaName(status), { allOf: [{ $ref: '#/components/schemas/Problem' }, { properties }] }];
  });
  return { Problem: PROBLEM, ...Object.fromEntries(narrowed) };
}

const responseName = (status: number): string => `Refused${status}`;
const schemaName = (status: number): string => `Problem${status}`;

const PROBLEM = {
  type: 'object',
  description: 'A refusal (RFC 9457). Programs decide by `code`; the sentences may change.',
  required: ['type', 'title', 'status', 'detail', 'code', 'requestId'],
  properties: {
    type: { type: 'string', pattern: `^${problemType('')}[a-z-]+$` },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string' },
    requestId: { type: 'string', description: 'Under which the operator finds the request.' },
  },
};

const HEADERS: Readonly<Record<string, string>> = { 'Retry-After': 'When to try again, in seconds', 'WWW-Authenticate': 'How to sign in' };

/** A header is required of a response when each answer that it can be has it. Microblink's may tell the time in another way. */
function headersOf(refusals: readonly Refusal[], isAlsoMicroblinks: boolean): JsonMap {
  const names = [...new Set(refusals.flatMap(({ headers = {} }) => Object.keys(headers)))];
  const isAlways = (name: string) => !isAlsoMicroblinks && refusals.every(({ headers }) => headers?.[name] !== undefined);
  const also = isAlsoMicroblinks ? '; in an answer of Microblink’s own also a date' : '';
  return Object.fromEntries(
    names.map((name) => [name, { required: isAlways(name), description: `${HEADERS[name]}${also}`, schema: { type: 'string' } }]),
  );
}

function example({ code, status, title, detail }: Refusal): JsonMap {
  const words = detail ?? 'Words of API Gateway';
  return { summary: title, value: { type: problemType(code), title, status, detail: words, code, requestId: 'UxJ5mDqkjoEFm7E=' } };
}
