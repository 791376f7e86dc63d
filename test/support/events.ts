import type { APIGatewayProxyEvent } from 'aws-lambda';

export const SUBJECT = '3f2a8c1e-0000-4000-8000-00000000000a';
export const CLIENT_ID = 'client-of-this-api';

/** Claims as API Gateway hands them over: every value a string. */
export const CLAIMS: Readonly<Record<string, string>> = {
  sub: SUBJECT,
  aud: CLIENT_ID,
  token_use: 'id',
  iss: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Local0001',
  'cognito:username': SUBJECT,
  email: 'alice@example.com',
  auth_time: '1792000000',
  exp: 'Fri Jul 29 18:52:53 UTC 2036',
};

export interface EventParts {
  readonly resource?: string;
  readonly method?: string;
  /** A value that is not a string is sent as JSON; null is no body. */
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly claims?: Record<string, unknown> | null;
  readonly pathParameters?: Record<string, string>;
  readonly isBase64Encoded?: boolean;
}

/** An event of the REST API; by default a start request of the caller `SUBJECT`. */
export function apiEvent(parts: EventParts = {}): APIGatewayProxyEvent {
  const { resource = '/transaction', method = 'POST', claims = CLAIMS, headers = {}, body = startBody() } = parts;
  const event = {
    resource,
    path: `/prod${resource}`,
    httpMethod: method,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: parts.pathParameters ?? null,
    stageVariables: null,
    requestContext: {
      // A client can choose this one, so nothing may use it.
      requestId: 'chosen-by-the-client',
      extendedRequestId: 'request-1',
      authorizer: claims === null ? null : { claims },
      resourcePath: resource,
    },
    body: body === null || typeof body === 'string' ? body : JSON.stringify(body),
    isBase64Encoded: parts.isBase64Encoded ?? false,
  };
  return event as unknown as APIGatewayProxyEvent;
}

/** A start request of the injecting workflow, as a native SDK sends it. */
export function startBody(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    workflowId: 'wf-123',
    platform: 'ios',
    sdkVersion: '1.1.0',
    consent: { userId: SUBJECT, isProcessingStoringAllowed: true, isTrainingAllowed: false },
    ...more,
  };
}
