import { OPERATIONS } from '../../contract/operations';
import { concrete } from '../support/stack-policies';
import { preflight } from '../support/stack-preflight';
import { checked, EXISTING, synthesize, synthesizeStage } from '../support/template';

const several = synthesizeStage('existing', EXISTING);
const single = synthesizeStage('dev');
const any = synthesizeStage('local');
const access = synthesize(
  checked({
    callers: { pool: { new: {} }, tokens: 'access', scopes: ['aws.cognito.signin.user.admin'] },
    api: { loggingRole: 'managed-here' },
  }),
);

test('has exactly the routes of the operations table, each with OPTIONS', () => {
  const resources = several.resources;
  const pathOf = (id: string): string => {
    const { PathPart, ParentId } = resources[id]?.Properties ?? {};
    return PathPart === undefined ? '' : `${ParentId.Ref === undefined ? '' : pathOf(ParentId.Ref)}/${PathPart}`;
  };
  const routes = several
    .of('AWS::ApiGateway::Method')
    .map(([, { Properties }]) => `${Properties.HttpMethod} ${pathOf(Properties.ResourceId.Ref)}`);
  const wanted = OPERATIONS.flatMap(({ method, resources: paths }) => paths.flatMap((path) => [`${method} ${path}`, `OPTIONS ${path}`]));
  expect(routes.sort()).toEqual(wanted.sort());
});

describe('gateway responses', () => {
  const STATUS: Readonly<Record<string, string>> = {
    DEFAULT_4XX: '400',
    DEFAULT_5XX: '500',
    RESOURCE_NOT_FOUND: '404',
    UNAUTHORIZED: '401',
    INVALID_API_KEY: '403',
    ACCESS_DENIED: '403',
    AUTHORIZER_FAILURE: '500',
    AUTHORIZER_CONFIGURATION_ERROR: '500',
    INVALID_SIGNATURE: '403',
    EXPIRED_TOKEN: '403',
    MISSING_AUTHENTICATION_TOKEN: '404',
    INTEGRATION_FAILURE: '504',
    INTEGRATION_TIMEOUT: '504',
    API_CONFIGURATION_ERROR: '500',
    UNSUPPORTED_MEDIA_TYPE: '415',
    BAD_REQUEST_PARAMETERS: '400',
    BAD_REQUEST_BODY: '400',
    REQUEST_TOO_LARGE: '413',
    THROTTLED: '429',
    QUOTA_EXCEEDED: '429',
    WAF_FILTERED: '403',
  };
  const responses = new Map(
    several.of('AWS::ApiGateway::GatewayResponse').map(([, { Properties }]) => [Properties.ResponseType, Properties]),
  );

  test('there is one for each of the 21 types', () => expect([...responses.keys()].sort()).toEqual(Object.keys(STATUS).sort()));

  test.each(Object.entries(STATUS))('%s answers %s with a problem that says so', (type, status) => {
    const { StatusCode, ResponseParameters, ResponseTemplates } = responses.get(type);
    expect(StatusCode).toBe(status);
    expect(ResponseParameters).toMatchObject({
      'gatewayresponse.header.Content-Type': "'application/problem+json'",
      'gatewayresponse.header.Cache-Control': "'no-store'",
      'gatewayresponse.header.Access-Control-Allow-Origin': "'*'",
    });
    const body = ResponseTemplates['application/json']
      .replace('$context.error.messageString', '"a message"')
      .replace('$context.extendedRequestId', 'id-1');
    const { code, ...problem } = JSON.parse(body);
    expect(problem).toEqual({
      type: `urn:face-match-proxy:problem:${code}`,
      title: expect.any(String),
      status: Number(status),
      detail: expect.any(String),
      requestId: 'id-1',
    });
    expect(code).toMatch(/^[a-z][a-z-]+$/);
  });

  test('none shows what the caller sent: where API Gateway quotes the token, the sentence is ours', () => {
    for (const { ResponseTemplates } of responses.values()) {
      const used = ResponseTemplates['application/json'].match(/\$\w+(?:\.\w+)*/g);
      expect(['$context.error.messageString', '$context.extendedRequestId']).toEqual(expect.arrayContaining(used));
    }
    for (const type of ['MISSING_AUTHENTICATION_TOKEN', 'INVALID_SIGNATURE', 'ACCESS_DENIED', 'DEFAULT_4XX', 'DEFAULT_5XX']) {
      expect(responses.get(type).ResponseTemplates['application/json']).not.toContain('messageString');
    }
  });

  test('a throttled caller learns when to come back', () => {
    expect(responses.get('THROTTLED').ResponseParameters['gatewayresponse.header.Retry-After']).toBe("'1'");
  });

  test('a single allowed origin is the one in the answers', () => {
    for (const [, { Properties }] of single.of('AWS::ApiGateway::GatewayResponse')) {
      expect(Properties.ResponseParameters['gatewayresponse.header.Access-Control-Allow-Origin']).toBe("'http://localhost:3000'");
    }
  });
});

describe('preflight', () => {
  const options = (stage: typeof several) => stage.one('AWS::ApiGateway::Method', /^ProxyApitransactionOPTIONS/);

  test.each<[string | undefined, string | undefined]>([
    ['https://bank.test', 'https://bank.test'],
    ['https://www.bank.test:8443', 'https://www.bank.test:8443'],
    ['https://www.bank.test', undefined],
    ['https://bankXtest', undefined],
    ['https://bank.test.evil.test', undefined],
    ['https://bank.test/', undefined],
    ['null', undefined],
    [undefined, undefined],
  ])('with a list of origins, %s gets %s', (origin, answer) => {
    expect(preflight(options(several), origin === undefined ? {} : { Origin: origin })['Access-Control-Allow-Origin']).toBe(answer);
    expect(preflight(options(several), origin === undefined ? {} : { origin })['Access-Control-Allow-Origin']).toBe(answer);
  });

  test('a list varies by origin; one origin and any origin are constant', () => {
    expect(preflight(options(several), {}).Vary).toBe('Origin');
    expect(preflight(options(single), {})).toMatchObject({ 'Access-Control-Allow-Origin': 'http://localhost:3000', Vary: 'Origin' });
    expect(preflight(options(any), {})).toMatchObject({ 'Access-Control-Allow-Origin': '*' });
  });

  test('allows the resource’s own method and, by name, Authorization, which no wildcard covers', () => {
    expect(preflight(options(any), {})).toMatchObject({
      'Access-Control-Allow-Methods': 'POST, OPTIONS',
      'Access-Control-Allow-Headers': 'Authorization, Content-Type, *',
      'Access-Control-Max-Age': '7200',
    });
  });
});

describe('the authorizer', () => {
  test('takes ID tokens of the named clients alone, by an anchored expression, and remembers no answer', () => {
    const authorizer = several.one('AWS::ApiGateway::Authorizer');
    expect(authorizer).toMatchObject({
      Type: 'COGNITO_USER_POOLS',
      AuthorizerResultTtlInSeconds: 0,
      IdentityValidationExpression: '^(webclient1|mobileclient2)$',
    });
    const client = single.of('AWS::Cognito::UserPoolClient')[0]?.[0];
    expect(concrete(single.one('AWS::ApiGateway::Authorizer').IdentityValidationExpression, single.resources)).toBe(`^(${client})$`);
  });

  test('takes access tokens by scope on every method, since they have no audience', () => {
    expect(access.one('AWS::ApiGateway::Authorizer').IdentityValidationExpression).toBeUndefined();
    for (const [, { Properties }] of access.of('AWS::ApiGateway::Method')) {
      expect(Properties.AuthorizationScopes).toEqual(Properties.HttpMethod === 'OPTIONS' ? undefined : ['aws.cognito.signin.user.admin']);
    }
  });
});

test('checks that a transaction is a JSON object with any content type, and lets a cancel come without a body', () => {
  for (const [id, { Properties }] of several.of('AWS::ApiGateway::Method')) {
    if (!/POST/.test(Properties.HttpMethod) || !id.includes('transaction')) expect(Properties.RequestModels).toBeUndefined();
    else
      expect(Properties).toMatchObject({
        RequestModels: { $default: { Ref: expect.any(String) } },
        RequestValidatorId: { Ref: expect.any(String) },
      });
  }
  expect(several.one('AWS::ApiGateway::Model').Schema).toEqual({ $schema: 'http://json-schema.org/draft-04/schema#', type: 'object' });
  expect(several.one('AWS::ApiGateway::RequestValidator')).toMatchObject({ ValidateRequestBody: true });
});

describe('the stage', () => {
  const stage = several.one('AWS::ApiGateway::Stage');

  test('throttles, counts, and traces no data', () => {
    expect(stage.MethodSettings).toEqual([
      {
        HttpMethod: '*',
        ResourcePath: '/*',
        DataTraceEnabled: false,
        LoggingLevel: 'ERROR',
        MetricsEnabled: true,
        ThrottlingRateLimit: 50,
        ThrottlingBurstLimit: 100,
      },
    ]);
    expect(any.one('AWS::ApiGateway::Stage', /^ProxyApi/).MethodSettings[0]).toMatchObject({
      ThrottlingRateLimit: 100,
      ThrottlingBurstLimit: 200,
    });
  });

  test('logs JSON without claims, and without any text that a caller can shape', () => {
    const fields = JSON.parse(stage.AccessLogSetting.Format);
    expect(fields).toMatchObject({
      requestId: '$context.extendedRequestId',
      status: '$context.status',
      resourcePath: '$context.resourcePath',
      errorResponseType: '$context.error.responseType',
    });
    expect(stage.AccessLogSetting.Format).not.toMatch(
      /claims|principalId|userAgent|domainName|xrayTraceId|authorize\.error|integration\.error|error\.message|validationError|context\.path"|context\.requestId|querystring|\bheader/,
    );
  });

  test('is regional, and waits for the logging role where the stack makes one', () => {
    expect(several.one('AWS::ApiGateway::RestApi')).toMatchObject({
      EndpointConfiguration: { Types: ['REGIONAL'] },
      DisableExecuteApiEndpoint: false,
    });
    const [accountId, account] = access.of('AWS::ApiGateway::Account')[0] ?? [];
    expect(account).toMatchObject({ DeletionPolicy: 'Retain' });
    expect(access.of('AWS::ApiGateway::Stage')[0]?.[1].DependsOn).toContain(accountId);
    expect(access.of('AWS::IAM::Role').filter(([id]) => id.includes('LoggingRole'))[0]?.[1]).toMatchObject({ DeletionPolicy: 'Retain' });
    expect(several.of('AWS::ApiGateway::Account')).toEqual([]);
  });
});
