import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

interface Media {
  readonly schema: object;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

interface ResponseObject {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { readonly required?: boolean }>>;
  readonly content?: Readonly<Record<string, Media>>;
}

/** A response, and where in the document it is. */
interface Found {
  readonly response: ResponseObject;
  readonly place: readonly string[];
}

interface Operation {
  readonly operationId: string;
  readonly security?: readonly object[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, ResponseObject | { readonly $ref: string }>>;
}

const METHODS = ['get', 'post', 'options'] as const;
type Method = (typeof METHODS)[number];

/** What a program reads of an answer. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export async function answerOf(response: Promise<Response>): Promise<Answer> {
  const { status, headers } = await response;
  return { status, headers, text: await (await response).text() };
}

/** A document of docs/openapi/, and a judge of requests and answers by its own schemas. */
export class OpenApi {
  readonly file: string;
  readonly document: {
    readonly paths: Readonly<Record<string, Readonly<Partial<Record<Method, Operation>>>>>;
    readonly components: { readonly responses: Readonly<Record<string, ResponseObject>> };
  };
  private readonly ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }));

  constructor(name: 'proxy' | 'verdicts') {
    this.file = path.join(__dirname, '..', '..', 'docs', 'openapi', `${name}.json`);
    this.document = JSON.parse(readFileSync(this.file, 'utf8'));
    this.ajv.addSchema(this.document, 'api');
  }

  /** Every operation, as `POST /transaction`. */
  get operations(): (readonly [name: string, operation: Operation])[] {
    return Object.entries(this.document.paths).flatMap(([route, item]) =>
      METHODS.flatMap((method) => {
        const operation = item[method];
        return operation === undefined ? [] : [[`${method.toUpperCase()} ${route}`, operation] as const];
      }),
    );
  }

  /** The problems that a response of an operation shows as examples, by their codes. */
  examples(operation: string, status: string): Readonly<Record<string, { readonly value: unknown }>> {
    const [method = '', route = ''] = operation.split(' ');
    return this.response(method, route, status)?.response.content?.['application/problem+json']?.examples ?? {};
  }

  /** What is wrong with an answer by the words of the document: nothing, if it says what came. */
  faults(method: string, route: string, { status, headers, text }: Answer): readonly string[] {
    const found = [String(status), `${Math.floor(status / 100)}XX`, 'default'].flatMap((key) => this.response(method, route, key) ?? [])[0];
    if (found === undefined) return [`no response for ${status}`];
    const { headers: named = {}, content } = found.response;
    const missing = Object.entries(named).flatMap(([name, { required }]) => (required && !headers.has(name) ? [`no header ${name}`] : []));
    if (content === undefined) return text === '' ? missing : [...missing, 'a body where none is'];
    const type = (headers.get('content-type') ?? '').split(';')[0] ?? '';
    const media = [type, '*/*'].find((each) => content[each] !== undefined);
    if (media === undefined) return [...missing, `no content of ${type} for ${status}`];
    return [...missing, ...this.check([...found.place, 'content', media, 'schema'], JSON.parse(text))];
  }

  /** What is wrong with the body of a request. */
  faultsOfRequest(method: string, route: string, body: unknown): readonly string[] {
    return this.check(['paths', route, method.toLowerCase(), 'requestBody', 'content', 'application/json', 'schema'], body);
  }

  private response(method: string, route: string, key: string): Found | undefined {
    const operation = this.document.paths[route]?.[method.toLowerCase() as Method];
    if (operation === undefined) throw new Error(`The document has no ${method} ${route}.`);
    const response = operation.responses[key];
    if (response === undefined || !('$ref' in response)) {
      return response && { response, place: ['paths', route, method.toLowerCase(), 'responses', key] };
    }
    const name = response.$ref.replace('#/components/responses/', '');
    return { response: this.document.components.responses[name] as ResponseObject, place: ['components', 'responses', name] };
  }

  private check(place: readonly string[], value: unknown): string[] {
    const pointer = place.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
    const validate = this.ajv.getSchema(`api#/${pointer}`) as ValidateFunction;
    return validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`);
  }
}
