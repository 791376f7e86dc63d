import { Annotations } from 'aws-cdk-lib';
import { AuthorizationType, MockIntegration, type Resource } from 'aws-cdk-lib/aws-apigateway';
import type { CorsOrigins } from '../config/parts';

/** Seconds for which a browser may keep the answer; no browser keeps one longer than two hours. */
const MAX_AGE_SECONDS = 7200;

/**
 * `*` covers what an SDK may add (it means any header if no cookie is sent), but never Authorization, which must be named
 * (Fetch standard, "CORS-preflight fetch").
 */
const ALLOWED_HEADERS = 'Authorization, Content-Type, *';

/** The origins in the form that the function reads: `*` or a list. */
export function originList(origins: CorsOrigins): '*' | readonly string[] {
  if (origins === '*') return '*';
  return typeof origins === 'string' ? [origins] : [...new Set(origins)];
}

/** The one origin that may call, else `*`: for headers that can only be constant. */
export function constantOrigin(origins: CorsOrigins): string {
  const list = originList(origins);
  return list !== '*' && list.length === 1 ? String(list[0]) : '*';
}

/** Answers OPTIONS on a resource without authorization, which a browser never sends with it. */
export function addPreflight(resource: Resource, method: string, origins: CorsOrigins): void {
  const headers = answerHeaders(method, origins);
  const declared = Object.fromEntries(Object.keys(headers).map((name) => [name, true]));
  const options = resource.addMethod('OPTIONS', mockAnswer(headers, origins), {
    authorizationType: AuthorizationType.NONE,
    methodResponses: [{ statusCode: '204', responseParameters: declared }],
  });
  // The API's default scopes, for access tokens, must not apply here.
  Annotations.of(options).acknowledgeWarning('@aws-cdk/aws-apigateway:invalidAuthScope');
}

/** The constant headers, named and quoted for API Gateway. With several origins the one that may call is not constant. */
function answerHeaders(method: string, origins: CorsOrigins): Record<string, string> {
  const headers: Record<string, string> = {
    'Access-Control-Allow-Headers': ALLOWED_HEADERS,
    'Access-Control-Allow-Methods': `${method}, OPTIONS`,
    'Access-Control-Max-Age': String(MAX_AGE_SECONDS),
    ...(severalOf(origins) ? {} : { 'Access-Control-Allow-Origin': constantOrigin(origins) }),
    ...(origins === '*' ? {} : { Vary: 'Origin' }),
  };
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, `'${value}'`]));
}

function mockAnswer(headers: Record<string, string>, origins: CorsOrigins): MockIntegration {
  const several = severalOf(origins);
  return new MockIntegration({
    requestTemplates: { 'application/json': '{"statusCode": 204}' },
    integrationResponses: [
      {
        statusCode: '204',
        responseParameters: headers,
        ...(several ? { responseTemplates: { 'application/json': chooseOrigin(several) } } : {}),
      },
    ],
  });
}

/** The list, if it holds more than one origin. */
function severalOf(origins: CorsOrigins): readonly string[] | undefined {
  const list = originList(origins);
  return list !== '*' && list.length > 1 ? list : undefined;
}

/**
 * Compares whole strings and answers with the listed text, never with what was sent; for any other origin there is no header at all. The name of
 * a header keeps the client's case in API Gateway: `Origin` over HTTP/1.1, `origin` over HTTP/2.
 */
function chooseOrigin(origins: readonly string[]): string {
  const choices = origins.map(
    (origin, at) =>
      `#${at === 0 ? 'if' : 'elseif'}($origin == "${origin}")\n#set($context.responseOverride.header.Access-Control-Allow-Origin = "${origin}")\n`,
  );
  return [
    '#set($origin = $input.params().header.get("Origin"))\n',
    '#if(!$origin || $origin == "")\n#set($origin = $input.params().header.get("origin"))\n#end\n',
    ...choices,
    '#end\n',
  ].join('');
}
