import { ArnFormat, Stack } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Purpose } from '../config/config';
import type { AuditTrailSettings } from '../config/parts';
import { ServiceLog } from '../foundation/service-log';
import { acknowledgeWildcards } from '../foundation/wildcards';
import { AuditFiles } from './files';
import { recordedEvents } from './selectors';

export interface AuditTrailProps {
  readonly purpose: Purpose;
  readonly settings: AuditTrailSettings;
  /** Days for which events can be searched. */
  readonly searchableDays: number;
  /** Encrypts files and log group. */
  readonly key: Key;
  /** How the ARNs of the recorded objects begin. */
  readonly objectArns: readonly string[];
  readonly functionArns: readonly string[];
}

/**
 * A trail of CloudTrail for this stack: files with a signed digest, which are evidence, and a log group, in which one searches and from which
 * alarms are made. All regions, since changes of roles and policies are recorded in one region for the whole account, and since a function that borrows a
 * role of this stack may be anywhere.
 */
export class AuditTrail extends Construct {
  readonly files: AuditFiles;
  readonly logGroup: LogGroup;
  readonly trail: CfnTrail;
  /** With which CloudTrail writes into the log group, and what it may do there. */
  readonly writer: { readonly role: Role; readonly policy: ManagedPolicy };

  constructor(scope: Construct, id: string, props: AuditTrailProps) {
    super(scope, id);
    const { purpose, settings, key } = props;
    this.files = new AuditFiles(this, 'Files', { purpose, settings, key });
    this.files.grantDelivery(this.arnOfTrail(), key);
    this.logGroup = new ServiceLog(this, 'Log', { purpose, retentionDays: props.searchableDays, key });
    this.writer = this.createWriter();
    this.trail = new CfnTrail(this, 'Trail', {
      isLogging: true,
      enableLogFileValidation: true,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      kmsKeyId: key.keyArn,
      s3BucketName: this.files.bucket.bucketName,
      cloudWatchLogsLogGroupArn: this.logGroup.logGroupArn,
      cloudWatchLogsRoleArn: this.writer.role.roleArn,
      advancedEventSelectors: recordedEvents(props.objectArns, props.functionArns),
    });
    // CloudTrail tries both when the trail is made, and refuses it if one does not work yet.
    this.trail.node.addDependency(this.files.bucket, this.writer.policy);
  }

  /** By the beginning of the name that CloudFormation gives, since the bucket's policy must be there before the trail. */
  private arnOfTrail(): string {
    const { stackName } = Stack.of(this);
    return Stack.of(this).formatArn({ service: 'cloudtrail', resource: 'trail', resourceName: `${stackName}-*` });
  }

  /**
   * "Role policy document for CloudTrail to use CloudWatch Logs for monitoring": the streams of this account, of all regions, in this one group. AWS
   * documents conditions for the policies of bucket, key and topic, and none for the trust of this role; only this account can name it in a trail.
   */
  private createWriter(): { role: Role; policy: ManagedPolicy } {
    const { account } = Stack.of(this);
    const role = new Role(this, 'Writer', { assumedBy: new ServicePrincipal('cloudtrail.amazonaws.com') });
    const streams = Stack.of(this).formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName: `${this.logGroup.logGroupName}:log-stream:${account}_CloudTrail_*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const policy = new ManagedPolicy(this, 'WriterPolicy', {
      description: 'CloudTrail writes the events of this stack into their log group',
      roles: [role],
      statements: [
        new PolicyStatement({ sid: 'WriteEvents', actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [streams] }),
      ],
    });
    acknowledgeWildcards(policy, 'log-streams-of-the-trail', [streams]);
    return { role, policy };
  }
}
