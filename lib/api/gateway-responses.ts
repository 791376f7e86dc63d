import { type ResponseType, ResponseType as Type } from 'aws-cdk-lib/aws-apigateway';
import { problemType } from '../../contract/problems';

/** What API Gateway answers itself, without the function: one of its response types, in the shape of the function's own refusals. */
export interface GatewayAnswer {
  readonly type: ResponseType;
  /** HTTP status. A default type stands for many statuses and cannot print which, so it is fixed. */
  readonly status: number;
  /** Stable name, for programs and for docs/problems.md. */
  readonly code: string;
  readonly title: string;
  /** A sentence of our own. @default - API Gateway's message */
  readonly detail?: string;
  /** Further headers. @default - none */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * All 21 types ("GatewayResponse" in the API Gateway API reference), each with API Gateway's own status, but for an unknown route, which it
 * would answer with 403. Where its message may quote the Authorization header (as on a route it does not know), name an ARN or be
 * missing, there is a sentence of our own.
 */
export const GATEWAY_ANSWERS: readonly GatewayAnswer[] = [
  { type: Type.DEFAULT_4XX, status: 400, code: 'bad-request', title: 'Bad request', detail: 'The request was refused.' },
  { type: Type.DEFAULT_5XX, status: 500, code: 'gateway-error', title: 'Internal error', detail: 'The request could not be handled.' },
  { type: Type.RESOURCE_NOT_FOUND, status: 404, code: 'no-such-route', title: 'Not found', detail: 'There is no such route.' },
  { type: Type.UNAUTHORIZED, status: 401, code: 'unauthorized', title: 'Not signed in', headers: { 'WWW-Authenticate': 'Bearer' } },
  { type: Type.INVALID_API_KEY, status: 403, code: 'invalid-api-key', title: 'API key refused', detail: 'The API key was refused.' },
  { type: Type.ACCESS_DENIED, status: 403, code: 'access-denied', title: 'Access denied', detail: 'The token does not allow this call.' },
  {
    type: Type.AUTHORIZER_FAILURE,
    status: 500,
    code: 'authorizer-failed',
    title: 'Internal error',
    detail: 'The token could not be checked.',
  },
  {
    type: Type.AUTHORIZER_CONFIGURATION_ERROR,
    status: 500,
    code: 'authorizer-misconfigured',
    title: 'Internal error',
    detail: 'The token could not be checked.',
  },
  {
    type: Type.INVALID_SIGNATURE,
    status: 403,
    code: 'invalid-signature',
    title: 'Signature refused',
    detail: 'Send the user’s token, not a signature.',
  },
  { type: Type.EXPIRED_TOKEN, status: 403, code: 'expired-token', title: 'Token expired', detail: 'The token has expired.' },
  { type: Type.MISSING_AUTHENTICATION_TOKEN, status: 404, code: 'no-such-route', title: 'Not found', detail: 'There is no such route.' },
  { type: Type.INTEGRATION_FAILURE, status: 504, code: 'no-answer', title: 'No answer', detail: 'The function did not answer.' },
  {
    type: Type.INTEGRATION_TIMEOUT,
    status: 504,
    code: 'gateway-timeout',
    title: 'Timed out',
    detail: 'The function did not answer in time.',
  },
  {
    type: Type.API_CONFIGURATION_ERROR,
    status: 500,
    code: 'api-misconfigured',
    title: 'Internal error',
    detail: 'The request could not be handled.',
  },
  { type: Type.UNSUPPORTED_MEDIA_TYPE, status: 415, code: 'unsupported-media-type', title: 'Unsupported media type' },
  { type: Type.BAD_REQUEST_PARAMETERS, status: 400, code: 'bad-request-parameters', title: 'Bad request' },
  { type: Type.BAD_REQUEST_BODY, status: 400, code: 'bad-request-body', title: 'Bad request' },
  { type: Type.REQUEST_TOO_LARGE, status: 413, code: 'body-too-large', title: 'Request too large' },
  { type: Type.THROTTLED, status: 429, code: 'throttled', title: 'Too many requests', headers: { 'Retry-After': '1' } },
  { type: Type.QUOTA_EXCEEDED, status: 429, code: 'quota-exceeded', title: 'Too many requests' },
  { type: Type.WAF_FILTERED, status: 403, code: 'filtered', title: 'Request refused', detail: 'The request was refused.' },
];

/**
 * The body, a problem after RFC 9457. API Gateway replaces its variables and does nothing else; `messageString` comes with its quotes
 * ("Gateway response types" in its developer guide), and no variable that holds what the caller sent is used:
 * `$context.requestId`, too, can be chosen by a client, the extended id cannot ("Clients can override this request ID").
 */
export function problemTemplate({ status, code, title, detail }: GatewayAnswer): string {
  const before = JSON.stringify({ type: problemType(code), title, status }).slice(0, -1);
  const sentence = detail === undefined ? '$context.error.messageString' : JSON.stringify(detail);
  return `${before},"detail":${sentence},"code":${JSON.stringify(code)},"requestId":"$context.extendedRequestId"}`;
}

/** Headers of an answer, quoted as constants for API Gateway. `origin` is the one that may call, else `*`: the answers hold no secret. None: no browser calls. */
export function answerHeaders({ headers }: GatewayAnswer, origin?: string): Record<string, string> {
  const all = {
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...(origin !== undefined && { 'Access-Control-Allow-Origin': origin, 'Access-Control-Expose-Headers': 'Retry-After' }),
    ...headers,
  };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, `'${value}'`]));
}
