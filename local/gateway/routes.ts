import type { Resource, Template } from '../template/template';

/** Properties of `AWS::ApiGateway::Method`, as far as the gateway simulates them. */
export interface MethodProperties {
  readonly HttpMethod: string;
  readonly ResourceId: string;
  readonly AuthorizationType?: string;
  readonly AuthorizerId?: string;
  readonly AuthorizationScopes?: readonly string[];
  readonly ApiKeyRequired?: boolean;
  readonly RequestModels?: Readonly<Record<string, string>>;
  readonly RequestParameters?: Readonly<Record<string, boolean>>;
  readonly RequestValidatorId?: string;
  readonly Integration: IntegrationProperties;
}

export interface IntegrationProperties {
  readonly Type: string;
  readonly Uri?: string;
  readonly TimeoutInMillis?: number;
  readonly RequestTemplates?: Readonly<Record<string, string>>;
  readonly IntegrationResponses?: readonly IntegrationResponse[];
}

export interface IntegrationResponse {
  readonly StatusCode: string;
  readonly SelectionPattern?: string;
  readonly ResponseParameters?: Readonly<Record<string, string>>;
  readonly ResponseTemplates?: Readonly<Record<string, string>>;
}

/** One method on one resource. */
export interface Route {
  /** Resource path with its parameters, such as `/initialize/{workflowId}/info`. */
  readonly resource: string;
  readonly resourceId: string;
  readonly method: MethodProperties;
}

/** A route that a request was sent to, with the parameters of its path, decoded. */
export interface RouteMatch {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

interface ResourceProperties {
  readonly ParentId: string;
  readonly PathPart: string;
}

/**
 * All routes of the template's API.
 * @throws Error when a method asks for something that the local gateway does not simulate, because to ignore it would mislead.
 */
export function readRoutes(template: Template): Route[] {
  const resources = template.all<ResourceProperties>('AWS::ApiGateway::Resource');
  return template.all<MethodProperties>('AWS::ApiGateway::Method').map(({ properties }) => {
    const resource = pathOf(properties.ResourceId, resources);
    refuseUnplayed(properties, resource);
    return { resource, resourceId: properties.ResourceId, method: properties };
  });
}

/**
 * The route for a request. As on AWS, double slashes are not collapsed and one slash at the end does not count
 * (github.com/aws-powertools/powertools-lambda-python/issues/1552).
 * @param path Path as the client sent it, without the query.
 * @throws URIError when a parameter is not decodable.
 */
export function matchRoute(routes: readonly Route[], method: string, path: string): RouteMatch | undefined {
  const parts = path.replace(/(?<=.)\/$/, '').split('/');
  // A literal part is preferred to a parameter, part by part.
  const candidates = routes.filter(
    ({ resource, method: { HttpMethod } }) => (HttpMethod === method || HttpMethod === 'ANY') && isMatch(resource, parts),
  );
  const [route] = candidates.sort((one, other) => rank(one.resource).localeCompare(rank(other.resource)));
  return route && { route, parameters: parametersOf(route.resource, parts) };
}

function pathOf(resourceId: string, resources: readonly Resource<ResourceProperties>[]): string {
  const parts: string[] = [];
  let current = resources.find(({ id }) => id === resourceId);
  while (current !== undefined) {
    const { ParentId, PathPart } = current.properties;
    parts.unshift(PathPart);
    current = resources.find(({ id }) => id === ParentId);
  }
  return `/${parts.join('/')}`;
}

function refuseUnplayed({ ApiKeyRequired, AuthorizationType = 'NONE', Integration }: MethodProperties, resource: string): void {
  const unsimulated = [
    ...(ApiKeyRequired === true ? ['an API key'] : []),
    ...(['NONE', 'COGNITO_USER_POOLS', 'AWS_IAM'].includes(AuthorizationType) ? [] : [`authorization ${AuthorizationType}`]),
    ...(['AWS_PROXY', 'MOCK'].includes(Integration.Type) ? [] : [`an integration of type ${Integration.Type}`]),
    ...(resource.includes('+}') ? ['a greedy path parameter'] : []),
  ];
  if (unsimulated.length > 0) throw new Error(`${resource} uses ${unsimulated.join(' and ')}, which the local gateway does not simulate.`);
}

function isMatch(resource: string, parts: readonly string[]): boolean {
  const wanted = resource.split('/');
  return wanted.length === parts.length && wanted.every((part, index) => (isParameter(part) ? parts[index] !== '' : part === parts[index]));
}

function parametersOf(resource: string, parts: readonly string[]): Record<string, string> {
  const wanted = resource.split('/').map((part, index) => [part, parts[index] ?? ''] as const);
  return Object.fromEntries(
    wanted.filter(([part]) => isParameter(part)).map(([part, value]) => [part.slice(1, -1), decodeURIComponent(value)]),
  );
}

function rank(resource: string): string {
  return resource
    .split('/')
    .map((part) => (isParameter(part) ? '1' : '0'))
    .join('');
}

function isParameter(part: string): boolean {
  return part.startsWith('{');
}
