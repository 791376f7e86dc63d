import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { listenOnLoopback } from '../stand-ins/loopback';
import { readPage } from './console-files';
import { type ConsoleOrigins, guardHeaders, refuseForeign } from './console-guard';
import { readProblems } from './console-problems';
import { readSdkRequests } from './console-sdks';
import type { StackDetails } from './stack-file';
import type { TraceChange, Traces } from './traces';

/** What the console shows and drives. */
export interface ConsoleParts {
  readonly details: StackDetails;
  /** Kind of token that callers send. */
  readonly tokens: 'id' | 'access';
  readonly traces: Traces;
  /** Folder of the project, whose documents and SDK requests the page shows. */
  readonly project: string;
}

/** A page for a person who wants to see what the local stack does. It is part of no deployed stack. */
export interface Console {
  readonly url: string;
  stop(): Promise<void>;
}

/** What a path is answered with. */
interface Content {
  readonly status: number;
  readonly type: string;
  readonly content: Buffer | string;
}

type Handler = (request: IncomingMessage, response: ServerResponse, parameter: string) => Promise<Content | 'kept open'>;

const NOT_FOUND: Content = { status: 404, type: 'text/plain', content: 'There is no such thing here.\n' };

/** Serves the console on a free port of 127.0.0.1. Nothing is kept that a browser could bring back: no cookie, no session. */
export async function startConsole(parts: ConsoleParts): Promise<Console> {
  const server = await listenOnLoopback();
  const origins: ConsoleOrigins = { own: server.url, called: [parts.details.baseUrl, parts.details.cognito.endpoint] };
  const guard = guardHeaders(origins);
  const handlers = await createHandlers(parts);
  server.serve((request, response) => {
    for (const [name, value] of Object.entries(guard)) response.setHeader(name, value);
    const refusal = refuseForeign(request, origins);
    if (refusal !== undefined) return send(response, { status: 403, type: 'text/plain', content: `${refusal}\n` });
    answer(handlers, request, response).then(
      (content) => content !== 'kept open' && send(response, content),
      () => response.destroy(),
    );
  });
  return { url: server.url, stop: () => server.close() };
}

async function createHandlers(parts: ConsoleParts): Promise<ReadonlyMap<string, Handler>> {
  const { details, tokens, traces, project } = parts;
  const page = await readPage(join(__dirname, 'console'));
  const problems = await readProblems(join(project, 'docs', 'problems.md'));
  const sdkRequests = await readSdkRequests(join(project, 'test', 'vectors', 'sdk-requests.json'));
  const handlers = new Map<string, Handler>([
    ['GET /api/stack', async () => json({ ...details, tokens, sdkRequests, problems })],
    ['GET /api/events', async (request, response) => sendEvents(traces, request, response)],
    ['PUT /api/behaviour', async (request) => setBehaviour(details.agentApiUrl, request)],
    ['GET /photos/', async (_request, _response, sha256) => photo(traces, sha256)],
    ['GET /portraits/', async (_request, _response, name) => portrait(details, name)],
  ]);
  for (const [path, { type, content }] of page) handlers.set(`GET ${path}`, async () => ({ status: 200, type, content }));
  return handlers;
}

async function answer(handlers: ReadonlyMap<string, Handler>, request: IncomingMessage, response: ServerResponse) {
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  const exact = handlers.get(`${request.method} ${path}`);
  if (exact !== undefined) return exact(request, response, '');
  const [, folder = '', parameter = ''] = /^(\/[a-z]+\/)([\w-]{1,64})$/.exec(path) ?? [];
  return handlers.get(`${request.method} ${folder}`)?.(request, response, parameter) ?? NOT_FOUND;
}

/** Server-sent events: all that is kept, and then each change as it happens. */
function sendEvents(traces: Traces, request: IncomingMessage, response: ServerResponse): 'kept open' {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  const write = (change: TraceChange) => response.write(`data: ${JSON.stringify(change)}\n\n`);
  for (const change of traces.all()) write(change);
  response.write('event: ready\ndata: {}\n\n');
  request.once('close', traces.listen(write));
  return 'kept open';
}

async function setBehaviour(agentApiUrl: string, request: IncomingMessage): Promise<Content> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const reply = await fetch(`${agentApiUrl}_stand-in/behaviour`, { method: 'PUT', body: Buffer.concat(chunks) });
  return { status: reply.status, type: 'application/json', content: await reply.text() };
}

/** A photo as the Agent API stand-in got it. */
async function photo(traces: Traces, sha256: string): Promise<Content> {
  const kept = traces.photos.find(sha256);
  return kept === undefined ? NOT_FOUND : { status: 200, type: kept.type, content: kept.bytes };
}

/** The photo on record of a user, out of the bucket as it is now. */
async function portrait({ s3, users }: StackDetails, name: string): Promise<Content> {
  const user = users.find((candidate) => candidate.name === name);
  if (user === undefined) return NOT_FOUND;
  const found = await fetch(`${s3.endpoint}/${s3.bucket}/${s3.keyTemplate.replace('{subject}', user.subject)}`);
  if (!found.ok) return NOT_FOUND;
  const type = found.headers.get('content-type') ?? '';
  // Whatever else lies there is no picture, and is not handed to a browser.
  if (!/^image\/(jpeg|png)$/.test(type)) return NOT_FOUND;
  return { status: 200, type, content: Buffer.from(await found.arrayBuffer()) };
}

function json(value: object): Content {
  return { status: 200, type: 'application/json', content: JSON.stringify(value) };
}

function send(response: ServerResponse, { status, type, content }: Content): void {
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(content) }).end(content);
}
