import { matchesPattern } from './filter-pattern';
import { concrete } from './stack-policies';
import type { Synthesized } from './template';
import type { TrailEvent } from './trail-events';

/** Names of the metrics of a stage that an event adds to. */
export function countedBy(event: TrailEvent, stage: Synthesized): string[] {
  const counted = stage
    .of('AWS::Logs::MetricFilter')
    .filter(([each]) => /Audit/.test(each))
    .map(
      ([, { Properties }]) =>
        concrete(Properties, stage.resources) as { FilterPattern: string; MetricTransformations: { MetricName: string }[] },
    )
    .filter(({ FilterPattern }) => matchesPattern(FilterPattern, event))
    .map(({ MetricTransformations }) => MetricTransformations[0]?.MetricName ?? '');
  return [...new Set(counted)];
}
