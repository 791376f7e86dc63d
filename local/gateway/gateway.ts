import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { LambdaService } from '../function/lambda-service';
import { functionBehind } from '../template/function-definition';
import type { Template } from '../template/template';
import { readAccessLog } from './access-log';
import { type Authorizer, readAuthorizer } from './callers/authorizer';
import { readResourcePolicy } from './callers/policy';
import type { Signer } from './callers/signature';
import { type SignatureCheck, signatureCheck } from './callers/signed-caller';
import { createEvent } from './event';
import type { Exchange, GatewayAnswer } from './exchange';
import { answerMock } from './mock-integration';
import { answerProxy } from './proxy-integration';
import { GatewayRefusal } from './refusal';
import { beginRequest, type GatewayRequest, HEADER_BYTES, headerBytes, readBody } from './request';
import { readRequestCheck } from './request-model';
import { readGatewayResponses } from './responses';
import { matchRoute, type Route, type RouteMatch, readRoutes } from './routes';
import { apiNames, readStage } from './stage';
import { createThrottle } from './throttle';

export interface GatewayOptions {
  /** Where the user pool's public keys are. */
  readonly cognitoEndpoint: string;
  /** Variables of the function in addition to the template's own; they win. */
  readonly functionEnvironment: Readonly<Record<string, string>>;
  /** Who may sign requests. @default no one */
  readonly signers?: readonly Signer[];
  /** What a request is answered with instead, because that was told: by the function, or by the gateway itself. @default nothing */
  readonly told?: (request: GatewayRequest) => GatewayAnswer | GatewayRefusal | undefined;
  readonly logFunction: (line: string) => void;
  /** Called with how far a request has come, before it goes on. @default none */
  readonly onStep?: (step: GatewayStep, exchange: Exchange) => void;
  /** Called with every request that was answered, with its line in the access log. */
  readonly onAnswered: (exchange: Exchange, accessLogLine: string | undefined) => void;
}

/** A request was read to its end; its caller was verified, or its method asks for none; it is passed to the function. */
export type GatewayStep = 'received' | 'authorized' | 'invoked';

/** The API that a template describes. */
export interface Gateway {
  readonly listener: RequestListener;
  /** Ends the function's processes. */
  stop(): Promise<void>;
}

/**
 * Simulates API Gateway in front of the functions: everything that it decides is read from the template. Not simulated: WAF, caching,
 * usage plans, mapping templates in front of a function, binary media types.
 * @throws Error when the template asks for what is not simulated.
 */
export function createGateway(template: Template, options: GatewayOptions): Gateway {
  const stage = readStage(template);
  const routes = readRoutes(template);
  const functions = startFunctions(routes, template, options);
  const respond = readGatewayResponses(template);
  const accessLog = readAccessLog(stage);
  const steps = {
    routes,
    functions,
    throttle: createThrottle(stage),
    authorize: readAuthorizer(template, options.cognitoEndpoint),
    signature: signatureCheck(options.signers ?? [], readResourcePolicy(template)),
    check: readRequestCheck(template),
    told: options.told ?? (() => undefined),
    onStep: options.onStep ?? (() => undefined),
  };
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const exchange: Exchange = { api: apiNames(stage), request: beginRequest(request) };
    try {
      exchange.request = { ...exchange.request, body: await readBody(request) };
      steps.onStep('received', exchange);
      exchange.answer = headerBytes(exchange.request) > HEADER_BYTES ? TOO_LARGE_HEADERS : await answer(exchange, steps);
    } catch (error) {
      if (!(error instanceof GatewayRefusal)) throw error;
      exchange.refusal = { type: error.type, message: error.message };
      exchange.answer = respond(error, exchange);
    }
    send(response, exchange.request, exchange.answer);
    options.onAnswered(exchange, accessLog(exchange));
  };
  return {
    listener: (request, response) => void handle(request, response).catch(() => response.destroy()),
    stop: async () => void (await Promise.all([...new Set(functions.values())].map((service) => service.stop()))),
  };
}

/** API Gateway has no response type for it, so no template decides it: what AWS writes there is neither ours nor documented. */
const TOO_LARGE_HEADERS: GatewayAnswer = {
  status: 431,
  headers: [['Content-Type', 'application/json']],
  body: Buffer.from(JSON.stringify({ message: 'Request Header Fields Too Large' })),
};

interface Steps {
  readonly routes: readonly Route[];
  readonly functions: ReadonlyMap<string, LambdaService>;
  readonly throttle: (route: Route) => void;
  readonly authorize: Authorizer;
  readonly signature: SignatureCheck;
  readonly check: ReturnType<typeof readRequestCheck>;
  readonly told: NonNullable<GatewayOptions['told']>;
  readonly onStep: NonNullable<GatewayOptions['onStep']>;
}

async function answer(exchange: Exchange, steps: Steps): Promise<GatewayAnswer> {
  const { request } = exchange;
  const match = findRoute(exchange, steps.routes);
  const { method } = match.route;
  exchange.match = match;
  // A browser asks before its request; what was told is for the request.
  const told = method.Integration.Type === 'MOCK' ? undefined : steps.told(request);
  if (told !== undefined) return answerAsTold(exchange, told);
  steps.throttle(match.route);
  exchange.claims = await steps.authorize(method, request);
  exchange.signer = await steps.signature(method, request);
  steps.onStep('authorized', exchange);
  steps.check(method, request);
  if (method.Integration.Type === 'MOCK') return answerMock(method.Integration, request);
  const service = steps.functions.get(method.Integration.Uri ?? '') as LambdaService;
  const event = createEvent(exchange, match);
  steps.onStep('invoked', exchange);
  return answerProxy(exchange, service.invoke(event), method.Integration.TimeoutInMillis);
}

function answerAsTold(exchange: Exchange, told: GatewayAnswer | GatewayRefusal): GatewayAnswer {
  exchange.isTold = true;
  if (told instanceof GatewayRefusal) throw told;
  return told;
}

function findRoute({ request }: Exchange, routes: readonly Route[]): RouteMatch {
  let match: RouteMatch | undefined;
  try {
    match = matchRoute(routes, request.method, request.path);
  } catch {
    throw new GatewayRefusal('DEFAULT_4XX', 'Bad Request');
  }
  // API Gateway takes an unknown route for a request of another kind that is not signed.
  if (match === undefined) throw new GatewayRefusal('MISSING_AUTHENTICATION_TOKEN', 'Missing Authentication Token');
  return match;
}

function startFunctions(routes: readonly Route[], template: Template, options: GatewayOptions): Map<string, LambdaService> {
  const uris = new Set(
    routes.filter(({ method }) => method.Integration.Type === 'AWS_PROXY').map(({ method }) => method.Integration.Uri ?? ''),
  );
  const services = new Map<string, LambdaService>();
  return new Map(
    [...uris].map((uri) => {
      const definition = functionBehind(uri, template);
      const service =
        services.get(definition.arn) ??
        new LambdaService({ definition, environment: options.functionEnvironment, log: options.logFunction });
      services.set(definition.arn, service);
      return [uri, service];
    }),
  );
}

function send(response: ServerResponse, { id, extendedId }: GatewayRequest, { status, headers, body }: GatewayAnswer): void {
  const grouped = Map.groupBy(headers, ([name]) => name);
  for (const [name, values] of grouped)
    response.setHeader(
      name,
      values.map(([, value]) => value),
    );
  response.setHeader('x-amzn-RequestId', id);
  response.setHeader('x-amz-apigw-id', extendedId);
  if (status !== 204 && status !== 304) response.setHeader('Content-Length', body.length);
  response.writeHead(status).end(body);
}
