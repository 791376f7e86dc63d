import type { Resource, Template } from './template';

/** The REST APIs of a template: what the SDKs call and, where verdicts are asked for, what the backend calls. */
export interface Apis {
  readonly proxy: Template;
  readonly verdicts: Template | undefined;
}

/** Each API as a template of its own. The backend's is the one whose address is the output `VerdictsUrl`. */
export function readApis(template: Template): Apis {
  if (!template.hasOutput('VerdictsUrl')) return { proxy: template, verdicts: undefined };
  const { hostname } = new URL(template.output('VerdictsUrl'));
  const isAsked = (api: string) => hostname.startsWith(`${api.toLowerCase()}.`);
  return { proxy: partOf(template, (api) => !isAsked(api)), verdicts: partOf(template, isAsked) };
}

/** Without the parts of API Gateway that belong to another API. */
function partOf(template: Template, isWanted: (api: string) => boolean): Template {
  return {
    ...template,
    all: <Properties>(type: string): Resource<Properties>[] =>
      template.all<Properties>(type).filter(({ id, properties }) => {
        if (type === 'AWS::ApiGateway::RestApi') return isWanted(template.reference(id));
        const { RestApiId: api } = properties as { readonly RestApiId?: string };
        return api === undefined || isWanted(api);
      }),
  };
}
