import Ajv, { type ValidateFunction } from 'ajv-draft-04';
import type { Template } from '../template/template';
import { GatewayRefusal } from './refusal';
import { type GatewayRequest, headerOf } from './request';
import type { MethodProperties } from './routes';

interface ValidatorProperties {
  readonly ValidateRequestBody?: boolean;
  readonly ValidateRequestParameters?: boolean;
}

interface ModelProperties {
  readonly Name?: string;
  readonly Schema: object;
}

/** Refuses a request that its method's validator does not accept. */
export type RequestCheck = (method: MethodProperties, request: GatewayRequest) => void;

/** The template's request validators and models; API Gateway's models are JSON Schema draft 4. */
export function readRequestCheck(template: Template): RequestCheck {
  const validators = new Map(
    template
      .all<ValidatorProperties>('AWS::ApiGateway::RequestValidator')
      .map(({ id, properties }) => [template.reference(id), properties]),
  );
  const ajv = new Ajv({ strict: false });
  const models = new Map<string, ValidateFunction>(
    template
      .all<ModelProperties>('AWS::ApiGateway::Model')
      .map(({ id, properties }) => [properties.Name ?? template.reference(id), ajv.compile(properties.Schema)]),
  );
  return (method, request) => {
    const validator = validators.get(method.RequestValidatorId ?? '');
    if (validator?.ValidateRequestParameters === true) checkParameters(method, request);
    if (validator?.ValidateRequestBody === true) checkBody(method, request, models);
  };
}

function checkParameters(method: MethodProperties, request: GatewayRequest): void {
  const required = Object.entries(method.RequestParameters ?? {}).filter(([, isRequired]) => isRequired);
  const missing = required.filter(([source]) => {
    const [, , kind, name = ''] = source.split('.');
    if (kind === 'header') return headerOf(request, name) === undefined;
    return kind === 'querystring' && !request.query.has(name);
  });
  if (missing.length === 0) return;
  const names = missing.map(([source]) => source.split('.').at(-1));
  throw new GatewayRefusal('BAD_REQUEST_PARAMETERS', `Missing required request parameters: [${names.join(', ')}]`);
}

/** The model is chosen by content type; `$default` stands for every type that is not named. */
function checkBody(method: MethodProperties, request: GatewayRequest, models: ReadonlyMap<string, ValidateFunction>): void {
  const contentType = (headerOf(request, 'content-type') ?? 'application/json').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const name = method.RequestModels?.[contentType] ?? method.RequestModels?.$default;
  const model = name === undefined ? undefined : models.get(name);
  if (model === undefined) return;
  if (!model(parse(request.body))) throw invalidBody();
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw invalidBody();
  }
}

function invalidBody(): GatewayRefusal {
  return new GatewayRefusal('BAD_REQUEST_BODY', 'Invalid request body');
}
