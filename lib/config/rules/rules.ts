import type { Fault } from '../faults';
import type { AlarmsSettings } from '../parts';
import type { Rule, SoundSections } from '../rule';
import { LOOPBACK_URL } from '../sections/agent';
import { auditTrailRule } from './audit';
import { callersRule, scopesRule, subjectClaimRule } from './callers';
import { entryNamesRule, imagesRule, operatorsRule, retentionRule } from './images';
import { partitionRule, poolIdRule, regionRule } from './region';
import { domainRule, loggingRoleBoundaryRule, tagsRule } from './stage';
import { readingRule, verdictsRule } from './verdicts';
import { workflowsRule } from './workflows';

/** Every rule, in the order in which faults are listed. */
export const RULES: readonly Rule[] = [
  agentRule,
  readingRule,
  callersRule,
  scopesRule,
  subjectClaimRule,
  entryNamesRule,
  imagesRule,
  retentionRule,
  bucketRule,
  operatorsRule,
  workflowsRule,
  verdictsRule,
  limitsRule,
  alarmsRule,
  auditTrailRule,
  domainRule,
  loggingRoleBoundaryRule,
  tagsRule,
  partitionRule,
  regionRule,
  poolIdRule,
];

function agentRule({ agent, purpose }: SoundSections): Fault[] {
  if (agent === undefined) return [];
  if ((agent.region === undefined) === (agent.url === undefined)) return [{ path: ['agent'], accepts: 'either "region" or "url"' }];
  if (purpose === undefined || purpose === 'throw-away' || agent.url === undefined || !LOOPBACK_URL.test(agent.url)) return [];
  return [{ path: ['agent', 'url'], accepts: 'a loopback host only with purpose "throw-away"' }];
}

function bucketRule({ bucket }: SoundSections): Fault[] {
  if (bucket === undefined) return [];
  if ((bucket.new === undefined) === (bucket.existing === undefined)) return [{ path: ['bucket'], accepts: 'either "new" or "existing"' }];
  if (bucket.existing?.account === undefined || bucket.existing.missingKey === 'plain-403-means-absent') return [];
  return [
    {
      path: ['bucket', 'existing', 'missingKey'],
      accepts:
        '"plain-403-means-absent" for a bucket of another account, since S3 shows another account no difference between a missing photo and a missing permission (leave out "account" if the bucket is in the account of the stack)',
    },
  ];
}

/** A timer that cannot fire before the deadline would hide which side was slow. */
function limitsRule({ limits }: SoundSections): Fault[] {
  if (limits === undefined) return [];
  const stalls = ['faceReadStallSeconds', 'agentWriteStallSeconds', 'agentReplyStallSeconds'] as const;
  return stalls
    .filter((name) => limits[name] >= limits.deadlineSeconds)
    .map((name) => ({
      path: ['limits', name],
      byDefault: limits[name],
      accepts: `less than limits.deadlineSeconds, which is ${limits.deadlineSeconds}`,
    }));
}

/** With two ways no one would notice that one of them is broken. */
function alarmsRule({ alarms }: SoundSections): Fault[] {
  if (alarms === undefined) return [];
  const faults = [...tomorrowFaults(alarms), ...watchersFaults(alarms)];
  if (alarms.email === undefined || alarms.topicArn === undefined) return faults;
  return [
    { path: ['alarms', 'topicArn'], accepts: 'nothing together with alarms.email; subscribe the address to your topic instead' },
    ...faults,
  ];
}

/** Alarms that wake somebody must reach somebody. */
function tomorrowFaults({ email, topicArn, tomorrow }: AlarmsSettings): Fault[] {
  if (tomorrow === undefined) return [];
  if ((tomorrow.email === undefined) === (tomorrow.topicArn === undefined))
    return [{ path: ['alarms', 'tomorrow'], accepts: 'exactly one of "email", "topicArn"' }];
  if (email !== undefined || topicArn !== undefined) return [];
  return [{ path: ['alarms', 'tomorrow'], accepts: 'nothing unless alarms.email or alarms.topicArn says who hears of the others' }];
}

/** A second way that is the same would end with the first. */
function watchersFaults({ watchers, topicArn }: AlarmsSettings): Fault[] {
  if (watchers === undefined) return [];
  if ((watchers.topicArn === undefined) === (watchers.eventBusArn === undefined))
    return [{ path: ['alarms', 'watchers'], accepts: 'exactly one of "topicArn", "eventBusArn"' }];
  if (watchers.topicArn === undefined || watchers.topicArn !== topicArn) return [];
  return [{ path: ['alarms', 'watchers', 'topicArn'], accepts: 'another topic than alarms.topicArn' }];
}
