import { ACCOUNT_ID, commonLogTime, domainName, type Exchange } from './exchange';
import { GatewayRefusal } from './refusal';
import { type GatewayRequest, headerOf } from './request';
import type { RouteMatch } from './routes';

/** Lambda's limit on an event, in bytes of JSON, escaping included. */
const EVENT_BYTES = 6_291_456;

/** Headers of the connection, which end at the gateway. */
const HOP_BY_HOP = new Set(['connection', 'content-length', 'expect', 'keep-alive', 'te', 'trailer', 'transfer-encoding', 'upgrade']);

/**
 * The event of a Lambda proxy integration, as JSON
 * (docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html).
 * @throws GatewayRefusal when it is more than Lambda takes.
 */
export function createEvent(exchange: Exchange, match: RouteMatch): string {
  const { request } = exchange;
  const headers = forwardedHeaders(request);
  const event = JSON.stringify({
    resource: match.route.resource,
    path: request.path,
    httpMethod: request.method,
    headers: Object.fromEntries(headers),
    multiValueHeaders: grouped(headers),
    queryStringParameters: orNull(Object.fromEntries(request.query)),
    multiValueQueryStringParameters: orNull(grouped([...request.query])),
    pathParameters: orNull(match.parameters),
    stageVariables: null,
    requestContext: requestContext(exchange, match),
    // Without binary media types a body is text: bytes that are not UTF-8 become replacement characters.
    body: request.body.length === 0 ? null : request.body.toString('utf8'),
    isBase64Encoded: false,
  });
  if (Buffer.byteLength(event) > EVENT_BYTES) throw new GatewayRefusal('REQUEST_TOO_LARGE', 'Request Too Long');
  return event;
}

function forwardedHeaders(request: GatewayRequest): (readonly [string, string])[] {
  return [
    ...request.headers.filter(([name]) => !HOP_BY_HOP.has(name.toLowerCase())),
    ['X-Amzn-Trace-Id', `Root=1-${request.id.slice(0, 8)}-${request.id.replaceAll('-', '').slice(8)}`],
    ['X-Forwarded-For', request.sourceIp],
    ['X-Forwarded-Port', '443'],
    ['X-Forwarded-Proto', 'https'],
  ];
}

function requestContext(exchange: Exchange, match: RouteMatch): object {
  const { api, request, claims } = exchange;
  return {
    resourceId: match.route.resourceId,
    ...(claims === undefined ? {} : { authorizer: { claims } }),
    resourcePath: match.route.resource,
    httpMethod: request.method,
    extendedRequestId: request.extendedId,
    requestTime: commonLogTime(request.receivedAt),
    path: `/${api.stage}${request.path}`,
    accountId: ACCOUNT_ID,
    protocol: 'HTTP/1.1',
    stage: api.stage,
    domainPrefix: api.apiId,
    requestTimeEpoch: request.receivedAt.getTime(),
    requestId: request.id,
    identity: identity(exchange),
    domainName: domainName(api),
    apiId: api.apiId,
  };
}

function identity({ request, signer }: Exchange): object {
  return {
    cognitoIdentityPoolId: null,
    accountId: signer === undefined ? null : ACCOUNT_ID,
    cognitoIdentityId: null,
    caller: signer?.userId ?? null,
    sourceIp: request.sourceIp,
    principalOrgId: null,
    accessKey: signer?.accessKeyId ?? null,
    cognitoAuthenticationType: null,
    cognitoAuthenticationProvider: null,
    userArn: signer?.userArn ?? null,
    userAgent: headerOf(request, 'user-agent') ?? null,
    user: signer?.userId ?? null,
  };
}

function grouped(pairs: readonly (readonly [string, string])[]): Record<string, string[]> {
  return Object.fromEntries([...Map.groupBy(pairs, ([name]) => name)].map(([name, group]) => [name, group.map(([, value]) => value)]));
}

function orNull<Value extends object>(value: Value): Value | null {
  return Object.keys(value).length === 0 ? null : value;
}
