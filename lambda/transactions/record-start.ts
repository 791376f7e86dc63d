import type { AgentReply } from '../agent/agent-client';
import type { Deadline } from '../deadline/deadline';
import type { Caller } from '../request/identity';
import type { RequestLog } from '../telemetry/request-log';
import type { StartRecorder } from './dynamodb-transactions';
import { hashOfSubject, type StartRecord, startedTransaction } from './record';

/** What the record needs of the request that started. */
export interface RecordedRequest {
  /** Undefined when no one asks for verdicts. */
  readonly recorder?: StartRecorder | undefined;
  readonly request: { readonly id: string };
  readonly caller: Caller;
  readonly deadline: Deadline;
  readonly log: RequestLog;
}

/**
 * Records a start before the SDK hears of its transaction. A start that cannot be recorded has started all the same: its reply goes on, an
 * alarm counts it, and its verdict will be no.
 */
export async function recordStart(
  { recorder, request, caller, deadline, log }: RecordedRequest,
  reply: AgentReply,
  start: Pick<StartRecord, 'workflowId' | 'photo' | 'startedAt'>,
): Promise<void> {
  if (recorder === undefined || reply.status < 200 || reply.status > 299) return;
  const transactionId = startedTransaction(reply);
  const record = { ...start, subjectHash: hashOfSubject(caller.subject), requestId: request.id };
  const isRecorded = transactionId && (await log.time('recordMs', recorder.record({ ...record, transactionId }, deadline)));
  if (!isRecorded) log.note({ unrecorded: true });
}
