import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';

/**
 * One line of JSON for each request. API Gateway puts values in as they are, so none is here that a caller can shape: no path, query,
 * user agent, host, trace id, error message (which, on an unknown route, quotes the Authorization header) or `$context.requestId` (which a client can
 * override). Nor any claim: the subject is a person's id, and API Gateway cannot hash; the function's own line carries it hashed,
 * under the same request id. All values are texts; "-" means none.
 */
const FIELDS: Readonly<Record<string, string>> = {
  requestId: '$context.extendedRequestId',
  time: '$context.requestTime',
  apiId: '$context.apiId',
  stage: '$context.stage',
  httpMethod: '$context.httpMethod',
  resourcePath: '$context.resourcePath',
  protocol: '$context.protocol',
  status: '$context.status',
  responseLength: '$context.responseLength',
  responseLatency: '$context.responseLatency',
  integrationStatus: '$context.integration.status',
  integrationLatency: '$context.integration.latency',
  integrationRequestId: '$context.integration.requestId',
  authorizeStatus: '$context.authorize.status',
  authorizeLatency: '$context.authorize.latency',
  authorizerStatus: '$context.authorizer.status',
  authorizerLatency: '$context.authorizer.latency',
  errorResponseType: '$context.error.responseType',
  wafStatus: '$context.waf.status',
  wafLatency: '$context.waf.latency',
  wafError: '$context.waf.error',
  wafResponse: '$context.wafResponseCode',
  webAcl: '$context.webaclArn',
  sourceIp: '$context.identity.sourceIp',
};

/** The format of the access log. @param more fields of this API alone @default - none */
export function accessLogFormat(more: Readonly<Record<string, string>> = {}): AccessLogFormat {
  return AccessLogFormat.custom(JSON.stringify({ ...FIELDS, ...more }));
}
