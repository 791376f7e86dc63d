import { request as httpRequest, type IncomingMessage } from 'node:http';
import { ConsoleFault, readText } from './body';

/** A request as the page describes it: any method, path, headers and body, to the local API and to nothing else. */
interface RelayedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What the API answered. */
export interface RelayedAnswer {
  readonly status: number;
  /** API Gateway's id of the request, which is that of its trace; undefined for what is refused before it is read. */
  readonly id?: string;
  readonly content: Buffer;
}

/** What a connection needs and a relay writes itself; anyone who could write them could make two requests of one (RFC 9112, section 11.2). */
const OWN_HEADERS = /^(host|connection|content-length|transfer-encoding|te|trailer|upgrade|expect|keep-alive|proxy-.*)$/i;

/**
 * Sends what the page asks for to the local API. A browser would let the page do it only if `cors.origins` named the console, whose port is
 * another at each start.
 * @param api Base URL of the local API; no part of the page's request can name another host.
 * @throws ConsoleFault for what is no request, or when the API does not answer.
 */
export async function relay(api: string, asked: IncomingMessage): Promise<RelayedAnswer> {
  const { method, path, headers, body } = parse(await readText(asked));
  const bytes = body === undefined ? undefined : Buffer.from(body);
  const length = bytes === undefined ? {} : { 'Content-Length': bytes.length };
  const { hostname: host, port } = new URL(api);
  return await new Promise((resolve, reject) => {
    const fail = ({ message }: Error) => reject(new ConsoleFault(502, `The local API gave no answer: ${message}.`));
    try {
      const sent = httpRequest({ host, port, method, path, headers: { ...headers, ...length }, agent: false }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk)).once('error', fail);
        answer.once('end', () => resolve({ status: answer.statusCode ?? 0, id: idOf(answer), content: Buffer.concat(chunks) }));
      });
      sent.once('error', fail).end(bytes);
    } catch (error) {
      // Node refuses characters that have no place in a path or a header before anything is sent.
      reject(new ConsoleFault(400, `This cannot be sent: ${(error as Error).message}.`));
    }
  });
}

function idOf({ headers }: IncomingMessage): string | undefined {
  const id = headers['x-amz-apigw-id'];
  return typeof id === 'string' ? id : undefined;
}

function parse(text: string): RelayedRequest {
  const { method, path, headers, body } = parseObject(text);
  if (typeof method !== 'string' || !/^[A-Z]{1,16}$/.test(method) || method === 'CONNECT') {
    throw new ConsoleFault(400, 'The method is a word in upper-case letters, such as POST.');
  }
  if (typeof path !== 'string' || !path.startsWith('/')) throw new ConsoleFault(400, 'The path begins with /, such as /transaction.');
  if (body !== undefined && typeof body !== 'string') throw new ConsoleFault(400, 'The body is a text.');
  return { method, path, headers: parseHeaders(headers), body };
}

function parseHeaders(headers: unknown): Record<string, string> {
  const pairs = Object.entries((headers ?? {}) as Record<string, unknown>);
  for (const [name, value] of pairs) {
    if (OWN_HEADERS.test(name)) throw new ConsoleFault(400, `The console writes the header ${name} itself. Leave it out.`);
    if (typeof value !== 'string') throw new ConsoleFault(400, `The value of the header ${name} is a text.`);
  }
  return Object.fromEntries(pairs) as Record<string, string>;
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // The sentence below says it.
  }
  throw new ConsoleFault(400, 'A request is described by a JSON object: method, path, headers, body.');
}
