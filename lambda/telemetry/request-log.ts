import type { AgentReply } from '../agent/agent-client';
import { Problem } from '../errors';
import type { RequestOutline } from '../request/request';
import { startedTransaction } from '../transactions/record';
import type { AuditFields, RequestFields, Telemetry } from './telemetry';

/** What becomes known about one request while it is served: a line when its caller is known, and one at the end. */
export interface RequestLog {
  note(fields: Partial<RequestFields>): void;
  /** Writes the line that is there even if the process ends before the request does. `subject` is hashed. */
  received(subject: string): void;
  noteAttempt(): void;
  /** Waits for `work` and adds its time to one part of the request's. */
  time<T>(part: 'countMs' | 'credentialsMs' | 'faceFirstByteMs' | 'agentMs' | 'recordMs', work: Promise<T>): Promise<T>;
  /** Waits for a reply and, if the photo left whole, writes its audit line, even if the request failed. */
  auditing(
    sent: Promise<AgentReply>,
    isCommitted: () => boolean,
    photo: Pick<AuditFields, 'workflowId' | 'kind' | 'version' | 'storeRequestId'>,
  ): Promise<AgentReply>;
  /** Notes why the request failed; anything that is no Problem is `internal`. */
  fail(error: unknown): Problem;
  finish(status: number): void;
}

/** `now` is in milliseconds. */
export function startRequestLog(head: RequestOutline, telemetry: Telemetry, now: () => number): RequestLog {
  const started = now();
  let attempts = 0;
  const fields: Omit<RequestFields, 'status' | 'totalMs'> = {
    requestId: head.id,
    operation: head.operation?.name ?? 'unknown',
    outcome: 'ok',
  };
  const note = (more: Partial<RequestFields>) => {
    Object.assign(fields, more);
  };
  return {
    note,
    received(subject) {
      note({ subject });
      telemetry.received({ ...fields, subject });
    },
    noteAttempt: () => note({ attempts: ++attempts }),
    async time(part, work) {
      const since = now();
      try {
        return await work;
      } finally {
        note({ [part]: (fields[part] ?? 0) + now() - since });
      }
    },
    async auditing(sent, isCommitted, photo) {
      let transactionId: string | undefined;
      try {
        const reply = await sent;
        transactionId = startedTransaction(reply);
        return reply;
      } finally {
        if (isCommitted())
          telemetry.audit({ requestId: head.id, subject: fields.subject ?? '', ...photo, ...(transactionId && { transactionId }) });
      }
    },
    fail(error) {
      const problem = error instanceof Problem ? error : new Problem('internal', 'an error that no step expected', { cause: error });
      note({
        outcome: problem.code,
        reason: problem.reason,
        ...describe(problem.cause),
        ...(problem !== error && { errorAt: place(error) }),
      });
      return problem;
    },
    finish: (status) => telemetry.request({ ...fields, status, totalMs: now() - started }),
  };
}

/** The frames of a stack come after its message, which may quote anything and have several lines. */
function place(error: unknown): string {
  const lines = error instanceof Error ? (error.stack ?? '').split('\n') : [];
  return lines
    .map((line) => line.trim())
    .filter((line) => /^at [\w.<> [\]]*\(?[^\s()]+:\d+:\d+\)?$/.test(line))
    .slice(0, 3)
    .join(' ');
}

/** Never the message: it may quote a header, a key or a body. */
function describe(cause: unknown): Pick<RequestFields, 'errorName' | 'errorCode'> {
  if (!(cause instanceof Error)) return {};
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
  return { errorName: cause.name, ...(code && { errorCode: code }) };
}
