import { Stack, Token } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { WatchersSettings } from '../../config/parts';
import { acknowledge } from '../../foundation/acknowledgements';
import { type AlarmRow, counted, RUNBOOK } from '../../monitoring/alarm-row';
import { RULES_FAIL } from '../alarm-table';
import { type RuleRow, ruleRows, type WatchedByRules } from './rule-patterns';

export interface WatchRulesProps {
  readonly watched: WatchedByRules;
  /** ARN of the topic that alarms publish to. @default - none */
  readonly topicArn?: string;
  /** Who else hears. @default - no one */
  readonly watchers?: WatchersSettings;
}

/**
 * Rules of EventBridge that report changes of what watches the stack, and of those by which photos are read: by another way than the metric filters,
 * which watch the rules in turn, and within seconds. They see what a trail brings; delivery is best effort.
 */
export class WatchRules extends Construct {
  /** An alarm on rules that reach no one. */
  readonly failure: AlarmRow;

  constructor(scope: Construct, id: string, { watched, topicArn, watchers }: WatchRulesProps) {
    super(scope, id);
    this.checkAccount(watchers);
    const bus = watchers?.eventBusArn === undefined ? [] : [this.bus(watchers.eventBusArn)];
    const rules = Object.entries(ruleRows(watched)).map(([name, row]) => {
      const topics = [...this.topic('Alarms', topicArn, row), ...this.topic('Watchers', watchers?.topicArn, row)];
      const description = `Changes of ${row.what} (${Stack.of(this).stackName})`;
      return new CfnRule(this, name, { description, eventPattern: row.pattern, targets: [...topics, ...bus], state: 'ENABLED' });
    });
    for (const rule of rules) acknowledge(rule, 'no-queue-for-rules');
    this.failure = failureOf(rules);
  }

  /**
   * No role: a topic of the account takes the message by its own policy ("Using resource-based policies for EventBridge"). Without words of a person:
   * mail is not confidential.
   */
  private topic(id: string, arn: string | undefined, { what, article }: RuleRow): CfnRule.TargetProperty[] {
    if (arn === undefined) return [];
    const { stackName } = Stack.of(this);
    const inputTemplate = `"<call> at <time>, account <account>, <region>: ${what} was changed (${stackName}), and not by a deployment. What to do: ${RUNBOOK}#${article}"`;
    const inputPathsMap = { call: '$.detail.eventName', account: '$.account', region: '$.region', time: '$.time' };
    return [{ id, arn, inputTransformer: { inputPathsMap, inputTemplate } }];
  }

  /** Another account takes events from a role that may put them ("Sending and receiving events between AWS accounts"). */
  private bus(arn: string): CfnRule.TargetProperty {
    const role = new Role(this, 'Sender', { assumedBy: new ServicePrincipal('events.amazonaws.com') });
    new ManagedPolicy(this, 'SenderPolicy', {
      description: 'EventBridge sends another account what was changed',
      roles: [role],
      statements: [new PolicyStatement({ sid: 'SendEvents', actions: ['events:PutEvents'], resources: [arn] })],
    });
    return { id: 'Watchers', arn, roleArn: role.roleArn };
  }

  /** A rule reaches a topic of its own account; a bus of its own account would bring each event back to the rules. */
  private checkAccount(watchers: WatchersSettings | undefined): void {
    const here = Stack.of(this).account;
    if (Token.isUnresolved(here) || watchers === undefined) return;
    const accountOf = (arn: string | undefined): string | undefined => (Token.isUnresolved(arn) ? undefined : arn?.split(':')[4]);
    const [topic, bus] = [accountOf(watchers.topicArn), accountOf(watchers.eventBusArn)];
    if (topic !== undefined && topic !== here)
      throw new Error(
        `alarms.watchers.topicArn is of account ${topic}; accepted: a topic of ${here}, the account of the stack. Use eventBusArn for another.`,
      );
    if (bus === here)
      throw new Error(
        `alarms.watchers.eventBusArn is of the account of the stack, ${here}; accepted: one of another account. Use topicArn in this one.`,
      );
  }
}

/** One formula over all rules; EventBridge counts failures by rule. */
function failureOf(rules: readonly CfnRule[]): AlarmRow {
  const failures = rules.map(
    ({ ref }) =>
      new Metric({ namespace: 'AWS/Events', metricName: 'FailedInvocations', statistic: 'Sum', dimensionsMap: { RuleName: ref } }),
  );
  const usingMetrics = Object.fromEntries(failures.map((metric, at) => [`m${at}`, metric]));
  const expression = Object.keys(usingMetrics)
    .map((name) => `FILL(${name}, 0)`)
    .join(' + ');
  const metric = (): MathExpression => new MathExpression({ expression, usingMetrics, label: 'FailedInvocations' });
  return counted({ ...RULES_FAIL, metric, count: 1, within: 5 });
}
