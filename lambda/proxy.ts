import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type { Environment } from '../contract/environment';
import { corsHeaders } from '../contract/refusal';
import type { AgentClient, AgentReply } from './agent/agent-client';
import type { BasicCredentials, CredentialSource } from './agent/credentials';
import { refuseEcho, samplesOfCredentials } from './agent/echo-guard';
import { type Payload, wholePayload } from './agent/payload';
import { attemptOnceOrTwice } from './agent/retry';
import { upstreamHeaders } from './agent/upstream-headers';
import type { AttemptCounter, StartKind } from './attempts/attempt-counter';
import { type Deadline, startDeadline } from './deadline/deadline';
import { objectKey, requireUsable } from './photo/photo-rules';
import type { PhotoRequest, PhotoStore } from './photo/photo-store';
import { splicePhoto } from './photo/splice';
import { type Caller, identify } from './request/identity';
import type { Stamp } from './request/props';
import { outline, type ProxyRequest, parseRequest } from './request/request';
import {
  type BodyRules,
  bodyRules,
  type CanonicalBody,
  checkTransaction,
  parseTransaction,
  readCancellation,
  writeAround,
  writeWhole,
} from './request/transaction-body';
import { type Injection, parseWorkflowId } from './request/workflows';
import { refuse, relay } from './response/response';
import { type RequestLog, startRequestLog } from './telemetry/request-log';
import { hashSubject, type Telemetry } from './telemetry/telemetry';
import type { StartRecorder } from './transactions/dynamodb-transactions';
import { recordStart } from './transactions/record-start';

/** Everything that the flow needs from outside; a test hands over its own. */
export interface ProxyParts {
  readonly environment: Environment;
  readonly photoStore: PhotoStore;
  readonly credentials: CredentialSource;
  readonly agent: AgentClient;
  readonly attempts: AttemptCounter;
  /** @default - no one asks for verdicts */
  readonly recorder?: StartRecorder | undefined;
  readonly telemetry: Telemetry;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export type Proxy = (
  event: APIGatewayProxyEvent,
  context: Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>,
) => Promise<APIGatewayProxyResult>;

/** What the steps of one request share. */
interface RequestContext extends ProxyParts, BodyRules {
  readonly request: ProxyRequest;
  readonly caller: Caller;
  readonly deadline: Deadline;
  readonly log: RequestLog;
}

/** Left of the function's own time for the refusal and the log line. */
const MARGIN_MS = 500;

/** The transaction proxy: event in, result out. It never throws; every failure is a documented refusal. */
export function createProxy(parts: ProxyParts): Proxy {
  const { environment, telemetry, now } = parts;
  const rules = bodyRules(environment);
  return async (given, context) => {
    // A direct invocation can hold anything, even null.
    const event = given ?? {};
    const head = outline(event, context.awsRequestId);
    const log = startRequestLog(head, telemetry, now);
    const deadline = startDeadline(Math.min(environment.limits.deadlineMs, context.getRemainingTimeInMillis() - MARGIN_MS));
    let result: APIGatewayProxyResult;
    try {
      const request = parseRequest(event, head, environment.limits.callerBodyBytes);
      log.note({ bodyBytes: request.bodyBytes });
      const caller = identify(request.claims, environment.tokens, environment.callerRules, now());
      // Before the body is parsed: if a body should end the process, its sender is known.
      log.received(hashSubject(caller.subject));
      result = relay(await serve({ ...parts, ...rules, request, caller, deadline, log }), request.operation.name);
    } catch (error) {
      result = refuse(log.fail(error), head.id);
    }
    deadline.end();
    log.finish(result.statusCode);
    return { ...result, headers: { ...result.headers, ...corsHeaders(environment.corsOrigins, head.origin) } };
  };
}

/** Everything about a request is settled before the credentials are read, and those before a photo is opened. */
async function serve(context: RequestContext): Promise<AgentReply> {
  switch (context.request.operation.name) {
    case 'start-transaction':
      return await startTransaction(context);
    case 'workflow-info':
      return await workflowInfo(context);
    case 'cancel-workflow':
      return await cancelWorkflow(context);
  }
}

async function startTransaction(context: RequestContext): Promise<AgentReply> {
  const { request, caller, photoStore, deadline, log } = context;
  const parsed = parseTransaction(request.body, context);
  // Before it is allowed: an attack shows first in what was asked for.
  log.note({ workflowId: parsed.workflowId });
  const body = checkTransaction(parsed, caller, context);
  noteDropped(log, body);
  const { injection } = body.plan;
  const stamp = { faceMatchSubject: caller.subject, faceMatchRequestId: request.id, faceMatchWorkflowId: parsed.workflowId };
  const photo = injection && { ...injection, ...photoStore.prepare(objectKey(injection.kind, caller.subject), deadline) };
  const settled = credentialsAfter(context, countStart(context, injection === undefined ? 'others' : 'injecting'));
  const once = (current: BasicCredentials) =>
    photo === undefined
      ? send(context, current, body.plan.workflowId, wholePayload(writeWhole(body, stamp)))
      : sendWithPhoto(context, current, body, photo, stamp);
  return await attemptOnceOrTwice(once, await settled, context.credentials, deadline);
}

/** The photo is opened again for each attempt and closed at its end, however that ends. */
async function sendWithPhoto(
  context: RequestContext,
  credentials: BasicCredentials,
  body: CanonicalBody,
  { field, kind, kindName, open }: Injection & PhotoRequest,
  stamp: Stamp,
): Promise<AgentReply> {
  const { deadline, log, now } = context;
  const photo = await log.time('faceFirstByteMs', open());
  try {
    const startedAt = now();
    requireUsable(photo, kind, startedAt);
    log.note({ photoBytes: photo.bytes });
    const { workflowId } = body.plan;
    const version = photo.version ?? 'unversioned';
    const around = writeAround(body, field, { ...stamp, faceMatchImage: `${kindName}@${version}` });
    const payload = await splicePhoto(around, photo, deadline);
    const sentPhoto = { workflowId, kind: kindName, version, storeRequestId: photo.requestId };
    const reply = await log.auditing(send(context, credentials, workflowId, payload), payload.isCommitted, sentPhoto);
    await recordStart(context, reply, { workflowId, photo: `${kindName}@${version}`, startedAt });
    return reply;
  } finally {
    photo.close();
  }
}

async function workflowInfo(context: RequestContext): Promise<AgentReply> {
  const workflowId = parseWorkflowId(context.request.workflowId);
  context.log.note({ workflowId });
  context.workflows.plan(workflowId);
  const once = (current: BasicCredentials) => send(context, current, workflowId, undefined);
  return await attemptOnceOrTwice(once, await credentialsAfter(context), context.credentials, context.deadline);
}

async function cancelWorkflow(context: RequestContext): Promise<AgentReply> {
  const { request, caller, log } = context;
  const workflowId = parseWorkflowId(request.workflowId);
  log.note({ workflowId });
  const body = readCancellation(request.body, workflowId, caller, context);
  noteDropped(log, body);
  const text = body === undefined ? '' : writeWhole(body);
  const once = (current: BasicCredentials) => send(context, current, workflowId, wholePayload(text));
  return await attemptOnceOrTwice(once, await credentialsAfter(context), context.credentials, context.deadline);
}

function noteDropped(log: RequestLog, body: CanonicalBody | undefined): void {
  if (body !== undefined && body.dropped > 0) log.note({ droppedMembers: body.dropped });
}

/** Counted once a request, when nothing in the request can refuse it any more; a retry is no second start. */
async function countStart({ attempts, caller, deadline, log }: RequestContext, of: StartKind): Promise<void> {
  const outcome = await log.time('countMs', attempts.count(caller.subject, of, deadline));
  if (outcome === 'uncounted') log.note({ uncounted: true });
}

/** The credentials are fetched while the start is counted: neither waits for the other, and a photo is asked for after both. */
async function credentialsAfter({ credentials, deadline, log }: RequestContext, counted?: Promise<void>): Promise<BasicCredentials> {
  const [found] = await Promise.all([log.time('credentialsMs', credentials.current(deadline)), counted]);
  return found;
}

async function send(
  { request, environment, agent, deadline, log }: RequestContext,
  { authorization }: BasicCredentials,
  workflowId: string,
  payload: Payload | undefined,
): Promise<AgentReply> {
  const { method, upstreamPath } = request.operation;
  const path = upstreamPath.replace('{workflowId}', () => encodeURIComponent(workflowId));
  const headers = upstreamHeaders(request.headers, environment.forwardHeaders, authorization, payload !== undefined && payload.bytes > 0);
  log.noteAttempt();
  const reply = await log.time('agentMs', agent.send({ method, path, headers, payload }, deadline));
  log.note({ upstreamStatus: reply.status, replyBytes: reply.body.length });
  refuseEcho(reply.body, [...samplesOfCredentials(authorization), ...(payload?.samples ?? [])]);
  return reply;
}
