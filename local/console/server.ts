import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { takePort } from '../process/take-port';
import type { StackDetails } from '../stack-file';
import { ConsoleFault, readText } from './body';
import { readPage } from './files';
import { type ConsoleOrigins, guardHeaders, refuseForeign } from './guard';
import { enrolPortrait, findPortrait, usersNow } from './portraits';
import { readProblems } from './problems';
import { type RelayedAnswer, relay } from './relay';
import { readSdkRequests } from './sdks';
import type { TraceChange, Traces } from './traces';
import { askForVerdict, endMatch } from './verdicts';

/** What the console shows and drives. */
export interface ConsoleParts {
  readonly details: StackDetails;
  /** Kind of token that callers send. */
  readonly tokens: 'id' | 'access';
  /** Origins that a browser may call the API from. */
  readonly origins: '*' | readonly string[];
  readonly traces: Traces;
  /** Folder of the project, whose documents and SDK requests the page shows. */
  readonly project: string;
  /** Where it is served; 0 takes any free port. */
  readonly port: number;
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
  readonly headers?: Readonly<Record<string, string>>;
}

type Handler = (request: IncomingMessage, response: ServerResponse, parameter: string) => Promise<Content | 'kept open'>;

const NOT_FOUND: Content = { status: 404, type: 'text/plain', content: 'Not found.\n' };

/** Serves the console on 127.0.0.1. Nothing is kept in a browser: no cookie, no session. */
export async function startConsole(parts: ConsoleParts): Promise<Console> {
  const server = await takePort(parts.port, 'console');
  const origins: ConsoleOrigins = { own: server.url, called: [parts.details.cognito.endpoint] };
  const guard = guardHeaders(origins);
  const handlers = await createHandlers(parts, playedOrigin(parts.origins, server.url));
  server.serve((request, response) => {
    for (const [name, value] of Object.entries(guard)) response.setHeader(name, value);
    const refusal = refuseForeign(request, origins);
    if (refusal !== undefined) return send(response, { status: 403, type: 'text/plain', content: `${refusal}\n` });
    answer(handlers, request, response).then(
      (content) => content !== 'kept open' && send(response, content),
      (error: unknown) => {
        if (error instanceof ConsoleFault) send(response, { status: error.status, type: 'text/plain', content: error.message });
        else response.destroy();
      },
    );
  });
  return { url: server.url, stop: () => server.close() };
}

/** The page whose requests the console simulates: the first that `cors.origins` names, or the console itself where every page may call. */
function playedOrigin(origins: ConsoleParts['origins'], own: string): string {
  return origins === '*' ? own : (origins[0] ?? own);
}

async function createHandlers(parts: ConsoleParts, origin: string): Promise<ReadonlyMap<string, Handler>> {
  const { details, tokens, traces, project } = parts;
  const page = await readPage(join(__dirname, 'page'));
  const problems = await readProblems(join(project, 'docs', 'problems.md'));
  const sdkRequests = await readSdkRequests(join(project, 'test', 'vectors', 'sdk-requests.json'));
  const handlers = new Map<string, Handler>([
    ['GET /api/stack', async () => json({ ...shownOf(details), users: await usersNow(details), tokens, origin, sdkRequests, problems })],
    ['GET /api/events', async (request, response) => sendEvents(traces, request, response)],
    ['POST /api/requests', async (request) => relayed(await relay(details.baseUrl, request))],
    ['PUT /api/behaviour', async (request) => setBehaviour(details.agentApiUrl, request)],
    ['POST /api/verdicts', async (request) => json(await askForVerdict(details, await readText(request)))],
    ['PUT /endings/', async (request, _response, transactionId) => ended(details, transactionId, await readText(request))],
    ['GET /photos/', async (_request, _response, sha256) => photo(traces, sha256)],
    ['GET /portraits/', async (_request, _response, name) => portrait(details, name)],
    ['PUT /portraits/', async (_request, _response, name) => enrol(details, name)],
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
  const reply = await fetch(`${agentApiUrl}_stand-in/behaviour`, { method: 'PUT', body: await readText(request) });
  return { status: reply.status, type: 'application/json', content: await reply.text() };
}

/** A photo as the Agent API stand-in got it. */
async function photo(traces: Traces, sha256: string): Promise<Content> {
  const kept = traces.photos.find(sha256);
  return kept === undefined ? NOT_FOUND : { status: 200, type: kept.type, content: kept.bytes };
}

async function portrait(details: StackDetails, name: string): Promise<Content> {
  const user = details.users.find((candidate) => candidate.name === name);
  const found = user && (await findPortrait(details, user));
  return found === undefined ? NOT_FOUND : { status: 200, type: found.type, content: found.bytes };
}

async function enrol(details: StackDetails, name: string): Promise<Content> {
  const user = details.users.find((candidate) => candidate.name === name);
  if (user === undefined) return NOT_FOUND;
  await enrolPortrait(details, user);
  return json({ name, enrolled: true });
}

async function ended(details: StackDetails, transactionId: string, ending: string): Promise<Content> {
  await endMatch(details, transactionId, ending);
  return json({ transactionId });
}

/** What the page needs to know of the stack: of the verdicts where they are, and not the key that asks for them. */
function shownOf({ verdicts, ...details }: StackDetails): object {
  return { ...details, ...(verdicts && { verdicts: { url: verdicts.url } }) };
}

/** The bytes as the API sent them, and its status with them: a browser may follow a redirect or open a page, were they passed on as they are. */
function relayed({ status, id, content }: RelayedAnswer): Content {
  return {
    status: 200,
    type: 'application/octet-stream',
    content,
    headers: { 'X-Answer-Status': String(status), ...(id !== undefined && { 'X-Answer-Id': id }) },
  };
}

function json(value: object): Content {
  return { status: 200, type: 'application/json', content: JSON.stringify(value) };
}

function send(response: ServerResponse, { status, type, content, headers }: Content): void {
  response.writeHead(status, { ...headers, 'Content-Type': type, 'Content-Length': Buffer.byteLength(content) }).end(content);
}
