import { Annotations, Stack } from 'aws-cdk-lib';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledgements';
import type { AgentCredentials } from './agent-credentials';
import type { AlarmRow } from './alarm-row';
import type { AttemptLimits } from './attempt-limits';
import type { Watched } from './audit-alarm-table';
import { AuditAlarms } from './audit-alarms';
import { AuditLines } from './audit-lines';
import type { WatchedRecords } from './audit-patterns';
import { AuditTrail } from './audit-trail';
import { BucketAccessLog } from './bucket-access-log';
import type { CallerIdentity } from './callers';
import type { WatchedParts } from './change-patterns';
import type { Config } from './config';
import { recordsHere } from './config-rules-audit';
import { cloudFormation } from './deployers';
import type { FaceStore } from './face-images';
import type { ProxyApi } from './proxy-api';
import type { ProxyFunction } from './proxy-function';
import type { Rollout } from './rollout';
import type { WatchedByRules } from './rule-patterns';
import { type WatchedWatchers, watchersOf } from './watcher-patterns';
import type { WebFirewall } from './web-firewall';

/** What is watched. */
export interface Parts {
  readonly faces: FaceStore;
  readonly fn: ProxyFunction;
  readonly api: ProxyApi;
  readonly callers: CallerIdentity;
  readonly credentials: AgentCredentials;
  /** @default - starts are not counted */
  readonly attempts?: AttemptLimits;
  /** @default - there is none */
  readonly firewall?: WebFirewall;
}

export interface AuditProps extends Parts {
  readonly settings: Config;
  /** Encrypts the trail. */
  readonly key: Key;
  readonly rollout: Rollout;
}

/** Who touched a photo: the access log of the buckets, the trail with its alarms, and the way of the function's audit lines. */
export class Audit extends Construct {
  /** Of the buckets that the stack makes; the logging of an existing one is its owner's. Undefined in a throw-away stage, whose buckets must become empty. */
  readonly accessLog: BucketAccessLog | undefined;
  /** Undefined where the settings have none. */
  readonly trail: AuditTrail | undefined;
  /** What is worth an alarm; without a trail nothing is. */
  readonly alarmRows: readonly AlarmRow[];

  /** What rules watch. Undefined without a trail, which brings them their events. */
  readonly watchedByRules: WatchedByRules | undefined;

  /** What watches the stack, and is itself watched. Names, since it is made later. */
  private readonly watchers: WatchedWatchers;
  private readonly props: AuditProps;

  constructor(scope: Construct, id: string, props: AuditProps) {
    super(scope, id);
    this.props = props;
    const { settings, fn, faces } = props;
    const { purpose, bucket, auditTrail, logs } = settings;
    this.watchers = { ...watchersOf(this, settings.alarms), deployment: cloudFormation(this, auditTrail.deploymentRole) };
    if (purpose !== 'throw-away' && (bucket.new !== undefined || recordsHere(settings))) {
      this.accessLog = new BucketAccessLog(this, 'AccessLog', { purpose, retentionDays: logs.retentionDays });
      if (bucket.new !== undefined) this.accessLog.record(faces.bucket, 'photos/');
    } else if (bucket.new !== undefined) {
      acknowledge(faces.bucket, 'no-access-log-of-what-is-thrown-away');
    }
    if (recordsHere(settings)) {
      this.trail = this.createTrail();
      this.alarmRows = this.createAlarms(this.trail).rows;
      this.watchedByRules = this.byRules(this.trail);
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

  private createAlarms(trail: AuditTrail): AuditAlarms {
    const watched: Watched = { ...this.records(trail), ...this.changeable(trail), ...this.watchers };
    return new AuditAlarms(this, 'Alarms', { logGroup: trail.logGroup, settings: this.props.settings.auditTrail, watched });
  }

  private byRules({ logGroup, trail }: AuditTrail): WatchedByRules {
    const { fn, key } = this.props;
    const logGroupNames = [logGroup, fn.logGroup].map(({ logGroupName }) => logGroupName);
    return { ...this.watchers, logGroupNames, trailName: trail.ref, serviceKeyArn: key.keyArn };
  }

  private records({ trail, files, logGroup }: AuditTrail): WatchedRecords {
    const { settings, key, faces, fn } = this.props;
    const buckets = this.accessLog === undefined ? [files.bucket] : [files.bucket, this.accessLog.bucket];
    return {
      functionRoleId: fn.role.roleId,
      replacerRoleArns: settings.operators?.replace ?? [],
      photoBucket: faces.bucket.bucketName,
      photoKeyArn: faces.key.keyArn,
      serviceKeyArn: key.keyArn,
      recordBuckets: buckets.map(({ bucketName }) => bucketName),
      trailName: trail.ref,
      auditLogGroup: logGroup.logGroupName,
      functionLogGroup: fn.logGroup.logGroupName,
    };
  }

  private changeable({ writer }: AuditTrail): WatchedParts {
    const { fn, api, callers, credentials, attempts, firewall, rollout } = this.props;
    return {
      functionName: fn.lambda.functionName,
      functionRoleArn: fn.role.roleArn,
      roleNames: [fn.role.roleName, writer.role.roleName],
      policyArns: [...fn.policies, writer.policy].map(({ managedPolicyArn }) => managedPolicyArn),
      region: Stack.of(this).region,
      restApiId: api.api.restApiId,
      domainName: api.domain?.domainName.domainName,
      firewall: firewall === undefined ? undefined : { id: firewall.acl.attrId, arn: firewall.acl.attrArn },
      userPoolId: callers.pool.userPoolId,
      tableName: attempts?.tableName,
      secretName: credentials.secretName,
      rollout: { roleArn: rollout.role.roleArn, service: 'codedeploy.amazonaws.com' },
    };
  }
}
