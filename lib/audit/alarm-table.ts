import type { AuditTrailSettings } from '../config/parts';
import type { Severity } from '../monitoring/alarm-row';
import {
  auditLogChanged,
  invokedDirectly,
  keyChanged,
  photoBucketChanged,
  photoErased,
  photoReplaced,
  readByOthers,
  trailChanged,
  type WatchedRecords,
} from './patterns';
import {
  apiChanged,
  callersChanged,
  deployedByOthers,
  functionChanged,
  roleBorrowed,
  roleChanged,
  secretChanged,
  tableChanged,
  verdictChanged,
  type WatchedParts,
} from './watch/change-patterns';
import { type WatchedWatchers, watchersChanged } from './watch/watcher-patterns';

/** What the alarms are about. */
export type Watched = WatchedRecords & WatchedParts & WatchedWatchers;

/** One alarm on events of the trail, in the words of its description. Each fires at the first event: there should be none. */
export interface AuditAlarmRow {
  /** Its name, and the heading of its article in the runbook. */
  readonly id: string;
  /** What has happened, in a sentence. */
  readonly says: string;
  /** Why that matters, in a sentence. */
  readonly because: string;
  /** The events that it counts: all that match one of the patterns. None: the stack has nothing of that kind to watch. */
  readonly patterns: (watched: Watched) => readonly string[];
  /** Whether it fires; otherwise its events are only counted. @default - always */
  readonly fires?: (settings: AuditTrailSettings) => boolean;
  /** @default page */
  readonly severity?: Severity;
}

/** Every alarm on an event. A test holds the runbook to this table. */
export const AUDIT_ALARMS: readonly AuditAlarmRow[] = [
  {
    id: 'photo-read-by-others',
    says: 'Somebody other than the function read a photo, copied one, or tried to.',
    because: 'A person or a program saw biometric data; it may be the work of a role of operators.read, if there is one.',
    patterns: (watched) => [readByOthers(watched)],
  },
  {
    id: 'photo-replaced',
    says: 'A role of operators.replace overwrote a photo by another.',
    because: 'Anyone who decides which face is on record decides who passes as that user.',
    patterns: photoReplaced,
    fires: ({ replacedPhotos }) => replacedPhotos === 'alarm',
  },
  {
    id: 'photo-erased',
    says: 'A photo, or a version of one, was deleted.',
    because: 'An erasure and an enrolment after it swap a photo without a replacement, and so does the erasure of only the newest version.',
    patterns: () => [photoErased()],
    fires: ({ erasedPhotos }) => erasedPhotos === 'alarm',
  },
  {
    id: 'function-invoked-directly',
    says: 'The function was invoked by somebody other than API Gateway.',
    because: 'Such a call brings claims that no authorizer has verified; the function cannot distinguish them from real ones.',
    patterns: () => [invokedDirectly()],
  },
  {
    id: 'function-changed',
    says: 'The function was changed by hand: its code, its settings, its alias, who may call it, or CodeDeploy was made to move it.',
    because: 'Anyone who gives it other code reads photos in its name, and no alarm can distinguish such a read from its own.',
    patterns: functionChanged,
  },
  {
    id: 'deployed-by-others',
    says: 'Somebody other than the role that deploys changed the stack, or handed the role of its deployment to their own stack.',
    because: 'What CloudFormation does in that role fires none of the alarms on changes.',
    patterns: deployedByOthers,
  },
  {
    id: 'function-role-borrowed',
    says: 'Another function got the role of the function, or someone tried that, in this region or another.',
    because: 'A policy denies it photos, secret and table; the next step of an attacker is to remove that policy.',
    patterns: roleBorrowed,
  },
  {
    id: 'role-changed',
    says: 'The role of the function, the trail, the deployment or an operator was changed, deleted or made again, or a policy of the first two.',
    because: 'These say who reads photos and from where, and who changes that; without the trail’s role no other alarm on this page fires.',
    patterns: roleChanged,
  },
  {
    id: 'api-changed',
    says: 'The API, its host name or the firewall before it was changed by hand.',
    because:
      'An integration can bring claims that no authorizer verified, an authorizer can be removed, and a stage can log whole requests.',
    patterns: apiChanged,
  },
  {
    id: 'callers-changed',
    says: 'The user pool was changed by hand: its settings, an app client, an identity provider or a domain.',
    because: 'The pool says who a caller is, and with that whose photo is used.',
    patterns: (watched) => [callersChanged(watched)],
  },
  {
    id: 'table-changed',
    says: 'The table of attempts was changed by hand: its settings, its policy, its expiry, or it was deleted or copied.',
    because: 'Without the counts, one user starts as many transactions as they like.',
    patterns: tableChanged,
  },
  {
    id: 'secret-changed',
    says: 'The secret was changed: its value was set, or its policy, its rotation or its deletion.',
    because: 'Transactions start with these credentials; with another company’s they would start there. Rotations are the usual cause.',
    severity: 'tomorrow',
    patterns: (watched) => [secretChanged(watched)],
  },
  {
    id: 'verdict-changed',
    says: 'The table of transactions or the secret of the key that reads was changed: its settings, its policy, its value or its deletion.',
    because: 'Whoever writes into the one, or has Microblink asked with another key, decides what is answered with yes.',
    patterns: verdictChanged,
  },
  {
    id: 'key-changed',
    says: 'The photo key or the service key was changed: its policy, a grant, its state, or its deletion was scheduled.',
    because: 'Anyone who changes the policy can read the photos; anyone who deletes the key destroys them.',
    patterns: (watched) => [keyChanged(watched)],
  },
  {
    id: 'photo-bucket-changed',
    says: 'The bucket of the photos was changed: its policy, encryption, versions, lifecycle, public access or logging.',
    because: 'Each of these keeps a promise: who reads photos, how they are encrypted, when they end.',
    patterns: (watched) => [photoBucketChanged(watched)],
  },
  {
    id: 'audit-trail-changed',
    says: 'The trail, the bucket of its files or the bucket of the access log was changed, stopped or deleted.',
    because: 'Later events may not be on record; it is the first step of an attacker who does not want to be seen.',
    patterns: (watched) => [trailChanged(watched)],
  },
  {
    id: 'audit-log-changed',
    says: 'The log group of the trail or of the function was deleted or changed: its retention, key, filters or subscriptions.',
    because: 'Alarms and audit lines depend on these groups; a deleted filter never fires.',
    patterns: auditLogChanged,
  },
  {
    id: 'watchers-changed',
    says: 'A rule, an alarm or the topic that reports changes was changed by hand.',
    because: 'A silenced alarm reaches no one; the rules report the same in another way, within seconds.',
    patterns: watchersChanged,
  },
];

/** The one alarm on the absence of events: without the trail none of the others fires. */
export const SILENCE = {
  id: 'audit-trail-silent',
  says: 'No event came from the trail.',
  firesAt: 'none within 24 hours',
  because: 'Without the trail none of the other alarms can fire.',
  severity: 'tomorrow',
} as const;

/** The one on rules that reach no one; where there are no rules, it is not there either. */
export const RULES_FAIL = {
  id: 'watch-rules-fail',
  says: 'A rule that reports changes of the watchers could not deliver.',
  because: 'No one misses a message that does not arrive: the topic’s policy or key, or the other account, refuses it.',
  severity: 'tomorrow',
} as const;
