import { hash } from 'node:crypto';
import type { Logger } from '@aws-lambda-powertools/logger';
import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { OperationName } from '../../contract/operations';
import type { ProblemCode } from '../../contract/problems';

/** Everything that a line about a request may carry. A body, a header, a token, a key or a name of a person is not among it. */
export interface RequestFields {
  readonly requestId: string;
  readonly operation: OperationName | 'unknown';
  readonly workflowId?: string;
  /** See `hashSubject`. */
  readonly subject?: string;
  /** `ok`, or the code of the refusal. */
  readonly outcome: ProblemCode | 'ok';
  /** For the operator: which check refused, without a value of the caller's. */
  readonly reason?: string;
  /** Class and system code of an underlying error; its message could quote a header or a body. */
  readonly errorName?: string;
  readonly errorCode?: string;
  /** Where an unexpected error was thrown: the innermost frames, without its message. */
  readonly errorAt?: string;
  readonly status: number;
  readonly upstreamStatus?: number;
  readonly bodyBytes?: number;
  /** Members of the body that did not travel, as no one here knows them. */
  readonly droppedMembers?: number;
  readonly photoBytes?: number;
  readonly replyBytes?: number;
  readonly attempts?: number;
  /** The start was let through though it could not be counted, as the configuration says. */
  readonly uncounted?: true;
  /** The start is not on record, so that a verdict about it will be no. */
  readonly unrecorded?: true;
  readonly countMs?: number;
  readonly credentialsMs?: number;
  readonly faceFirstByteMs?: number;
  readonly agentMs?: number;
  readonly recordMs?: number;
  readonly totalMs: number;
}

/** A request of a known caller has come; its body has not been looked at. */
export type ReceivedFields = Pick<RequestFields, 'requestId' | 'operation' | 'bodyBytes'> & { readonly subject: string };

/** A photo left for the Agent API, complete. One line each time. */
export interface AuditFields {
  readonly requestId: string;
  readonly subject: string;
  readonly workflowId: string;
  readonly kind: string;
  readonly version: string;
  /** S3's id of the request for the photo: `requestID` of CloudTrail's event. Absent when the store named none. */
  readonly storeRequestId?: string;
  /** Absent when the agent's reply named none. */
  readonly transactionId?: string;
}

export interface Telemetry {
  received(fields: ReceivedFields): void;
  request(fields: RequestFields): void;
  audit(fields: AuditFields): void;
}

const REQUEST_FIELDS = [
  ...['requestId', 'operation', 'workflowId', 'subject', 'outcome', 'reason', 'status', 'upstreamStatus'],
  ...['errorName', 'errorCode', 'errorAt'],
  ...[
    'bodyBytes',
    'droppedMembers',
    'photoBytes',
    'replyBytes',
    'attempts',
    'uncounted',
    'unrecorded',
    'countMs',
    'credentialsMs',
    'faceFirstByteMs',
    'agentMs',
    'recordMs',
    'totalMs',
  ],
];
const RECEIVED_FIELDS = ['requestId', 'operation', 'subject', 'bodyBytes'];
const AUDIT_FIELDS = ['requestId', 'subject', 'workflowId', 'kind', 'version', 'storeRequestId', 'transactionId'];

/**
 * Structured log lines and metrics in the embedded metric format, on standard output.
 * Fields are picked by name here, too: a type does not stop an object that carries more than it declares.
 * @param version of the function, which errors that no step expected are counted under: they can take a release back.
 */
export function createTelemetry(logger: Pick<Logger, 'info' | 'warn' | 'error'>, metrics: Metrics, version: string): Telemetry {
  // One for all: it publishes and forgets with each metric, and to make one takes longer than that.
  const single = metrics.singleMetric();
  return {
    received(fields) {
      logger.info('request received', { type: 'received', ...pick(fields, RECEIVED_FIELDS) });
    },
    request(fields) {
      const level = fields.status >= 500 ? 'error' : fields.outcome === 'ok' ? 'info' : 'warn';
      logger[level]('request', { type: 'request', ...pick(fields, REQUEST_FIELDS) });
      publish(metrics, fields);
      if (fields.outcome !== 'ok') single.addDimension('code', fields.outcome).addMetric('Refusals', MetricUnit.Count, 1);
      if (fields.outcome === 'internal') single.addDimension('version', version).addMetric('InternalErrors', MetricUnit.Count, 1);
    },
    audit(fields) {
      logger.info('photo injected', { type: 'audit', ...pick(fields, AUDIT_FIELDS) });
      single.addMetric('PhotosInjected', MetricUnit.Count, 1);
    },
  };
}

/** Joins lines about one person without naming them: the first 16 hexadecimal digits of SHA-256 of the subject. */
export function hashSubject(subject: string): string {
  return hash('sha256', subject).slice(0, 16);
}

/** Dimensions stay few, since each combination is a metric that is paid for. */
function publish(metrics: Metrics, fields: RequestFields): void {
  metrics.addDimension('operation', fields.operation);
  metrics.addMetric('TotalTime', MetricUnit.Milliseconds, fields.totalMs);
  const parts = {
    CredentialsTime: fields.credentialsMs,
    FaceFirstByteTime: fields.faceFirstByteMs,
    AgentTime: fields.agentMs,
    RecordTime: fields.recordMs,
  };
  for (const [name, value] of Object.entries(parts)) {
    if (value !== undefined) metrics.addMetric(name, MetricUnit.Milliseconds, value);
  }
  if (fields.upstreamStatus !== undefined)
    metrics.addMetric(`AgentStatus${Math.floor(fields.upstreamStatus / 100)}xx`, MetricUnit.Count, 1);
  if (fields.operation === 'start-transaction' && fields.status < 300) metrics.addMetric('TransactionsStarted', MetricUnit.Count, 1);
  if (fields.uncounted) metrics.addMetric('StartsUncounted', MetricUnit.Count, 1);
  if (fields.unrecorded) metrics.addMetric('StartsUnrecorded', MetricUnit.Count, 1);
  metrics.publishStoredMetrics();
}

function pick(fields: object, names: readonly string[]): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  for (const name of names) {
    const value = (fields as Record<string, unknown>)[name];
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}
