import type { Deployer } from './deployers';
import type { WatchedWatchers } from './watcher-patterns';

/**
 * Event patterns of EventBridge, as a trail brings them ("AWS service events delivered via AWS CloudTrail"; at most 2,048 characters each): for changes
 * of what watches the stack, and for those by which photos are read or claims invented. These rules need neither the trail's log group nor the role
 * that writes it, without which no alarm on an event fires. Reading calls are none of these events.
 */

/** What the rules watch in addition to alarms, topics and each other. */
export interface WatchedByRules extends WatchedWatchers {
  readonly logGroupNames: readonly string[];
  readonly trailName: string;
  /** The key of the topic, without which it delivers nothing, and that of the photos. */
  readonly keyArns: readonly string[];
  /** Of the photos, and of what is on record. */
  readonly bucketNames: readonly string[];
  /** Of the functions, their roles and their APIs: the first of each, and, where verdicts are asked for, the second. */
  readonly functionNames: readonly string[];
  readonly functionRoleArns: readonly string[];
  readonly restApiIds: readonly string[];
}

/** A rule, in the words of its message. */
export interface RuleRow {
  /** What was changed. */
  readonly what: string;
  /** The article of the runbook. */
  readonly article: string;
  readonly pattern: Fields;
}

type Matcher = string | Readonly<Record<string, unknown>>;
type Fields = Readonly<Record<string, unknown>>;

/** By the rule's name in the template. */
export function ruleRows(watched: WatchedByRules): Readonly<Record<string, RuleRow>> {
  const { alarmPrefix, rulePrefix, topicArns, logGroupNames, trailName, deployment } = watched;
  const topics = topicArns.map((arn) => ({ prefix: arn.replace(/\*$/, '') }));
  const alarms: Matcher[] = [{ prefix: alarmPrefix }];
  const rules: Matcher[] = [{ prefix: rulePrefix }];
  const functions = watched.functionNames.map((name) => ({ wildcard: `*${name}*` }));
  const trail: Matcher[] = [{ wildcard: `*${trailName}*` }];
  const change = (service: string, eventName: readonly Matcher[], requestParameters: Fields): Fields => ({
    'detail-type': [CALL],
    detail: { eventSource: [`${service}.amazonaws.com`], eventName, requestParameters, ...notBy(deployment) },
  });
  const logs = (names: readonly string[], ...more: readonly Fields[]): RuleRow => {
    const groups = names.map((name) => ({ wildcard: `*${name}*` }));
    const named = ['logGroupName', 'logGroupIdentifier', 'resourceIdentifier', 'resourceArn'].map((field) => ({ [field]: groups }));
    return watcher(change('logs', beginning('Put', 'Delete', 'Associate', 'Disassociate'), anyOf(...named, ...more)));
  };
  // With the longest names, a pattern has room for two.
  const [groups, moreGroups] = [logGroupNames.slice(0, 2), logGroupNames.slice(2)];
  return {
    Alarms: watcher(
      change(
        'monitoring',
        ['DeleteAlarms', 'DisableAlarmActions', 'PutAlarmMuteRule', 'PutCompositeAlarm', 'PutLogAlarm', 'PutMetricAlarm', 'SetAlarmState'],
        anyOf(
          { alarmName: alarms },
          { alarmNames: alarms },
          { muteTargets: { alarmNames: alarms } },
          // A rule that mutes in another way than these, or under other names than are known.
          { alarmName: [ABSENT], alarmNames: [ABSENT], muteTargets: { alarmNames: [ABSENT] } },
        ),
      ),
    ),
    Topics: watcher(
      change(
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
      ),
    ),
    // A policy of the account names no group, and holds for all.
    Logs: logs(groups, { policyType: [{ exists: true }], logGroupName: [ABSENT] }),
    ...(moreGroups.length === 0 ? {} : { MoreLogs: logs(moreGroups) }),
    Trail: watcher(
      change(
        'cloudtrail',
        ['DeleteTrail', 'PutEventSelectors', 'PutInsightSelectors', 'StopLogging', 'UpdateTrail'],
        anyOf({ name: trail }, { trailName: trail }),
      ),
    ),
    EventRules: watcher(
      change(
        'events',
        ['DeleteRule', 'DisableRule', 'PutRule', 'PutTargets', 'RemoveTargets', 'UpdateEventBus'],
        // A bus under a customer's key delivers nothing once that key is disabled.
        anyOf({ name: rules }, { rule: rules }, { name: ['default'] }, { name: [ABSENT], rule: [ABSENT] }),
      ),
    ),
    Keys: {
      what: 'a key',
      article: 'key-changed',
      pattern: {
        'detail-type': [CALL],
        detail: {
          eventSource: ['kms.amazonaws.com'],
          eventName: ['DisableKey', 'PutKeyPolicy', 'ScheduleKeyDeletion'],
          resources: { ARN: watched.keyArns },
          ...notBy(deployment),
        },
      },
    },
    // Photos are put and deleted every day, and named by their bucket, too.
    Buckets: {
      what: 'the bucket of the photos or of a record',
      article: 'photo-bucket-changed',
      pattern: change('s3', beginning('PutBucket', 'DeleteBucket'), { bucketName: watched.bucketNames }),
    },
    // Not the alias, which each rollout moves, to versions that are there already.
    Function: {
      what: 'the function, or a function that gets its role,',
      article: 'function-changed',
      pattern: change(
        'lambda',
        beginning('AddPermission', 'CreateFunction', 'PutResourcePolicy', 'UpdateFunction'),
        anyOf(...['functionName', 'resourceArn'].map((field) => ({ [field]: functions })), { role: watched.functionRoleArns }),
      ),
    },
    Api: {
      what: 'the API',
      article: 'api-changed',
      pattern: change('apigateway', beginning('Create', 'Delete', 'Import', 'Put', 'Update'), { restApiId: watched.restApiIds }),
    },
  };
}

const CALL = 'AWS API Call via CloudTrail';
const ABSENT = { exists: false };

function watcher(pattern: Fields): RuleRow {
  return { what: 'what watches the stack', article: 'watchers-changed', pattern };
}

function beginning(...prefixes: readonly string[]): Matcher[] {
  return prefixes.map((prefix) => ({ prefix }));
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
