import type { Deployer } from './deployers';
import type { WatchedWatchers } from './watcher-patterns';

/**
 * Event patterns of EventBridge for changes of what watches the stack, as a trail brings them ("AWS service events delivered via AWS CloudTrail";
 * at most 2,048 characters each). Reading calls are none of these events.
 */

/** What the rules watch besides alarms, topics and each other. */
export interface WatchedByRules extends WatchedWatchers {
  readonly logGroupNames: readonly string[];
  readonly trailName: string;
  /** The key of the topic: without it, the topic delivers nothing. */
  readonly serviceKeyArn: string;
}

type Matcher = string | Readonly<Record<string, unknown>>;
type Fields = Readonly<Record<string, unknown>>;

/** By the rule's name in the template. */
export function rulePatterns(watched: WatchedByRules): Readonly<Record<string, Fields>> {
  const { alarmPrefix, rulePrefix, topicArns, logGroupNames, trailName, serviceKeyArn, deployment } = watched;
  const topics = topicArns.map((arn) => ({ prefix: arn.replace(/\*$/, '') }));
  const groups = logGroupNames.map((name) => ({ wildcard: `*${name}*` }));
  const alarms: Matcher[] = [{ prefix: alarmPrefix }];
  const rules: Matcher[] = [{ prefix: rulePrefix }];
  const trail: Matcher[] = [{ wildcard: `*${trailName}*` }];
  return {
    Alarms: change(
      'monitoring',
      ['DeleteAlarms', 'DisableAlarmActions', 'PutAlarmMuteRule', 'PutCompositeAlarm', 'PutMetricAlarm', 'SetAlarmState'],
      anyOf(
        { alarmName: alarms },
        { alarmNames: alarms },
        { muteTargets: { alarmNames: alarms } },
        // A rule that mutes by another way than these, or names them otherwise than was known.
        { alarmName: [ABSENT], alarmNames: [ABSENT], muteTargets: { alarmNames: [ABSENT] } },
      ),
      deployment,
    ),
    Topics: change(
      'sns',
      [
        'AddPermission',
        'DeleteTopic',
        'PutDataProtectionPolicy',
        'RemovePermission',
        'SetSubscriptionAttributes',
        'SetTopicAttributes',
        'Unsubscribe',
      ],
      anyOf({ topicArn: topics }, { subscriptionArn: topics }, { resourceArn: topics }),
      deployment,
    ),
    Logs: change(
      'logs',
      ['Put', 'Delete', 'Associate', 'Disassociate'].map((prefix) => ({ prefix })),
      // A policy of the account names no group, and holds for all.
      anyOf(...['logGroupName', 'logGroupIdentifier', 'resourceIdentifier', 'resourceArn'].map((field) => ({ [field]: groups })), {
        policyType: [{ exists: true }],
        logGroupName: [ABSENT],
      }),
      deployment,
    ),
    Trail: change(
      'cloudtrail',
      ['DeleteTrail', 'PutEventSelectors', 'PutInsightSelectors', 'StopLogging', 'UpdateTrail'],
      anyOf({ name: trail }, { trailName: trail }),
      deployment,
    ),
    Key: {
      'detail-type': [CALL],
      detail: {
        eventSource: ['kms.amazonaws.com'],
        eventName: ['DisableKey', 'PutKeyPolicy', 'ScheduleKeyDeletion'],
        resources: { ARN: [serviceKeyArn] },
        ...notBy(deployment),
      },
    },
    EventRules: change(
      'events',
      ['DeleteRule', 'DisableRule', 'PutRule', 'PutTargets', 'RemoveTargets'],
      anyOf({ name: rules }, { rule: rules }),
      deployment,
    ),
  };
}

const CALL = 'AWS API Call via CloudTrail';
const ABSENT = { exists: false };

function change(service: string, eventName: readonly Matcher[], requestParameters: Fields, deployment: Deployer | undefined): Fields {
  const eventSource = [`${service}.amazonaws.com`];
  return { 'detail-type': [CALL], detail: { eventSource, eventName, requestParameters, ...notBy(deployment) } };
}

function anyOf(...fields: readonly Fields[]): Fields {
  return { $or: fields };
}

/** By anyone but the deployment: another service, or another role. */
function notBy(deployment: Deployer | undefined): Fields {
  if (deployment === undefined) return {};
  const { roleArn, service } = deployment;
  const other = (value: string): Matcher[] => [{ 'anything-but': value }, ABSENT];
  return {
    userIdentity: anyOf({ invokedBy: other(service) }, { sessionContext: { sessionIssuer: { arn: other(roleArn) } } }),
  };
}
