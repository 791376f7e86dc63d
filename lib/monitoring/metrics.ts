import { Aws } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { API_THROTTLED, NAMESPACE } from '../../contract/metrics';
import type { Operation } from '../../contract/operations';

/** A metric, or a formula over several. */
export type AlarmMetric = Metric | MathExpression;

/** Where the figures come from. Names, not constructs: an alarm that waited for the alias could not be one that guards its rollout. */
export interface MetricSources {
  readonly functionName: string;
  /** The alias that is called. */
  readonly alias: string;
  /** The version that a deployment moves the alias to. */
  readonly version: string;
  readonly apiId: string;
  readonly apiName: string;
  readonly apiStage: string;
  /** The metric name in the web ACL's visibility settings. @default - there is no firewall */
  readonly firewall?: string;
  /** Name of the function that answers questions. @default - no one asks for verdicts */
  readonly verdictFunction?: string | undefined;
}

/** The operation whose times count: the others carry no photo. */
const START: Operation['name'] = 'start-transaction';

/** The metrics of one stack, for alarms and dashboard: the function's own (docs/reference.md) and those of AWS. */
export class Metrics {
  constructor(private readonly sources: MetricSources) {}

  /** Refusals and failures of the function with one code. */
  refusals(code: string): Metric {
    return this.own('Refusals', 'Sum', { code });
  }

  /** One line for each code that occurred. A search, which finds later codes too; an alarm cannot be made of one. */
  refusalsByCode(): MathExpression {
    return this.search('Refusals', 'code');
  }

  /** A time or a count that the function notes for each started transaction, such as `AgentTime`. */
  ofStarts(metricName: string, statistic: string): Metric {
    return this.own(metricName, statistic, { operation: START });
  }

  /** Photos that left for Microblink whole. */
  photosInjected(): Metric {
    return this.own('PhotosInjected', 'Sum', {});
  }

  /** Answers of the Agent API to all operations in one class of status: 2, 4, 5. */
  agentAnswers(statusClass: number): MathExpression {
    const { expression } = this.search(`AgentStatus${statusClass}xx`, 'operation');
    return new MathExpression({ expression: `SUM(${expression})`, label: `${statusClass}xx` });
  }

  /** A metric of the API's stage: `Count`, `4XXError`, `5XXError`, `Latency`. */
  api(metricName: string, statistic = 'Sum'): Metric {
    const { apiName, apiStage } = this.sources;
    return new Metric({ namespace: 'AWS/ApiGateway', metricName, statistic, dimensionsMap: { ApiName: apiName, Stage: apiStage } });
  }

  /** Requests that API Gateway answered with 429 before they reached the function. */
  apiThrottled(): Metric {
    return new Metric({ namespace: NAMESPACE, metricName: API_THROTTLED, statistic: 'Sum', dimensionsMap: { apiId: this.sources.apiId } });
  }

  /** A metric of the function, all its versions together: `Errors`, `Throttles`, `Duration`. */
  lambda(metricName: string, statistic = 'Sum'): Metric {
    const { functionName } = this.sources;
    return new Metric({ namespace: 'AWS/Lambda', metricName, statistic, dimensionsMap: { FunctionName: functionName } });
  }

  /**
   * Crashes, timeouts and unexpected errors of the version that a deployment brings, and of no other: what callers are refused, and
   * what other services do, is not among them ("Viewing metrics for Lambda functions" has the dimensions of a weighted alias).
   */
  newVersionErrors(): MathExpression {
    const { functionName, alias, version } = this.sources;
    const crashes = new Metric({
      namespace: 'AWS/Lambda',
      metricName: 'Errors',
      statistic: 'Sum',
      dimensionsMap: { FunctionName: functionName, Resource: `${functionName}:${alias}`, ExecutedVersion: version },
    });
    const unexpected = this.own('InternalErrors', 'Sum', { version });
    return new MathExpression({
      expression: 'FILL(crashes, 0) + FILL(unexpected, 0)',
      usingMetrics: { crashes, unexpected },
      label: 'errors of the new version',
    });
  }

  /** What of the account's concurrency no function can have any more, reserved parts included ("Monitoring concurrency", Lambda). */
  claimedConcurrency(): Metric {
    return new Metric({ namespace: 'AWS/Lambda', metricName: 'ClaimedAccountConcurrency', statistic: 'Maximum' });
  }

  /** `AllowedRequests` or `BlockedRequests` of all the firewall's rules together; undefined without a firewall. */
  firewall(metricName: string): Metric | undefined {
    const { firewall } = this.sources;
    if (firewall === undefined) return undefined;
    const dimensionsMap = { WebACL: firewall, Region: Aws.REGION, Rule: 'ALL' };
    return new Metric({ namespace: 'AWS/WAFV2', metricName, statistic: 'Sum', dimensionsMap });
  }

  /** Starts that are not on record. Undefined where no one asks for verdicts, and none is recorded. */
  startsUnrecorded(): Metric | undefined {
    return this.sources.verdictFunction === undefined ? undefined : this.ofStarts('StartsUnrecorded', 'Sum');
  }

  /** Questions with one answer: `yes`, the reason for a no, or the code of a refusal. Undefined where no one asks. */
  verdicts(answer: string): Metric | undefined {
    const { verdictFunction } = this.sources;
    return verdictFunction === undefined ? undefined : this.own('Verdicts', 'Sum', { answer }, verdictFunction);
  }

  /** Questions that found no verdict, and those that were not answered at all. Undefined where no one asks. */
  verdictsWithoutAnswer(): MathExpression | undefined {
    const { verdictFunction } = this.sources;
    if (verdictFunction === undefined) return undefined;
    const codes = ['verdict-unavailable', 'credentials-not-set', 'internal'] as const;
    const [unavailable, unset, unexpected] = codes.map((answer) => this.own('Verdicts', 'Sum', { answer }, verdictFunction));
    const crashes = new Metric({
      namespace: 'AWS/Lambda',
      metricName: 'Errors',
      statistic: 'Sum',
      dimensionsMap: { FunctionName: verdictFunction },
    });
    return new MathExpression({
      expression: 'FILL(unavailable, 0) + FILL(unset, 0) + FILL(unexpected, 0) + FILL(crashes, 0)',
      usingMetrics: { unavailable, unset, unexpected, crashes } as Record<string, Metric>,
      label: 'questions without a verdict',
    });
  }

  /** One line for each answer that occurred. Undefined where no one asks. */
  verdictsByAnswer(): MathExpression | undefined {
    const { verdictFunction } = this.sources;
    return verdictFunction === undefined ? undefined : this.search('Verdicts', 'answer', verdictFunction);
  }

  private own(
    metricName: string,
    statistic: string,
    more: Readonly<Record<string, string>>,
    functionName = this.sources.functionName,
  ): Metric {
    return new Metric({
      namespace: NAMESPACE,
      metricName,
      statistic,
      // Each function counts under its own name, so that two stages in one account do not fire each other's alarms.
      dimensionsMap: { service: functionName, ...more },
    });
  }

  private search(metricName: string, dimension: string, functionName = this.sources.functionName): MathExpression {
    const schema = `{${NAMESPACE},service,${dimension}} MetricName="${metricName}" service="${functionName}"`;
    return new MathExpression({ expression: `SEARCH('${schema}', 'Sum')`, label: '' });
  }
}

/** A part and either the whole or the rest of it. */
export type Share = { readonly part: Metric; readonly atLeast: number } & ({ readonly of: Metric } | { readonly rest: Metric });

/** The share in per cent; nought while the part is less than `atLeast`, so that one of two is no half of everything. */
export function ratio({ part, atLeast, ...other }: Share): MathExpression {
  const whole = 'of' in other ? 'whole' : '(part + FILL(rest, 0))';
  return new MathExpression({
    expression: `IF(part >= ${atLeast}, 100 * part / ${whole}, 0)`,
    usingMetrics: { part, ...('of' in other ? { whole: other.of } : { rest: other.rest }) },
    label: '%',
  });
}
