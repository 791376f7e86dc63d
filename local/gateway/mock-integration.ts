import { Compile, parse } from 'velocityjs';
import type { GatewayAnswer } from './exchange';
import { type GatewayRequest, headerOf } from './request';
import type { IntegrationProperties, IntegrationResponse } from './routes';

/** What a template may change about the response. */
interface ResponseOverride {
  readonly header: Record<string, string>;
  status?: number;
}

/**
 * Answers without an integration, as the preflight methods do: the request template names a status, which selects the response,
 * and the response's parameters and template make the answer.
 */
export function answerMock(integration: IntegrationProperties, request: GatewayRequest): GatewayAnswer {
  const selected = selectResponse(integration, request);
  const override: ResponseOverride = { header: {} };
  const [contentType, template = ''] = Object.entries(selected.ResponseTemplates ?? {})[0] ?? [];
  const body = render(template, request, override).trim();
  const headers = new Map<string, string>(contentType === undefined ? [] : [['Content-Type', contentType]]);
  for (const [target, source] of Object.entries(selected.ResponseParameters ?? {})) {
    const quoted = /^'(.*)'$/s.exec(source)?.[1];
    if (quoted !== undefined) headers.set(target.replace('method.response.header.', ''), quoted);
  }
  for (const [name, value] of Object.entries(override.header)) headers.set(name, value);
  return { status: override.status ?? Number(selected.StatusCode), headers: [...headers], body: Buffer.from(body) };
}

function selectResponse(integration: IntegrationProperties, request: GatewayRequest): IntegrationResponse {
  const template = Object.values(integration.RequestTemplates ?? {})[0] ?? '';
  // The template's result is JSON of a loose kind: names without quotes are accepted.
  const status = /["']?statusCode["']?\s*:\s*(\d{3})/.exec(render(template, request, { header: {} }))?.[1] ?? '200';
  const responses = integration.IntegrationResponses ?? [];
  const selected =
    responses.find(({ SelectionPattern }) => SelectionPattern && new RegExp(`^(?:${SelectionPattern})$`).test(status)) ??
    responses.find(({ SelectionPattern }) => !SelectionPattern);
  if (selected === undefined) throw new Error(`No integration response is selected by status ${status}.`);
  return selected;
}

function render(template: string, request: GatewayRequest, responseOverride: ResponseOverride): string {
  // A header that was not sent is an empty string, which the templates compare with; names count without regard to case.
  const header = { get: (name: string) => headerOf(request, name) ?? '' };
  const querystring = { get: (name: string) => request.query.get(name) ?? '' };
  const params = (name?: string) => (name === undefined ? { header, querystring } : header.get(name) || querystring.get(name));
  return new Compile(parse(template)).render({ input: { params }, context: { requestId: request.id, responseOverride } });
}
