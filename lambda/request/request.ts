import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Operation } from '../../contract/operations';
import { OPERATIONS } from '../../contract/operations';
import { Problem } from '../errors';
import { readUtf8 } from './utf8';
import { parseWorkflowId } from './workflows';

/** A request after the edge: nothing behind this file looks at the event again. */
export interface ProxyRequest {
  readonly id: string;
  readonly operation: Operation;
  /** From the path; undefined where the path has none and the body must name it. */
  readonly workflowId: string | undefined;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** What the authorizer verified; undefined when no authorizer ran. */
  readonly claims: Readonly<Record<string, unknown>> | undefined;
  /** UTF-8 text, empty when there was no body. */
  readonly body: string;
  /** Bytes of `body`. */
  readonly bodyBytes: number;
}

/** The part of an API Gateway event that can be read before anything is known to be right. */
export interface RequestOutline {
  /**
   * API Gateway's extended id (`x-amz-apigw-id` of the reply): a client can choose its `requestId` by the header `X-Amzn-RequestId`
   * ("Clients can override this request ID", API Gateway's `$context` variables), and the transaction's stamp must be ours alone.
   */
  readonly id: string;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly origin: string | undefined;
  readonly operation: Operation | undefined;
}

/** Reads what even a refusal needs; never throws, since a direct invocation can hold anything. */
export function outline(event: APIGatewayProxyEvent, fallbackId: string): RequestOutline {
  const headers = readHeaders(event);
  return {
    id: readId(event.requestContext?.extendedRequestId) ?? fallbackId,
    headers,
    origin: headers.get('origin'),
    operation: OPERATIONS.find((operation) => operation.resources.includes(event.resource) && operation.method === event.httpMethod),
  };
}

/**
 * Turns an API Gateway event into a request. Routes on `event.resource`: `event.path` carries a custom domain's base path.
 * @throws Problem `invalid-request`, `body-too-large` or `not-json` (bytes that are not UTF-8).
 */
export function parseRequest(event: APIGatewayProxyEvent, { id, operation, headers }: RequestOutline, maxBodyBytes: number): ProxyRequest {
  if (operation === undefined) throw new Problem('invalid-request', 'the event is of no route of this API');
  const bytes = bodyOf(event);
  if (bytes.length > maxBodyBytes) throw new Problem('body-too-large', `the body has ${bytes.length} bytes, allowed are ${maxBodyBytes}`);
  return {
    id,
    operation,
    workflowId: pathWorkflowId(event, operation),
    headers,
    claims: event.requestContext?.authorizer?.claims ?? undefined,
    body: decode(bytes),
    bodyBytes: bytes.length,
  };
}

/** A text of API Gateway's own form: it goes into the transaction's stamp and into every line. */
function readId(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w+/=-]{1,64}$/.test(value) ? value : undefined;
}

/** Only a text has the size that it says: of an object that claims a length, a buffer of that length would be made. */
function bodyOf({ body, isBase64Encoded }: APIGatewayProxyEvent): Buffer {
  if (typeof (body ?? '') !== 'string') throw new Problem('invalid-request', 'the body of the event is no text');
  return Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
}

function pathWorkflowId(event: APIGatewayProxyEvent, operation: Operation): string | undefined {
  return operation.upstreamPath.includes('{workflowId}') ? parseWorkflowId(event.pathParameters?.workflowId) : undefined;
}

/** API Gateway gives each header in its sender's case, and again as a list; a repeated one counts with its last value there as here. */
function readHeaders(event: APIGatewayProxyEvent): Map<string, string> {
  const headers = new Map<string, string>();
  for (const [name, value] of Object.entries(event.headers ?? {})) {
    if (typeof value === 'string') headers.set(name.toLowerCase(), value);
  }
  for (const [name, values] of Object.entries(event.multiValueHeaders ?? {})) {
    const last = Array.isArray(values) ? values.at(-1) : undefined;
    if (typeof last === 'string') headers.set(name.toLowerCase(), last);
  }
  return headers;
}

function decode(bytes: Buffer): string {
  try {
    return readUtf8(bytes);
  } catch {
    throw new Problem('not-json', 'the body is not UTF-8');
  }
}
