import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A finding of a rule pack that stands, with the reason for it: a full sentence that an auditor can judge. */
export interface Acknowledgement {
  /** Ids of the findings, each with the name of its pack in front. */
  readonly findings: readonly string[];
  readonly reason: string;
}

/** One rule of cdk-nag, as each of the packs that hold it names it. */
function nag(rule: string, ...packs: readonly string[]): string[] {
  return packs.map((pack) => `${pack}::${pack}-${rule}`);
}

/** One of the AWS Control Tower rules, as the cfn-guard validator names it. */
function controlTower(rule: string): string {
  return `cdk-validator-cfnguard::${rule}_check`;
}

const [NIST, HIPAA, PCI, SOLUTIONS, SERVERLESS] = [
  'NIST.800.53.R5',
  'HIPAA.Security',
  'PCI.DSS.321',
  'AwsSolutions',
  'Serverless',
] as const;

const NO_BACKUP_OF_A_TABLE = [
  ...nag('DDB3', SOLUTIONS),
  ...nag('DynamoDBPITREnabled', NIST, HIPAA),
  ...nag('DynamoDBInBackupPlan', NIST, HIPAA),
  controlTower('dynamodb_table_pitr_enabled'),
];

/** Every finding that stands, by the name of the decision behind it. */
export const ACKNOWLEDGEMENTS = {
  'no-rotation-by-lambda': {
    findings: nag('SecretsManagerRotationEnabled', NIST, HIPAA).concat(nag('SMG4', SOLUTIONS)),
    reason:
      'Microblink Platform has no interface that issues credentials, so no function could rotate them; an operator puts a new value, which is in use within five minutes.',
  },
  'counts-are-not-restored': {
    findings: NO_BACKUP_OF_A_TABLE,
    reason:
      'A count of attempts means nothing when its window is over, so a backup of it could only be restored too late; a lost one starts at zero.',
  },
  'records-are-not-restored': {
    findings: NO_BACKUP_OF_A_TABLE,
    reason:
      'A record of a start lives for a day; one that came back from an older state could give a transaction that is used up a second yes.',
  },
  'multi-factor-is-not-required': {
    findings: nag('COG2', SOLUTIONS),
    reason: 'Users may register a second factor; to demand one of everybody is the choice callers.pool.new.mfa = "required".',
  },
  'threat-protection-is-off': {
    findings: nag('COG8', SOLUTIONS),
    reason: 'The Plus plan is paid for each active user, so it is the choice callers.pool.new.threatProtection = "enforced".',
  },
  'no-virtual-private-cloud': {
    findings: [...nag('LambdaInsideVPC', NIST, HIPAA, PCI), controlTower('lambda_inside_vpc')],
    reason:
      'The function calls the Agent API on the public internet and accepts no connection; a separate network would add a way out to guard and take none away.',
  },
  'no-dead-letter-queue': {
    findings: nag('LambdaDLQ', NIST, HIPAA, SERVERLESS),
    reason:
      'API Gateway invokes the function synchronously and hands every failure to the caller; a dead letter queue receives asynchronous events alone.',
  },
  'no-reserved-concurrency': {
    findings: nag('LambdaConcurrency', NIST, HIPAA),
    reason:
      'Reserved concurrency must leave 100 to the account, which a new account does not have, so it is the choice function.reservedConcurrency; throttling at the API bounds the function too.',
  },
  'no-replica': {
    findings: nag('S3BucketReplicationEnabled', NIST, HIPAA, PCI),
    reason:
      'A replica would be one more copy of biometric data to keep within its region, to guard and to erase; an enrolment can be repeated.',
  },
  'no-replica-of-logs': {
    findings: nag('S3BucketReplicationEnabled', NIST, HIPAA, PCI),
    reason:
      'A copy in another region would take the traces of persons out of theirs; the events can be sent on as they happen, in auditTrail.linesTo.',
  },
  'no-event-notifications-of-logs': {
    findings: [controlTower('s3_event_notifications_enabled')],
    reason:
      'Files of a log arrive all the time and mean nothing singly; what matters in them raises an alarm by way of the log group of the trail.',
  },
  'access-logs-take-no-key-and-no-lock': {
    findings: [
      ...nag('S3DefaultEncryptionKMS', NIST, HIPAA, PCI),
      controlTower('s3_bucket_default_encryption_kms'),
      controlTower('s3_bucket_object_lock_enabled'),
    ],
    reason: 'S3 delivers server access logs only into a bucket with its own encryption and without a default lock; no photo is in them.',
  },
  'no-log-of-the-access-log': {
    findings: [controlTower('s3_bucket_logging_enabled')],
    reason: 'The log of a log bucket would have to lie in the bucket itself, where every line that is delivered gives rise to another.',
  },
  'no-access-log-of-what-is-thrown-away': {
    findings: [...nag('S1', SOLUTIONS), ...nag('S3BucketLoggingEnabled', NIST, HIPAA, PCI), controlTower('s3_bucket_logging_enabled')],
    reason:
      'A throw-away stage holds no photo of a real person, and its buckets must be empty to go with it, which a bucket of logs never is.',
  },
  'no-object-lock': {
    findings: [controlTower('s3_bucket_object_lock_enabled')],
    reason: 'A locked photo could not be erased when its owner demands it, and article 17 of the GDPR gives that right.',
  },
  'no-event-notifications': {
    findings: [controlTower('s3_event_notifications_enabled')],
    reason:
      "An event carries the object's key, and with it a person's id, to each person who may add a rule or a subscriber in the account.",
  },
  'no-response-cache': {
    findings: nag('APIGWCacheEnabledAndEncrypted', NIST, HIPAA, PCI),
    reason:
      'A reply is a credential for one user and one transaction; a cache could give it to another user, and would keep what must not be kept.',
  },
  'no-client-certificate': {
    findings: nag('APIGWSSLEnabled', NIST, HIPAA, PCI),
    reason:
      'A client certificate proves API Gateway to an HTTP backend; this one invokes a Lambda function, with permissions that name each route.',
  },
  'logs-end-within-a-year': {
    findings: [controlTower('cloudwatch_log_group_retention_period')],
    reason: 'The log is about persons; the company decides in logs.retentionDays how long it is kept.',
  },
  'alarms-unheard': {
    findings: [...nag('CloudWatchAlarmAction', NIST, HIPAA), controlTower('cloudwatch_alarm_action')],
    reason:
      'The company names the receiver of alarms, in alarms.email or alarms.topicArn; in production the synthesis warns if there is none.',
  },
  'no-queue-for-mail': {
    findings: nag('SNSRedrivePolicy', SERVERLESS),
    reason: 'The alarm keeps its state and history even if the mail is lost; no one would read a queue of lost mails.',
  },
  'no-queue-for-rules': {
    findings: nag('EventBusDLQ', SERVERLESS),
    reason:
      'A rule reports a change that the trail also has, and an alarm fires for what it cannot deliver; a queue would be one more thing to silence and to watch.',
  },
  'stricter-tls-than-the-rule-knows': {
    findings: [controlTower('api_gw_domain_tls')],
    reason:
      'The rule knows the policy TLS_1_2 alone; the one of this host name takes TLS 1.2 only with forward secrecy, and TLS 1.3, and so refuses more than that.',
  },
  'no-firewall-before-signatures': {
    findings: nag('APIG3', SOLUTIONS).concat(nag('APIGWAssociatedWithWAF', NIST, PCI)),
    reason:
      'Only the roles of verdicts.callers reach this API: API Gateway judges signature and policy before anything of a request is looked at, and throttles.',
  },
  'signed-and-not-signed-in': {
    findings: nag('COG4', SOLUTIONS),
    reason: 'The caller is a backend with a role, known by the signature of IAM; users do not call this method.',
  },
  'permission-of-each-route': {
    findings: [controlTower('lambda_function_public_access_prohibited')],
    reason:
      'Each permission names one method of this API as its source; the rule does not read an ARN that is joined from parts and takes it for none.',
  },
} as const satisfies Record<string, Acknowledgement>;

export type AcknowledgementName = keyof typeof ACKNOWLEDGEMENTS;

/**
 * Lets a finding stand at one construct, where the decision behind it is made, so that anyone who runs the rule packs on an app with this stack
 * in it sees the reason and no finding.
 */
export function acknowledge(construct: IConstruct, ...names: readonly AcknowledgementName[]): void {
  for (const name of names) {
    const { findings, reason } = ACKNOWLEDGEMENTS[name];
    for (const id of findings) Validations.of(resourceOf(construct)).acknowledge({ id, reason });
  }
}

/** The resource itself: at a construct above it the acknowledgement would hold for everything that is added there later. */
export function resourceOf(construct: IConstruct): IConstruct {
  return construct.node.defaultChild ?? construct;
}
