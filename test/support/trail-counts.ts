import { matchesEvent } from './event-pattern';
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

/** Rules of a stage that report an event, by their names in the template, in the form in which EventBridge gets it from a trail. */
export function toldBy(event: TrailEvent, stage: Synthesized): string[] {
  const call = {
    source: 'aws.any',
    'detail-type': 'AWS API Call via CloudTrail',
    account: '999900001111',
    region: event.awsRegion,
    detail: event,
  };
  return stage
    .of('AWS::Events::Rule')
    .filter(([, { Properties }]) => matchesEvent((concrete(Properties, stage.resources) as { EventPattern: unknown }).EventPattern, call))
    .map(([id]) => /WatchRules(EventRules|MoreLogs|[A-Z][a-z]+)/.exec(id)?.[1] ?? id);
}
