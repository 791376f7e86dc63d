import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { JwtExpiredError } from 'aws-jwt-verify/error';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import type { CognitoAccessTokenPayload, CognitoIdTokenPayload } from 'aws-jwt-verify/jwt-model';
import type { Template } from '../../template/template';
import type { Claims } from '../exchange';
import { GatewayRefusal } from '../refusal';
import { type GatewayRequest, headerOf } from '../request';
import type { MethodProperties } from '../routes';

interface AuthorizerProperties {
  readonly IdentitySource?: string;
  readonly IdentityValidationExpression?: string;
  readonly ProviderARNs: readonly string[];
}

type Payload = CognitoIdTokenPayload | CognitoAccessTokenPayload;

/** Says who calls, or refuses. Undefined for a method without authorization. */
export type Authorizer = (method: MethodProperties, request: GatewayRequest) => Promise<Claims | undefined>;

/**
 * The template's Cognito authorizers: signature, issuer, expiry and kind of token are verified strictly, the audience by the
 * authorizer's own expression. Without scopes on the method an ID token is expected, with scopes an access token that has one
 * of them (docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-enable-cognito-user-pool.html).
 * @param cognitoEndpoint Where the pool's public keys are read from; nothing is ever fetched from AWS.
 */
export function readAuthorizer(template: Template, cognitoEndpoint: string): Authorizer {
  const authorizers = new Map(
    template
      .all<AuthorizerProperties>('AWS::ApiGateway::Authorizer')
      .map(({ id, properties }) => [template.reference(id), createAuthorizer(properties, cognitoEndpoint)]),
  );
  return async (method, request) => {
    if (method.AuthorizationType !== 'COGNITO_USER_POOLS') return undefined;
    const authorize = authorizers.get(method.AuthorizerId ?? '');
    if (authorize === undefined) throw new Error(`The template has no authorizer ${method.AuthorizerId}.`);
    return claimsOf(await authorize(method, request));
  };
}

function createAuthorizer(properties: AuthorizerProperties, endpoint: string) {
  const verify = createVerifier(properties.ProviderARNs, endpoint);
  const source = properties.IdentitySource?.replace('method.request.header.', '') ?? 'Authorization';
  return async (method: MethodProperties, request: GatewayRequest): Promise<Payload> => {
    const token = headerOf(request, source)?.replace(/^Bearer +/i, '');
    if (token === undefined || token === '') throw unauthorized();
    const payload = await verify(token, method.AuthorizationScopes ?? []).catch((error: unknown) => {
      throw unauthorized(error instanceof JwtExpiredError ? 'The incoming token has expired' : undefined);
    });
    const expression = properties.IdentityValidationExpression;
    // An access token has no audience, so it matches no expression.
    if (expression && !new RegExp(`^(?:${expression})$`).test(String(payload.aud ?? ''))) throw unauthorized();
    return payload;
  };
}

function createVerifier(poolArns: readonly string[], endpoint: string) {
  const fetcher = { fetch: async (uri: string) => (await fetch(`${endpoint}${new URL(uri).pathname}`)).arrayBuffer() };
  const jwksCache = new SimpleJwksCache({ fetcher });
  const pools = poolArns.map((arn) => ({ userPoolId: arn.split('/').at(-1) ?? '', clientId: null }));
  const idTokens = CognitoJwtVerifier.create(
    pools.map((pool) => ({ ...pool, tokenUse: 'id' as const })),
    { jwksCache },
  );
  const accessTokens = CognitoJwtVerifier.create(
    pools.map((pool) => ({ ...pool, tokenUse: 'access' as const })),
    { jwksCache },
  );
  return async (token: string, scopes: readonly string[]): Promise<Payload> =>
    scopes.length === 0 ? idTokens.verify(token) : accessTokens.verify(token, { scope: [...scopes] });
}

function unauthorized(message = 'Unauthorized'): GatewayRefusal {
  return new GatewayRefusal('UNAUTHORIZED', message);
}

/** Claims become strings, of any JSON type, and two of the times are written out (github.com/aws-amplify/amplify-js, cognito-identity-js issue 92). */
function claimsOf(payload: Payload): Claims {
  return Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, claimText(name, value)]));
}

function claimText(name: string, value: unknown): string {
  if ((name === 'exp' || name === 'iat') && typeof value === 'number') return javaDate(value);
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

/** `Fri Jul 29 18:52:53 UTC 2016` */
function javaDate(seconds: number): string {
  const [weekday = '', day, month, year, time] = new Date(seconds * 1000).toUTCString().split(' ');
  return `${weekday.replace(',', '')} ${month} ${day} ${time} UTC ${year}`;
}
