import type { Template } from '../template/template';
import { contextVariables, type Exchange, type GatewayAnswer, substituteContext } from './exchange';
import { type GatewayRefusal, isRefusalType, type RefusalType } from './refusal';
import { headerOf } from './request';

interface GatewayResponseProperties {
  readonly ResponseType: string;
  readonly StatusCode?: string;
  readonly ResponseParameters?: Readonly<Record<string, string>>;
  readonly ResponseTemplates?: Readonly<Record<string, string>>;
}

/** What API Gateway answers when no gateway response is configured. */
const PLAIN_TEMPLATES = { 'application/json': '{"message":$context.error.messageString}' };

/** Answers of the gateway itself, worded by the template's gateway responses. */
export type GatewayResponses = (refusal: GatewayRefusal, exchange: Exchange) => GatewayAnswer;

export function readGatewayResponses(template: Template): GatewayResponses {
  const configured = template.all<GatewayResponseProperties>('AWS::ApiGateway::GatewayResponse').map(({ properties }) => properties);
  const byType = new Map(configured.map((response) => [response.ResponseType, response]));
  return (refusal, exchange) => {
    // A type that is not configured takes everything, also the status, from its default type.
    const fallback = refusal.defaultStatus < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX';
    return render(byType.get(refusal.type) ?? byType.get(fallback), refusal, exchange);
  };
}

/** The codes that the template's gateway responses answer with, each with the type of the first response that has it. */
export function codesOfGateway(template: Template): ReadonlyMap<string, RefusalType> {
  const coded = template.all<GatewayResponseProperties>('AWS::ApiGateway::GatewayResponse').flatMap(({ properties }) => {
    const [body = ''] = Object.values(properties.ResponseTemplates ?? {});
    const code = /"code":"([a-z-]+)"/.exec(body)?.[1];
    return code !== undefined && isRefusalType(properties.ResponseType) ? [[code, properties.ResponseType] as const] : [];
  });
  return new Map(coded.toReversed());
}

function render(response: GatewayResponseProperties | undefined, refusal: GatewayRefusal, exchange: Exchange): GatewayAnswer {
  const [contentType = '', template = ''] = Object.entries(response?.ResponseTemplates ?? PLAIN_TEMPLATES)[0] ?? [];
  const variables = contextVariables({ ...exchange, refusal: { type: refusal.type, message: refusal.message } });
  const own = Object.entries(response?.ResponseParameters ?? {}).flatMap(([target, source]) => header(target, source, exchange));
  const hasContentType = own.some(([name]) => name.toLowerCase() === 'content-type');
  return {
    status: Number(response?.StatusCode ?? refusal.defaultStatus),
    headers: [...(hasContentType ? [] : [['Content-Type', contentType] as const]), ['x-amzn-ErrorType', refusal.errorType], ...own],
    body: Buffer.from(substituteContext(template, variables, '')),
  };
}

function header(target: string, source: string, exchange: Exchange): (readonly [string, string])[] {
  const name = target.replace(/^gatewayresponse\.header\./, '');
  const quoted = /^'(.*)'$/s.exec(source)?.[1];
  if (quoted !== undefined) return [[name, quoted]];
  const mapped = /^method\.request\.header\.(.+)$/.exec(source)?.[1];
  const value = mapped === undefined ? undefined : headerOf(exchange.request, mapped);
  return value === undefined ? [] : [[name, value]];
}
