import { version } from '../../../package.json';

/** A part of a document. */
export type JsonMap = Readonly<Record<string, unknown>>;

export interface DocumentParts {
  readonly title: string;
  readonly description: string;
  /** Where the API is: a variable of the document, with the address on a laptop. */
  readonly server: { readonly description: string; readonly local: string };
  readonly security: { readonly name: string; readonly scheme: JsonMap };
  readonly paths: JsonMap;
  readonly responses: JsonMap;
  readonly schemas: JsonMap;
}

/** An OpenAPI document, as JSON text. */
export function documentText({ title, description, server, security, paths, responses, schemas }: DocumentParts): string {
  const document = {
    openapi: '3.1.1',
    info: { title, version, description, license: { name: 'Apache License 2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '{address}', variables: { address: { default: server.local, description: server.description } } }],
    security: [{ [security.name]: [] }],
    paths,
    components: { responses, schemas, securitySchemes: { [security.name]: security.scheme } },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
