import { type GatewayRequest, headerOf } from './request';
import type { RouteMatch } from './routes';

/** An answer on its way to the client. */
export interface GatewayAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/** Where an API is found: what the template calls it. */
export interface ApiNames {
  readonly apiId: string;
  readonly stage: string;
}

/** Claims of a verified token, every one a string, as API Gateway passes them on. */
export type Claims = Readonly<Record<string, string>>;

/** Who has signed, as API Gateway hands it on. */
export interface SignedCaller {
  readonly accessKeyId: string;
  readonly userArn: string;
  /** Id of the role and name of its session. */
  readonly userId: string;
}

/** One request and what became known about it on its way through the gateway. */
export interface Exchange {
  readonly api: ApiNames;
  request: GatewayRequest;
  match?: RouteMatch;
  claims?: Claims;
  signer?: SignedCaller;
  /** What the integration answered, and how long it took in milliseconds. */
  integration?: { readonly status: number | undefined; readonly milliseconds: number; readonly error?: string };
  /** Response type and message when the gateway refused. */
  refusal?: { readonly type: string; readonly message: string };
  /** Whether the answer was told beforehand, so that nothing of the request was looked at. */
  isTold?: true;
  answer?: GatewayAnswer;
}

export const ACCOUNT_ID = '000000000000';
export const REGION = 'eu-central-1';

/** `09/Apr/2015:12:34:56 +0000`, the form of a common log. */
export function commonLogTime(date: Date): string {
  const [, day, month, year, time] = date.toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}

export function domainName(api: ApiNames): string {
  return `${api.apiId}.execute-api.${REGION}.amazonaws.com`;
}

/** `$context` variables that are known (docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html). */
export function contextVariables(exchange: Exchange): Readonly<Record<string, string | undefined>> {
  const { api, request, match, claims = {}, signer, integration, refusal, answer } = exchange;
  return {
    accountId: ACCOUNT_ID,
    apiId: api.apiId,
    'authorize.status': authorizeStatus(exchange),
    domainName: domainName(api),
    domainPrefix: api.apiId,
    'error.message': refusal?.message,
    'error.messageString': refusal && JSON.stringify(refusal.message),
    'error.responseType': refusal?.type,
    extendedRequestId: request.extendedId,
    httpMethod: request.method,
    'identity.sourceIp': request.sourceIp,
    'identity.userArn': signer?.userArn,
    'identity.userAgent': headerOf(request, 'user-agent'),
    integrationErrorMessage: integration?.error,
    integrationLatency: integration?.milliseconds.toFixed(0),
    integrationStatus: integration?.status?.toString(),
    'integration.error': integration?.error,
    'integration.integrationStatus': integration?.status?.toString(),
    'integration.latency': integration?.milliseconds.toFixed(0),
    'integration.status': integration && '200',
    path: `/${api.stage}${request.path}`,
    protocol: 'HTTP/1.1',
    requestId: request.id,
    requestTime: commonLogTime(request.receivedAt),
    requestTimeEpoch: String(request.receivedAt.getTime()),
    resourceId: match?.route.resourceId,
    resourcePath: match?.route.resource,
    responseLatency: String(Date.now() - request.receivedAt.getTime()),
    responseLength: answer?.body.length.toString(),
    stage: api.stage,
    status: answer?.status.toString(),
    ...Object.fromEntries(Object.entries(claims).map(([name, value]) => [`authorizer.claims.${name}`, value])),
  };
}

function authorizeStatus({ claims, refusal }: Exchange): string | undefined {
  if (claims !== undefined) return '200';
  return refusal?.type === 'UNAUTHORIZED' ? '401' : undefined;
}

/** Puts `$context` variables into a text, by plain replacement: neither access logs nor gateway responses are Velocity templates. */
export function substituteContext(text: string, variables: Readonly<Record<string, string | undefined>>, absent: string): string {
  return text.replace(/\$context\.([A-Za-z][\w-]*(?:\.[A-Za-z][\w:-]*)*)/g, (_whole, name: string) => variables[name] ?? absent);
}
