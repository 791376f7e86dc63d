import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { LoopbackServer } from '../loopback';
import { BehaviourSwitch, MODES, READ_MODES, type ReadMode } from './behaviours';
import { checkImages } from './images';
import { BindingError, bindTransaction } from './members';
import { Ends } from './reading';
import { type AgentReply, jsonReply, misbehaviour, problemReply, SLOW_MS, sendHalf, sendReply, UNAUTHORIZED } from './replies';
import { type AnswerNext, answerStandIn } from './stand-in';
import { AgentTransactions } from './transactions';
import { type AgentVisit, type AgentWitness, NO_WITNESS } from './witness';

interface BasicKey {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What the stand-in knows: whom it serves, and which workflows exist. */
export interface AgentSettings extends BasicKey {
  /** The key that reads transactions, and starts none. @default - none does */
  readonly reader?: BasicKey;
  readonly workflowIds: readonly string[];
  /** Form fields that hold images. */
  readonly imageFields: readonly string[];
  /** Takes the code of `PUT {agentApiUrl}_stand-in/next`. @default - there is no such thing */
  readonly answerNext?: AnswerNext;
}

const ROOT = '/agent/';
const BODY_BYTES = 64 * 1024 * 1024;
const READ = 'api/v1/transaction/';
/** Method and path of what a key that starts may do. */
const OF_STARTER = /^(?:POST api\/v1\/transaction|GET api\/v1\/initialize\/[^/]+\/info|POST api\/v1\/initialize\/[^/]+\/cancel)$/;
const NO_RESOURCE = problemReply(404, 'Not Found', 'No such resource.');
const FORBIDDEN = problemReply(403, 'Forbidden', 'The key has no role for this.');
const WORKFLOW_NOT_FOUND = problemReply(400, 'Bad Request', 'Workflow not found');

/**
 * A stand-in for Microblink's Agent API: strict where the real one is documented, lenient in the way it binds names, and able to
 * misbehave on request (`{agentApiUrl}_stand-in/…`). It is not Microblink, and nothing of a face is compared.
 * @param witness Called with what arrives and what goes back. @default none
 * @returns the URL of the Agent API, with a slash at the end.
 */
export function serveAgentApi(server: LoopbackServer, settings: AgentSettings, witness = NO_WITNESS): string {
  const url = `${server.url}${ROOT}`;
  const agent = new AgentApi(settings, url, witness);
  server.serve((request, response) => {
    agent.answer(request, response).catch((error: Error) => {
      if (!request.complete || response.headersSent) return response.destroy();
      // A broken connection would look like one of the network.
      return sendReply(response, problemReply(500, 'Internal Server Error', `The stand-in failed: ${error.message}`));
    });
  });
  return url;
}

class AgentApi {
  private readonly behaviour = new BehaviourSwitch(MODES);
  private readonly reading = new BehaviourSwitch(READ_MODES);
  private readonly transactions = new AgentTransactions();
  private readonly ends = new Ends(this.transactions);

  constructor(
    private readonly settings: AgentSettings,
    private readonly url: string,
    private readonly witness: AgentWitness,
  ) {}

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    if (path.startsWith(`${ROOT}_stand-in/`)) {
      const command = path.slice(`${ROOT}_stand-in/`.length);
      const { behaviour, reading, transactions, ends } = this;
      const { answerNext } = this.settings;
      const parts = { behaviour, reading, transactions, ends, answerNext };
      sendReply(response, answerStandIn(request.method, command, await readBody(request), parts));
      return;
    }
    const mode = (isRead(request, path) ? this.reading : this.behaviour).take();
    const visit = this.witness(request, mode);
    await this.misbehaveOrAnswer(mode, path.slice(ROOT.length), request, response, visit).catch((error: Error) => {
      visit.broke(error.message);
      throw error;
    });
  }

  private async misbehaveOrAnswer(
    mode: ReadMode,
    path: string,
    request: IncomingMessage,
    response: ServerResponse,
    visit: AgentVisit,
  ): Promise<void> {
    // Nothing consumes the request, so its sender's buffers fill up and stay full.
    if (mode === 'stall') return visit.broke('The stand-in stopped reading and never answers.');
    if (mode === 'reset') {
      request.once('readable', () => request.socket.resetAndDestroy());
      return visit.broke('The stand-in reset the connection.');
    }
    const key = this.keyOf(request.headers.authorization);
    if (mode === 'unauthorized' || key === undefined) return reply(response, visit, UNAUTHORIZED);
    const isOfReader = isRead(request, `${ROOT}${path}`);
    if (!isOfReader && !OF_STARTER.test(`${request.method} ${path}`)) return reply(response, visit, NO_RESOURCE);
    if ((key === 'reads') !== isOfReader) return reply(response, visit, FORBIDDEN);
    const body = await readBody(request);
    visit.read(body);
    const instead = misbehaviour(mode, this.url);
    if (instead !== undefined) return reply(response, visit, instead);
    if (mode === 'cut') {
      sendHalf(response, jsonReply(200, '{"transactionId":"never-created","workflowId":"cut"}'));
      return visit.broke('The stand-in broke the connection in the middle of its reply.');
    }
    const answer = this.perform(request, path, body, mode);
    if (mode === 'slow') await pause(SLOW_MS, undefined, { ref: false });
    reply(response, visit, answer);
  }

  /** What the key of a request is for; undefined for one that is not known. */
  private keyOf(header = ''): 'starts' | 'reads' | undefined {
    const { reader } = this.settings;
    if (isKey(this.settings, header)) return 'starts';
    return reader !== undefined && isKey(reader, header) ? 'reads' : undefined;
  }

  private perform(request: IncomingMessage, path: string, body: string, mode: ReadMode): AgentReply {
    const operation = `${request.method} ${path}`;
    if (isRead(request, `${ROOT}${path}`)) {
      const read = this.ends.read(path.slice(READ.length), mode);
      return read === undefined ? problemReply(404, 'Not Found', 'No such transaction.') : jsonReply(200, read);
    }
    if (operation === 'POST api/v1/transaction') return this.createTransaction(request.headers['content-type'], body);
    const workflow = /^(GET|POST) api\/v1\/initialize\/([^/]+)\/(info|cancel)$/.exec(operation);
    if (workflow === null) return NO_RESOURCE;
    const workflowId = decodeURIComponent(workflow[2] ?? '');
    if (!this.settings.workflowIds.includes(workflowId)) return WORKFLOW_NOT_FOUND;
    return jsonReply(
      200,
      JSON.stringify(workflow[3] === 'info' ? { workflowId, interactiveSteps: ['FaceMatch'] } : { workflowId, cancelled: true }),
    );
  }

  private createTransaction(contentType = '', body: string): AgentReply {
    if (!/^application\/json\s*(;|$)/i.test(contentType)) return problemReply(415, 'Unsupported Media Type', 'Send application/json.');
    try {
      const members = bindTransaction(body);
      if (!this.settings.workflowIds.includes(members.workflowId)) return WORKFLOW_NOT_FOUND;
      checkImages((members.formValues ?? {}) as Record<string, unknown>, new Set(this.settings.imageFields));
      return jsonReply(200, this.transactions.accept(members));
    } catch (error) {
      if (error instanceof BindingError) return problemReply(400, 'Bad Request', error.message);
      throw error;
    }
  }
}

function isRead({ method }: IncomingMessage, path: string): boolean {
  return method === 'GET' && path.startsWith(`${ROOT}${READ}`);
}

function isKey({ clientId, clientSecret }: BasicKey, header: string): boolean {
  const expected = Buffer.from(`Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`);
  const given = Buffer.from(header);
  return clientId.startsWith('sa_') && given.length === expected.length && timingSafeEqual(given, expected);
}

function reply(response: ServerResponse, visit: AgentVisit, answer: AgentReply): void {
  visit.replied(answer);
  sendReply(response, answer);
}

/** @throws Error when the request ends early, so that half a request never becomes a transaction. */
async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes > BODY_BYTES) throw new Error('The body is larger than any transaction.');
    chunks.push(chunk as Buffer);
  }
  if (!request.complete) throw new Error('The request ended before its body did.');
  return Buffer.concat(chunks).toString('utf8');
}
