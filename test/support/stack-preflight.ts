import { Compile, parse } from 'velocityjs';

/** What a MOCK integration answers to OPTIONS, with the template run as API Gateway runs it: the headers of the answer. */
// biome-ignore lint/suspicious/noExplicitAny: the properties of a method, as the template has them.
export function preflight({ Integration }: any, requestHeaders: Readonly<Record<string, string>>): Record<string, string> {
  const [response] = Integration.IntegrationResponses;
  const constant = Object.entries<string>(response.ResponseParameters).map(([name, value]) => [
    name.replace('method.response.header.', ''),
    value.slice(1, -1),
  ]);
  const context = { responseOverride: { header: {} as Record<string, string> } };
  const template = response.ResponseTemplates?.['application/json'];
  if (template !== undefined) {
    new Compile(parse(template)).render({
      context,
      input: { params: () => ({ header: { get: (name: string) => requestHeaders[name] } }) },
    });
  }
  return { ...Object.fromEntries(constant), ...context.responseOverride.header };
}
