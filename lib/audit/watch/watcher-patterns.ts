import { Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { AlarmsSettings } from '../../config/parts';
import { any, from, is, pattern } from '../../foundation/filter-pattern';
import { type Deployer, notBy } from './deployers';

/** What watches the stack, by the names that CloudFormation gives it. */
export interface WatchedWatchers {
  /** How the names of the stack's alarms begin. */
  readonly alarmPrefix: string;
  /** How the names of its rules begin, which may hold a part of the stack's name only. */
  readonly rulePrefix: string;
  /** ARNs of the topics that alarms and rules publish to; may end in a wildcard. */
  readonly topicArns: readonly string[];
  readonly deployment?: Deployer;
}

/**
 * What the rules see (rule-patterns.ts) once more, since rules can be disabled. Of several alarms in one call a pattern sees only the first five: it
 * knows no "any of a list".
 */
export function watchersChanged({ alarmPrefix, rulePrefix, topicArns, deployment }: WatchedWatchers): readonly string[] {
  const by = notBy([deployment]);
  const field = (name: string, value: string): string => is(`$.requestParameters.${name}`, value);
  const alarms = ['alarmName', ...[0, 1, 2, 3, 4].map((at) => `alarmNames[${at}]`)].map((name) => field(name, `${alarmPrefix}*`));
  const topics = topicArns.flatMap((arn) =>
    ['topicArn', 'resourceArn', 'subscriptionArn'].map((name) => field(name, arn.endsWith('*') ? arn : `${arn}*`)),
  );
  return [
    // A bus under a customer's key delivers nothing once that key is disabled.
    pattern(
      from('events'),
      any(field('name', `${rulePrefix}*`), field('rule', `${rulePrefix}*`), is('$.eventName', 'UpdateEventBus')),
      ...by,
    ),
    // In two, and a topic's in three: names of the longest kind leave room for no more.
    ...[alarms.slice(0, 3), alarms.slice(3)].map((some) => pattern(from('monitoring'), any(...some), ...by)),
    pattern(from('monitoring'), is('$.eventName', 'PutAlarmMuteRule')),
    ...topics.map((topic) => pattern(from('sns'), topic, ...by)),
  ];
}

/** CloudFormation makes a rule's name of as much of the stack's as leaves room for the rest in 64 characters. */
const STACK_NAME_IN_A_RULE = 24;

/** By the beginnings of the names that CloudFormation gives, and the topics of the settings. */
export function watchersOf(scope: Construct, { topicArn, tomorrow, watchers }: AlarmsSettings): WatchedWatchers {
  const { stackName } = Stack.of(scope);
  const own = Stack.of(scope).formatArn({ service: 'sns', resource: `${stackName}-*` });
  return {
    alarmPrefix: `${stackName}-`,
    // The name of a nested stack is known only when it is deployed, and is cut then: any rule counts there.
    rulePrefix: Token.isUnresolved(stackName) ? '' : stackName.slice(0, STACK_NAME_IN_A_RULE),
    topicArns: [...new Set([topicArn ?? own, tomorrow?.email === undefined ? tomorrow?.topicArn : own, watchers?.topicArn])].filter(
      (arn) => arn !== undefined,
    ),
  };
}
