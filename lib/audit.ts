import { Annotations } from 'aws-cdk-lib';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledgements';
import type { AlarmRow } from './alarm-row';
import { AuditAlarms } from './audit-alarms';
import { AuditLines } from './audit-lines';
import { AuditTrail } from './audit-trail';
import { BucketAccessLog } from './bucket-access-log';
import type { Config } from './config';
import { recordsHere } from './config-rules-audit';
import type { FaceStore } from './face-images';
import type { ProxyFunction } from './proxy-function';

export interface AuditProps {
  readonly settings: Config;
  /** Encrypts the trail. */
  readonly key: Key;
  readonly faces: FaceStore;
  readonly fn: ProxyFunction;
}

/** Who touched a photo: the access log of the buckets, the trail with its alarms, and the way of the function's audit lines. */
export class Audit extends Construct {
  /** Of the buckets that the stack makes; the logging of an existing one is its owner's. Undefined in a throw-away stage, whose buckets must become empty. */
  readonly accessLog: BucketAccessLog | undefined;
  /** Undefined where the settings have none. */
  readonly trail: AuditTrail | undefined;
  /** What is worth an alarm; without a trail nothing is. */
  readonly alarmRows: readonly AlarmRow[];

  private readonly props: AuditProps;

  constructor(scope: Construct, id: string, props: AuditProps) {
    super(scope, id);
    this.props = props;
    const { settings, fn, faces } = props;
    const { purpose, bucket, auditTrail, logs } = settings;
    if (purpose !== 'throw-away' && (bucket.new !== undefined || recordsHere(settings))) {
      this.accessLog = new BucketAccessLog(this, 'AccessLog', { purpose, retentionDays: logs.retentionDays });
      if (bucket.new !== undefined) this.accessLog.record(faces.bucket, 'photos/');
    } else if (bucket.new !== undefined) {
      acknowledge(faces.bucket, 'no-access-log-of-what-is-thrown-away');
    }
    if (recordsHere(settings)) {
      this.trail = this.createTrail();
      this.alarmRows = this.createAlarms(this.trail).rows;
    } else {
      this.alarmRows = [];
    }
    if (this.trail === undefined && purpose === 'development') {
      Annotations.of(this).addWarningV2(
        'face-match-proxy:no-audit-trail',
        'Nobody records who reads or changes a photo: set auditTrail.trail.',
      );
    }
    if (auditTrail.linesTo !== undefined) new AuditLines(this, 'Lines', { logGroup: fn.logGroup, settings: auditTrail.linesTo });
  }

  private createTrail(): AuditTrail {
    const { settings, key, faces, fn } = this.props;
    const trail = new AuditTrail(this, 'Trail', {
      purpose: settings.purpose,
      settings: settings.auditTrail,
      searchableDays: settings.logs.retentionDays,
      key,
      objectArns: faces.objectArns,
      functionArn: fn.lambda.functionArn,
    });
    this.accessLog?.record(trail.files.bucket, 'audit/');
    if (settings.bucket.existing?.account !== undefined) {
      Annotations.of(this).addWarningV2(
        'face-match-proxy:trail-of-another-account',
        'The bucket belongs to another account: the trail sees what this account does with the photos, and nothing that others do. Record it there, too.',
      );
    }
    return trail;
  }

  private createAlarms({ logGroup, trail, files }: AuditTrail): AuditAlarms {
    const { settings, key, faces, fn } = this.props;
    return new AuditAlarms(this, 'Alarms', {
      logGroup,
      settings: settings.auditTrail,
      watched: {
        functionRoleArn: fn.role.roleArn,
        functionName: fn.lambda.functionName,
        replacerRoleArns: settings.operators?.replace ?? [],
        photoBucket: faces.bucket.bucketName,
        photoKeyArn: faces.key.keyArn,
        serviceKeyArn: key.keyArn,
        auditBucket: files.bucket.bucketName,
        trailName: trail.ref,
        auditLogGroup: logGroup.logGroupName,
        functionLogGroup: fn.logGroup.logGroupName,
      },
    });
  }
}
