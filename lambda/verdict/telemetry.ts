import type { Logger } from '@aws-lambda-powertools/logger';
import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { ProblemCode } from '../../contract/problems';
import type { NoReason } from '../../contract/verdict-question';
import type { Answer } from './verdict';

/** What a line about a question may carry: of the person no more than yes, no and why. */
export interface VerdictFields {
  readonly requestId: string;
  /** Hashed. */
  readonly subject?: string;
  readonly workflowId?: string;
  readonly transactionId?: string;
  readonly answer: Answer['verdict'] | ProblemCode;
  readonly reasons?: readonly NoReason[];
  /** For the operator: which check refused. */
  readonly reason?: string;
  readonly errorName?: string;
  readonly status: number;
  readonly totalMs: number;
}

export interface VerdictTelemetry {
  verdict(fields: VerdictFields): void;
}

const FIELDS: readonly (keyof VerdictFields)[] = [
  ...(['requestId', 'subject', 'workflowId', 'transactionId', 'answer', 'reasons', 'reason', 'errorName', 'status', 'totalMs'] as const),
];

/** One line and one count a question, on standard output. Fields are picked by name here, too. */
export function createVerdictTelemetry(logger: Pick<Logger, 'info' | 'warn' | 'error'>, metrics: Metrics): VerdictTelemetry {
  return {
    verdict(fields) {
      const level = fields.status >= 500 ? 'error' : fields.status >= 400 ? 'warn' : 'info';
      logger[level]('verdict', { type: 'verdict', ...Object.fromEntries(FIELDS.map((name) => [name, fields[name]])) });
      const words = fields.reasons !== undefined && fields.reasons.length > 0 ? fields.reasons : [fields.answer];
      for (const word of words) metrics.singleMetric().addDimension('answer', word).addMetric('Verdicts', MetricUnit.Count, 1);
      metrics.singleMetric().addMetric('VerdictTime', MetricUnit.Milliseconds, fields.totalMs);
    },
  };
}
