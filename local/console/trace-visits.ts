import type { IncomingMessage } from 'node:http';
import { summarizeImage } from '../../stand-ins/agent/images';
import type { AgentReply } from '../../stand-ins/agent/replies';
import type { AgentVisit, AgentWitness } from '../../stand-ins/agent/witness';
import type { SeenPhoto, Trace, VisitTrace } from './trace';
import { sha256, showBody, showHeaders } from './trace-elision';
import type { TracePhotos } from './trace-photos';

/** What the requests to the Agent API stand-in are joined with. */
export interface Joining {
  /** The trace with this id, if it is kept. */
  find(id: string): Trace | undefined;
  /** Traces whose request is with the function now and has this end of its path. */
  onTheirWay(pathEnd: string): readonly Trace[];
  /** A visit, or the trace that it belongs to, has changed. */
  changed(visit: VisitTrace, trace: Trace | undefined): void;
}

const BY_ID = 'by the request id in its props';
const BY_ELIMINATION = 'as the only request on its way';

/** Watches the Agent API stand-in: what arrived, with which photos, and what went back. */
export function watchAgent(joining: Joining, photos: TracePhotos): AgentWitness {
  let count = 0;
  return (request, mode) => {
    count += 1;
    const visit = beginVisit(count, request, mode);
    const candidates = joining.onTheirWay(visit.path.replace(/^.*\/api\/v1/, ''));
    const [only] = candidates;
    let trace = only !== undefined && candidates.length === 1 ? join(only, visit, BY_ELIMINATION) : undefined;
    joining.changed(visit, trace);
    const update = (change: Partial<VisitTrace>) => {
      Object.assign(visit, change);
      joining.changed(visit, trace);
    };
    return {
      read: (body) => {
        const { requestId, ...content } = readContent(body, photos);
        const named = requestId === undefined ? undefined : joining.find(requestId);
        if (named !== undefined) trace = join(named, visit, BY_ID, trace);
        update(content);
      },
      replied: (reply) => update({ reply: replyOf(reply), transactionId: transactionIdOf(reply, visit) }),
      broke: (why) => update({ broke: why === 'aborted' ? 'The request ended before its body did.' : why }),
    } satisfies AgentVisit;
  };
}

function beginVisit(id: number, request: IncomingMessage, mode: string): VisitTrace {
  const raw = request.rawHeaders;
  const headers = Array.from({ length: raw.length / 2 }, (_, at) => [raw[2 * at] ?? '', raw[2 * at + 1] ?? ''] as const);
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  return { id, at: new Date().toISOString(), method: request.method ?? '', path, mode, headers: showHeaders(headers), photos: [] };
}

function join(trace: Trace, visit: VisitTrace, joined: VisitTrace['joined'], before?: Trace): Trace {
  if (before !== undefined && before !== trace) before.visits.splice(before.visits.indexOf(visit), 1);
  if (!trace.visits.includes(visit)) trace.visits.push(visit);
  visit.joined = joined;
  return trace;
}

function readContent(body: string, photos: TracePhotos): Pick<VisitTrace, 'body' | 'photos' | 'members'> & { requestId?: string } {
  const shown = showBody(Buffer.from(body));
  try {
    const { formValues, ...members } = JSON.parse(body) as Record<string, unknown>;
    const requestId = (members.props as Record<string, unknown> | undefined)?.faceMatchRequestId;
    const seen = seePhotos((formValues ?? {}) as Record<string, unknown>, photos);
    return { body: shown, photos: seen, members, ...(typeof requestId === 'string' ? { requestId } : {}) };
  } catch {
    return { body: shown, photos: [] };
  }
}

function seePhotos(formValues: Readonly<Record<string, unknown>>, photos: TracePhotos): SeenPhoto[] {
  return Object.entries(formValues).flatMap(([field, value]) => {
    const summary = summarizeImage(value);
    if (summary === undefined) return [];
    const photo = { field, ...summary };
    photos.keep(photo, Buffer.from(String(value), 'base64'));
    return [photo];
  });
}

function replyOf({ status, body }: AgentReply): VisitTrace['reply'] {
  return { status, bytes: Buffer.byteLength(body), sha256: sha256(body) };
}

/** The stand-in creates a transaction exactly when it answers a start with success and with an id. */
function transactionIdOf({ status, body }: AgentReply, { method, path }: VisitTrace): string | undefined {
  if (method !== 'POST' || !path.endsWith('/transaction') || status !== 200) return undefined;
  return /^\{"transactionId":"([0-9a-f]+)"/.exec(body)?.[1];
}
