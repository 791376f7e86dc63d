import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type { Environment } from '../contract/environment';
import type { AgentClient, AgentReply } from './agent/agent-client';
import type { AgentCredentials, CredentialSource } from './agent/credentials';
import { refuseEcho, samplesOfCredentials } from './agent/echo-guard';
import { type Payload, wholePayload } from './agent/payload';
import { type Attempt, attemptOnceOrTwice } from './agent/retry';
import { upstreamHeaders } from './agent/upstream-headers';
import type { AttemptCounter, StartKind } from './attempts/attempt-counter';
import { type Lifetime, startLifetime } from './deadline/deadline';
import { faceKey, requireUsable } from './photo/photo-rules';
import type { FaceStore } from './photo/photo-store';
import { spliceFace } from './photo/splice';
import { type Caller, identify } from './request/identity';
import { startMembers } from './request/members';
import type { Stamp } from './request/props';
import { outline, type ProxyRequest, parseRequest, type RequestOutline } from './request/request';
import { type BodyRules, type CanonicalBody, readCancellation, readTransaction, writeAround, writeWhole } from './request/transaction-body';
import { createWorkflows, type Injection, parseWorkflowId, type Workflows } from './request/workflows';
import { corsHeaders } from './response/headers';
import { refuse, relay } from './response/response';
import { type RequestLog, startRequestLog } from './telemetry/request-log';
import { hashSubject, type Telemetry } from './telemetry/telemetry';

/** Everything that the flow needs from outside; a test hands over its own. */
export interface ProxyParts {
  readonly environment: Environment;
  readonly faceStore: FaceStore;
  readonly credentials: CredentialSource;
  readonly agent: AgentClient;
  readonly attempts: AttemptCounter;
  readonly telemetry: Telemetry;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export type Proxy = (
  event: APIGatewayProxyEvent,
  context: Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>,
) => Promise<APIGatewayProxyResult>;

/** One request on its way: what its steps share. */
interface Passage extends ProxyParts, BodyRules {
  readonly request: ProxyRequest;
  readonly caller: Caller;
  readonly lifetime: Lifetime;
  readonly log: RequestLog;
}

/** Left of the function's own time for the refusal and the log line. */
const MARGIN_MS = 500;

/** The transaction proxy: event in, result out. It never throws; every failure is a documented refusal. */
export function createProxy(parts: ProxyParts): Proxy {
  const { environment, telemetry, now } = parts;
  const workflows = createWorkflows(environment.workflows, environment.images);
  const { callerRules } = environment;
  const rules = { callerRules, startMembers: startMembers(environment.forwardMembers) };
  return async (given, context) => {
    // A direct invocation can hold anything, even null.
    const event = given ?? {};
    const head = outline(event, context.awsRequestId);
    const log = startRequestLog(head, telemetry, now);
    const lifetime = startLifetime(Math.min(environment.limits.deadlineMs, context.getRemainingTimeInMillis() - MARGIN_MS));
    const result = await answer(event, head, { ...parts, ...rules, workflows: noting(workflows, log), lifetime, log });
    lifetime.end();
    log.finish(result.statusCode);
    return { ...result, headers: { ...result.headers, ...corsHeaders(environment.corsOrigins, head.origin) } };
  };
}

/** So that the line of a refusal names the workflow, too: an attack shows first in what was asked for. */
function noting(workflows: Workflows, log: RequestLog): Workflows {
  return {
    ...workflows,
    plan: (workflowId) => {
      log.note({ workflowId });
      return workflows.plan(workflowId);
    },
  };
}

async function answer(
  event: APIGatewayProxyEvent,
  head: RequestOutline,
  parts: Omit<Passage, 'request' | 'caller'>,
): Promise<APIGatewayProxyResult> {
  const { environment, log, now } = parts;
  try {
    const request = parseRequest(event, head, environment.limits.callerBodyBytes);
    log.note({ bodyBytes: request.bodyBytes });
    const caller = identify(request.claims, environment.tokens, environment.callerRules, now());
    // Before the body is parsed: if a body should end the process, its sender is known.
    log.received(hashSubject(caller.subject));
    return relay(await serve({ ...parts, request, caller }), request.operation.name);
  } catch (error) {
    return refuse(log.fail(error), head.id);
  }
}

/** Everything about a request is settled before the credentials are read, and those before a photo is opened. */
async function serve(passage: Passage): Promise<AgentReply> {
  switch (passage.request.operation.name) {
    case 'start-transaction':
      return await startTransaction(passage);
    case 'workflow-info':
      return await workflowInfo(passage);
    case 'cancel-workflow':
      return await cancelWorkflow(passage);
  }
}

async function startTransaction(passage: Passage): Promise<AgentReply> {
  const { request, caller } = passage;
  const body = readTransaction(request.body, caller, passage);
  noteDropped(passage, body);
  const { workflowId, injection } = body.plan;
  const stamp = { faceMatchSubject: caller.subject, faceMatchRequestId: request.id, faceMatchWorkflowId: workflowId };
  const once: Attempt =
    injection === undefined
      ? (credentials) => send(passage, credentials, workflowId, wholePayload(writeWhole(body, stamp)))
      : (credentials) => sendWithFace(passage, credentials, body, injection, stamp);
  return await attempt(passage, once, countStart(passage, injection === undefined ? 'others' : 'injecting'));
}

/** The photo is opened for each attempt anew and closed at its end, whatever that end is. */
async function sendWithFace(
  passage: Passage,
  credentials: AgentCredentials,
  body: CanonicalBody,
  { field, kind, kindName }: Injection,
  stamp: Stamp,
): Promise<AgentReply> {
  const { faceStore, caller, lifetime, log, now } = passage;
  const face = await log.time('faceFirstByteMs', faceStore.open(faceKey(kind, caller.subject), lifetime));
  try {
    requireUsable(face, kind, now());
    log.note({ photoBytes: face.bytes });
    const version = face.version ?? 'unversioned';
    const open = writeAround(body, field, { ...stamp, faceMatchImage: `${kindName}@${version}` });
    const payload = await spliceFace(open, face, lifetime);
    const sent = send(passage, credentials, body.plan.workflowId, payload);
    const photo = { workflowId: body.plan.workflowId, kind: kindName, version, storeRequestId: face.requestId };
    return await log.auditing(sent, payload.isCommitted, photo);
  } finally {
    face.close();
  }
}

async function workflowInfo(passage: Passage): Promise<AgentReply> {
  const { workflowId } = passage.workflows.plan(parseWorkflowId(passage.request.workflowId));
  return await attempt(passage, (credentials) => send(passage, credentials, workflowId, undefined));
}

async function cancelWorkflow(passage: Passage): Promise<AgentReply> {
  const { request, caller } = passage;
  const workflowId = parseWorkflowId(request.workflowId);
  const body = readCancellation(request.body, workflowId, caller, passage);
  noteDropped(passage, body);
  const text = body === undefined ? '' : writeWhole(body);
  return await attempt(passage, (credentials) => send(passage, credentials, workflowId, wholePayload(text)));
}

function noteDropped({ log }: Passage, body: CanonicalBody | undefined): void {
  if (body !== undefined && body.dropped > 0) log.note({ droppedMembers: body.dropped });
}

/** Counted once a request, when nothing in the request can refuse it any more; starting over is no second start. */
async function countStart({ attempts, caller, lifetime, log }: Passage, of: StartKind): Promise<void> {
  const outcome = await log.time('countMs', attempts.count(caller.subject, of, lifetime));
  if (outcome === 'uncounted') log.note({ uncounted: true });
}

/** The credentials are fetched while the start is counted: neither waits for the other, and a photo is opened after both. */
async function attempt(passage: Passage, once: Attempt, counted: Promise<void> = Promise.resolve()): Promise<AgentReply> {
  const { credentials, lifetime, log } = passage;
  const current = async (life: Lifetime) => {
    const [found] = await Promise.all([log.time('credentialsMs', credentials.current(life)), counted]);
    return found;
  };
  const source = { ...credentials, current };
  return await attemptOnceOrTwice(once, source, lifetime);
}

async function send(
  { request, environment, agent, lifetime, log }: Passage,
  { authorization }: AgentCredentials,
  workflowId: string,
  payload: Payload | undefined,
): Promise<AgentReply> {
  const { method, upstreamPath } = request.operation;
  const path = upstreamPath.replace('{workflowId}', () => encodeURIComponent(workflowId));
  const headers = upstreamHeaders(request.headers, environment.forwardHeaders, authorization, payload !== undefined && payload.bytes > 0);
  log.noteAttempt();
  const reply = await log.time('agentMs', agent.send({ method, path, headers, payload }, lifetime));
  log.note({ upstreamStatus: reply.status, replyBytes: reply.body.length });
  refuseEcho(reply.body, [...samplesOfCredentials(authorization), ...(payload?.samples ?? [])]);
  return reply;
}
