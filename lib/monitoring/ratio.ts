import { MathExpression, type Metric } from 'aws-cdk-lib/aws-cloudwatch';

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
